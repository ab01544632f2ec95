import ArgumentParser
import Documents
import Provisioning
import RealtimeCompute
import SimulatedCloud
import Wording
import Workflow
import WorkflowEngine
import WorkflowSQLite

struct LookForDrift: Command {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "What is no longer as it was ordered.",
        discussion: """
            Looks at everything that provisioned orders have brought and rest on: the cluster, its machines and projects, \
            whether it is paid for, the VPC, the vSwitch, the bucket, the role. For each that is otherwise it says what was \
            ordered, what is seen, since when that is known, and the command that mends it. What a workflow of this store \
            has changed knowingly is no drift. Changes nothing; since when something is known is kept in a file of its \
            own, beside the store: STORE.drift.

            What may stay as it is, is accepted with --accept, by its name or its resource, and a reason: it is no drift as \
            long as it is seen like that, and drift again once it is seen otherwise.

            Exits 10 if anything is otherwise that was not accepted: run it from cron.
            """
    )

    @Argument(help: "The orders; every provisioned one if none is given.", completion: .order)
    var orders: [String] = []

    @Option(
        name: .customLong("accept"),
        help: ArgumentHelp(
            "Of one order: what may stay as it is seen, by its name or its resource; repeatable.", valueName: "what"))
    var accepted: [String] = []

    @Option(help: ArgumentHelp("Why it is accepted.", valueName: "text"), transform: Reasoning.init)
    var reason: Reasoning?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws {
        guard accepted.isEmpty == (reason == nil) else { throw ValidationError("--accept and --reason go together") }
        guard accepted.isEmpty || orders.count == 1 else { throw ValidationError("--accept is for one order") }
    }

    func execute(_ context: Context) async throws -> ExitStatus {
        guard let journal = try context.journalForReading() else {
            if let order = orders.first { throw UnknownOrder(reference: order) }
            if context.console.isJSON { context.console.print("[]") }
            return .done
        }
        let environment = try await context.environment(over: journal)
        var reports: [DriftReport] = []
        for id in try await chosen(in: context, journal) {
            guard let record = try await journal.workflow(id) else { continue }
            guard record.cloud == environment.cloud.id.rawValue else {
                guard orders.isEmpty else {
                    throw ForeignCloud(
                        workflow: record.name, expected: record.cloud, found: environment.cloud.id.rawValue)
                }
                context.console.reportForeign([record.name])
                continue
            }
            if let report = try await context.registry.drift(of: record, in: environment) {
                reports.append(report)
            } else if !orders.isEmpty {
                context.console.note(
                    LocalizedText(
                        "\(record.name) is \(record.phase): there is nothing to compare",
                        zh: "\(record.name) 处于 \(record.phase)：没有可比较的内容"))
            }
        }
        var memory = DriftMemory(beside: context.storePath, context.console)
        let told: [DatedDrift]
        if let reason {
            let acceptance = DriftMemory.Acceptance(
                at: environment.now.rfc3339, by: context.user.id, reason: reason.text)
            try requireSeen(accepted, in: reports.flatMap(\.drift))
            told = reports.map { report in
                memory.remember(report, at: environment.now) { $0.isMeant(by: accepted) ? acceptance : nil }
            }
            try memory.write()
        } else {
            told = reports.map { memory.remember($0, at: environment.now) }
            memory.keep()
        }
        if context.console.isJSON {
            try context.console.print(json: told.map { $0.json(in: context.console.language) })
        } else {
            context.console.print(told)
        }
        return told.contains { !$0.drift.isEmpty } ? .asked : .done
    }

    /// - Throws: ``RefusedRequest`` if something is to be accepted that is not otherwise.
    private func requireSeen(_ accepted: [String], in drift: [Drift]) throws {
        for wanted in accepted where !drift.contains(where: { $0.isMeant(by: [wanted]) }) {
            let names = drift.map(\.what)
            let suggestion = wanted.nearest(among: names + drift.map(\.resource))
            throw RefusedRequest(
                "no-such-drift",
                LocalizedText(
                    "\(wanted.printable()) is not otherwise than ordered"
                        + (suggestion.map { "; did you mean \($0)?" } ?? ""),
                    zh: "\(wanted.printable()) 与所订一致" + (suggestion.map { "；是否想写 \($0)？" } ?? "")),
                hint: names.isEmpty
                    ? LocalizedText("Nothing is.", zh: "一切与所订一致。")
                    : LocalizedText(
                        "These are: \(names.joined(separator: ", ")).", zh: "不一致的有：\(names.joined(separator: "、"))。"))
        }
    }

    private func chosen(in context: Context, _ journal: any Journal) async throws -> [WorkflowID] {
        let book = WorkflowBook(journal, of: context.registry, at: nil)
        var ids: [WorkflowID] = []
        for order in orders {
            let id = try await book.resolve(order)
            if !ids.contains(id) { ids.append(id) }
        }
        guard orders.isEmpty else { return ids }
        try await journal.forEachChunk(of: WorkflowQuery(phases: ["provisioned"])) { ids += $0.map(\.id) }
        return ids
    }
}

