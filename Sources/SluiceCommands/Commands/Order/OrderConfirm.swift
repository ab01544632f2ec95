import ArgumentParser
import Logging
import Provisioning
import RealtimeCompute
import Workflow

struct OrderConfirm: Command {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "Accept the service agreement for a draft; buying follows at the next step.",
        discussion: """
            An order cannot be cancelled once it is bought. Only the account itself may confirm, and only while exclusive mode \
            is sold. Every prerequisite is looked at first: if one does not hold, the order stays a draft and the exit \
            status is 10, unless it is confirmed despite the findings, which the history keeps.
            """
    )

    @Argument(help: .order, completion: .order)
    var order: String

    @Flag(help: "Confirm although a prerequisite does not hold.")
    var despiteFindings = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let (provisioner, id) = try await context.provisioner(for: order)
        return try await context.confirm(id, despiteFindings: despiteFindings, by: provisioner)
    }
}

extension Context {
    /// Confirms an order and prints it, whether it could be confirmed or not.
    func confirm(_ id: OrderID, despiteFindings: Bool, by provisioner: Provisioner) async throws -> ExitStatus {
        let report = try await showing(id) { try await provisioner.confirm(id, despiteFindings: despiteFindings) }
        console.report(report.transitions, of: report.order)
        try console.print(report.order)
        if !report.isConfirmed {
            console.report(OrderRefusal(of: "confirmed", in: "drafted", because: .prerequisitesDoNotHold))
        }
        return report.isConfirmed ? .done : .asked
    }

    /// Runs `body`; if it is refused, prints the order as it stands then, before the error is told.
    ///
    /// A turn that fails may have committed something first; then people are shown the order whatever the failure was.
    func showing<Result>(_ id: OrderID, _ body: () async throws -> Result) async throws -> Result {
        let versionBefore = try await orderBook()?.order(id).version
        do {
            return try await body()
        } catch let failure as any CommandFailure {
            let order = await standing(id)
            if let order, failure.isAboutTheOrder || !console.isJSON && order.version != versionBefore {
                try console.print(order)
            }
            throw failure
        }
    }

    /// An order as it stands after a failure; `nil` if the failure keeps it from being read.
    private func standing(_ id: OrderID) async -> OrderReport? {
        do {
            return try await orderBook()?.order(id)
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
