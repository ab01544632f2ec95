import ArgumentParser
import Documents
import Provisioning
import RealtimeCompute
import RealtimeComputeKinds
import Wording

struct Mend: Command {
    static let configuration = CommandConfiguration(
        commandName: "mend",
        abstract: "How each finding of a workflow is mended; with --apply, what sluice can do itself.",
        discussion: """
            For each prerequisite that does not hold: the command of sluice that mends it, else where it is done in the \
            vendor's console, and the command of the vendor's command line, ready to paste.

            --apply has it done: what belongs to the order alone (a bucket's versioning and access, a VPC's name) in the \
            order's next turns, each a step in its history; a change of a role as a workflow of its own, which the order's \
            history names. --finding takes those of one check alone.

            Exits 0 if nothing has to be mended, 10 if something does.
            """
    )

    @Argument(help: .order, completion: .order)
    var order: String

    @Flag(help: "Have done what sluice can do itself.")
    var apply = false

    @Option(help: ArgumentHelp("With --apply: only what this check has found; may be repeated.", valueName: "check"))
    var finding: [String] = []

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws {
        guard apply || finding.isEmpty else { throw ValidationError("--finding goes with --apply") }
    }

    func execute(_ context: Context) async throws -> ExitStatus {
        // What is opened for writing serves for reading too, and not the other way about.
        if apply { _ = try context.journalForWriting() }
        guard let book = try context.workflowBook() else { throw UnknownOrder(reference: order) }
        let report = try await book.workflow(try await book.resolve(order))
        let findings = report.presentation.findings.map(MendedFinding.init)
        let console = context.console
        if console.isJSON, !apply {
            try console.print(json: findings.map { $0.json(of: report.name, in: console.language) })
        } else if !apply {
            console.print(findings, of: report.name)
        }
        guard apply else { return findings.isEmpty ? .done : .asked }
        if let stray = finding.first(where: { check in !findings.contains { $0.finding.check == check } }) {
            throw RefusedRequest.noSuchFinding(stray, of: report.name, known: findings.map(\.finding.check))
        }
        let chosen = findings.filter { finding.isEmpty || finding.contains($0.finding.check) }
        guard !findings.isEmpty || console.isJSON else {
            console.print(findings, of: report.name)
            return .done
        }
        var input = DecisionInput()
        input.seenVersion = report.version
        input.checks = Set(chosen.map(\.finding.check))
        return try await mend(report, findings, with: input, context)
    }

    private func mend(
        _ workflow: WorkflowReport, _ findings: [MendedFinding], with input: DecisionInput, _ context: Context
    ) async throws -> ExitStatus {
        let (provisioner, id) = try await context.provisioner(for: order)
        var status = ExitStatus.done
        let mended = try await context.showing(id) {
            try await provisioner.mend(id, with: input) { change in
                switch change {
                case .underWay(let roleChange): try context.console.print(roleChange)
                case .placed(let report): status = try context.tell(report)
                }
            }
        }
        guard status == .done else { return status }
        if let decision = mended.decision {
            status = try context.tell(decision)
        } else if mended.roleChanges.isEmpty, context.console.isJSON {
            try context.console.print(workflow)
        } else if mended.roleChanges.isEmpty {
            context.console.print(findings, of: workflow.name)
        }
        guard status == .done else { return status }
        let byRoleChanges = mended.mendedByRoleChanges
        let isMended = { (finding: FindingView) in
            byRoleChanges.contains(finding.check)
                || mended.decision != nil && finding.isMendedByItsWorkflow && input.checks.contains(finding.check)
        }
        return findings.allSatisfy { isMended($0.finding) } ? .done : .asked
    }
}

extension RefusedRequest {
    /// A workflow has no such finding.
    fileprivate static func noSuchFinding(_ check: String, of name: String, known: [String]) -> Self {
        Self(
            "no-such-finding", LocalizedText("\(name) has no finding \(check)", zh: "\(name) 没有 \(check) 的检查结果"),
            hint: known.isEmpty
                ? LocalizedText("It has nothing to mend.", zh: "没有需要修正的内容。")
                : LocalizedText("It has: \(known.joined(separator: ", ")).", zh: "现有：\(known.joined(separator: "、"))。"))
    }
}

/// A finding, and how it is mended.
private struct MendedFinding {
    let finding: FindingView
    let mending: Mending?

    init(_ finding: FindingView) {
        self.finding = finding
        mending = finding.mending
    }

    /// The command of sluice that mends it in the workflow of that name.
    func words(of name: String) -> [String]? {
        finding.isMendedByItsWorkflow
            ? ["sluice", "mend", name, "--apply", "--finding", finding.check] : mending?.roleCommand
    }

    func json(of name: String, in language: Language) -> JSONValue {
        .fields([
            "check": .text(finding.check), "resource": .text(finding.resource),
            "severity": finding.isBlocking ? "error" : "warning", "hint": .text(finding.hint(language)),
            "sluice": words(of: name).map { .text($0.joined(separator: " ")) },
            "console": mending.map { .text($0.console(language)) }, "aliyun": mending?.command.map { .text($0) },
        ])
    }
}

extension Console {
    fileprivate func print(_ findings: [MendedFinding], of name: String) {
        guard !findings.isEmpty else {
            print(self(LocalizedText("\(name) has nothing to mend", zh: "\(name) 没有需要修正的内容")))
            return
        }
        for mended in findings {
            let mark = mended.finding.isBlocking ? style.red("✗") : style.yellow("!")
            print("\(mark) \(mended.finding.check)  \(self(mended.finding.message))")
            if let words = mended.words(of: name) {
                print("    \(command(words))")
            } else if let mending = mended.mending {
                print("    \(self(mending.console))")
                if let line = mending.command { print("    \(line)") }
            } else {
                print("    \(self(mended.finding.hint))")
            }
        }
        if findings.contains(where: { $0.words(of: name) != nil }) { printNext(["sluice", "mend", name, "--apply"]) }
    }
}