extension Drift {
    /// Whether it is one of these, by its name or its resource.
    fileprivate func isMeant(by names: [String]) -> Bool { names.contains(what) || names.contains(resource) }
}

/// The drift of a workflow, each with the time since when it is known.
struct DatedDrift {
    struct Item {
        let drift: Drift
        let since: Timestamp
        let accepted: DriftMemory.Acceptance?
    }

    let id: WorkflowID
    let name: String
    let items: [Item]

    /// What is otherwise, and was not accepted.
    var drift: [Item] { items.filter { $0.accepted == nil } }
    /// What is otherwise, and may stay so.
    var accepted: [Item] { items.filter { $0.accepted != nil } }

    /// The words of the command that accepts something.
    fileprivate func acceptance(of item: Item) -> [String] {
        ["sluice", "drift", name, "--accept", item.drift.what, "--reason", "TEXT"]
    }

    fileprivate func json(in language: Language) -> JSONValue {
        .fields([
            "order": .text(id.rawValue), "name": .text(name),
            "drift": .list(
                drift.map { item in
                    .object(
                        item.fields.merging([
                            "command": .text(item.drift.command.joined(separator: " ")),
                            "accept": .text(acceptance(of: item).joined(separator: " ")),
                            "hint": .text(item.drift.hint(language)),
                        ]) { $1 })
                }),
            "accepted": accepted.isEmpty ? nil : .list(accepted.map { .object($0.fields) }),
        ])
    }
}

extension DatedDrift.Item {
    fileprivate var fields: [String: JSONValue] {
        var fields: [String: JSONValue] = [
            "what": .text(drift.what), "resource": .text(drift.resource), "ordered": .text(drift.ordered),
            "seen": .text(drift.seen), "since": .text(since.rfc3339),
        ]
        if let accepted {
            fields["accepted"] = [
                "at": .text(accepted.at), "by": .text(accepted.by), "reason": .text(accepted.reason),
            ]
        }
        return fields
    }

    fileprivate var words: LocalizedText {
        LocalizedText(
            "ordered: \(drift.ordered), seen: \(drift.seen), known since \(since.rfc3339)",
            zh: "订单要求：\(drift.ordered)，实际：\(drift.seen)，自 \(since.rfc3339) 起已知")
    }
}

extension Console {
    fileprivate func print(_ workflows: [DatedDrift]) {
        for workflow in workflows where !workflow.items.isEmpty {
            print(style.bold(workflow.name))
            for item in workflow.drift {
                let drift = item.drift
                print("  \(style.yellow("!")) \(style.bold(drift.what))  \(drift.resource)  \(self(item.words))")
                print("      \(style.dim(self(drift.hint)))")
                print("      \(command(drift.command))")
                print("      \(command(workflow.acceptance(of: item)))")
            }
            for item in workflow.accepted {
                guard let accepted = item.accepted else { continue }
                let by = LocalizedText(
                    "accepted by \(accepted.by) at \(accepted.at): \(accepted.reason)",
                    zh: "\(accepted.by) 于 \(accepted.at) 接受：\(accepted.reason)")
                print("  \(style.dim("·")) \(item.drift.what)  \(item.drift.resource)  \(self(item.words))")
                print("      \(style.dim(self(by)))")
            }
        }
        guard workflows.allSatisfy(\.items.isEmpty) else { return }
        print(
            self(
                LocalizedText(
                    workflows.count == 1
                        ? "1 order is as it was ordered" : "\(workflows.count) orders are as they were ordered",
                    zh: "\(workflows.count) 个订单均与所订一致")))
    }
}
