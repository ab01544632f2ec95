import ArgumentParser
import Logging
import Provisioning
import Workflow

struct OrderConfirm: Command {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "Accept the service agreement for a draft; buying follows at the next step.",
        discussion: """
            An order cannot be cancelled once it is bought. Of exclusive and shared mode, only the account itself may confirm, and \
            only while they are sold. Every prerequisite is looked at first: if one does not hold, the order stays a draft and the exit \
            status is 10, unless it is confirmed despite the findings, which the history keeps.
            """
    )

    @Argument(help: .order, completion: .order)
    var order: String

    @Flag(help: "Confirm although a prerequisite does not hold.")
    var despiteFindings = false

    @Option(
        help: ArgumentHelp("Of a release: the name of the cluster, which is destroyed for good.", valueName: "name"))
    var clusterName: String?

    @Option(
        help: ArgumentHelp(
            "Of a release: the name of the workspace, which is deleted for good.", valueName: "name"))
    var workspaceName: String?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        var input = DecisionInput()
        input.despiteFindings = despiteFindings
        input.confirmedName = clusterName ?? workspaceName
        return try await context.decide(.confirm, on: order, with: input)
    }
}

extension Context {
    /// Lets an operator decide on a workflow, and prints it as it stands then.
    func decide(
        _ decision: DecisionName, on reference: String, with input: DecisionInput
    ) async throws -> ExitStatus {
        let (provisioner, id) = try await provisioner(for: reference)
        return try await decide(decision, on: id, with: input, by: provisioner)
    }

    /// Lets an operator decide on a workflow, and prints it whether that could be done or not.
    func decide(
        _ decision: DecisionName, on id: WorkflowID, with input: DecisionInput, by provisioner: Provisioner
    ) async throws -> ExitStatus {
        try tell(try await showing(id) { try await provisioner.decide(decision, on: id, with: input) })
    }

    /// Prints what a decision came to.
    func tell(_ report: DecisionReport) throws -> ExitStatus {
        if report.declined == nil {
            console.reportChanges(report.transitions, of: report.workflow)
        } else {
            console.report(report.transitions, of: report.workflow)
        }
        try console.print(report.workflow)
        guard let declined = report.declined else { return .done }
        console.report(declined as? any CommandFailure ?? UnexpectedFailure(declined))
        return .asked
    }

    /// Runs `body`; if it is refused, prints the order as it stands then, before the error is told.
    ///
    /// A turn that fails may have committed something first; then people are shown the order whatever the failure was.
    ///
    /// - Parameter isMoving: whether scripts are told whether it has moved.
    func showing<Result>(
        _ id: WorkflowID, moving isMoving: Bool = false, _ body: () async throws -> Result
    ) async throws -> Result {
        let versionBefore = try await workflowBook()?.workflow(id).version
        do {
            return try await body()
        } catch let failure as any CommandFailure {
            let order = await standing(id)
            if let order, failure.isAboutTheOrder || !console.isJSON && order.version != versionBefore {
                if console.isJSON, isMoving {
                    let hasMoved = order.version != versionBefore
                    try console.print(json: WorkflowJSON(order, in: console.language, moved: hasMoved))
                } else {
                    try console.print(order)
                }
            }
            throw failure
        }
    }

    /// An order as it stands after a failure; `nil` if the failure keeps it from being read.
    private func standing(_ id: WorkflowID) async -> WorkflowReport? {
        do {
            return try await workflowBook()?.workflow(id)
        } catch {
            logger.debug("the order cannot be shown", metadata: ["reason": "\(type(of: error))"])
            return nil
        }
    }
}

extension CommandFailure {
    /// Whether the order, as it stands, is part of the answer.
    fileprivate var isAboutTheOrder: Bool { exitStatus == .refused || exitStatus == .cloudUnavailable }
}
