import ArgumentParser
import Documents
import Provisioning
import RealtimeCompute
import Wording

struct Mend: Command {
    static let configuration = CommandConfiguration(
        abstract: "How each finding of a workflow is mended; with --apply, what sluice can do itself.",
        discussion: """
            For each prerequisite that does not hold: the command of sluice that mends it, else where it is done in the \
            vendor's console, and the command of the vendor's command line, ready to paste.

            --apply places and confirms the changes of roles that mend it, as workflows of their own: they are advanced, \
            shown and audited like an order. Nothing else is changed.

            Exits 0 if nothing has to be mended, 10 if something does.
            """
    )

    @Argument(help: .order, completion: .order)
    var order: String

    @Flag(help: "Place and confirm what sluice can do itself.")
    var apply = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        // What is opened for writing serves for reading too, and not the other way about.
        if apply { _ = try context.journalForWriting() }
        guard let book = try context.workflowBook() else { throw UnknownOrder(reference: order) }
        let report = try await book.workflow(try await book.resolve(order))
        let findings = report.presentation.findings.map(MendedFinding.init)
        let console = context.console
        if console.isJSON, !apply {
            try console.print(json: findings.map { $0.json(in: console.language) })
        } else if !apply {
            console.print(findings, of: report.name)
        }
        guard apply else { return findings.isEmpty ? .done : .asked }
        var deeds: [RoleDeed] = []
        for deed in findings.compactMap({ $0.mending?.deed }) where !deeds.contains(deed) { deeds.append(deed) }
        guard !deeds.isEmpty else {
            console.print(findings, of: report.name)
            return findings.isEmpty ? .done : .asked
        }
        for deed in deeds {
            let status = try await context.place(
                RoleChangeRequest.kind, as: "role", deed.rawValue, spec: ["change": .text(deed.rawValue)],
                in: try context.journalMadeIfNeeded(), confirming: DecisionInput())
            guard status == .done else { return status }
        }
        console.printNext(["sluice", "run"])
        return findings.allSatisfy { $0.mending?.deed != nil } ? .done : .asked
    }
}

/// A finding, and how it is mended.
private struct MendedFinding {
    let finding: FindingView
    let mending: Mending?

    init(_ finding: FindingView) {
        self.finding = finding
        mending = Mending(of: RealtimeCompute.Check(rawValue: finding.check), on: finding.resource)
    }

    /// The command of sluice that mends it.
    var words: [String]? {
        switch mending?.deed {
        case .repair: ["sluice", "role", "repair", "--managed", "--confirm"]
        case .authorize: ["sluice", "role", "authorize", "--confirm"]
        case .reinitialise, .tighten, nil: nil
        }
    }

    func json(in language: Language) -> JSONValue {
        .fields([
            "check": .text(finding.check), "resource": .text(finding.resource),
            "severity": finding.isBlocking ? "error" : "warning", "hint": .text(finding.hint(language)),
            "sluice": words.map { .text($0.joined(separator: " ")) },
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
            if let words = mended.words {
                print("    \(command(words))")
            } else if let mending = mended.mending {
                print("    \(self(mending.console))")
                if let line = mending.command { print("    \(line)") }
            } else {
                print("    \(self(mended.finding.hint))")
            }
        }
        if findings.contains(where: { $0.words != nil }) { printNext(["sluice", "mend", name, "--apply"]) }
    }
}
