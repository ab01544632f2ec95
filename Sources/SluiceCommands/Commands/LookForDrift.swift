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

            Exits 10 if anything is otherwise: run it from cron.
            """
    )

    @Argument(help: "The orders; every provisioned one if none is given.", completion: .order)
    var orders: [String] = []

    @OptionGroup(title: "Global options") var options: GlobalOptions

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
        let told = reports.map { memory.remember($0, at: environment.now) }
        memory.keep()
        if context.console.isJSON {
            try context.console.print(json: told.map { $0.json(in: context.console.language) })
        } else {
            context.console.print(told)
        }
        return told.contains { !$0.drift.isEmpty } ? .asked : .done
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

/// The drift of a workflow, each with the time since when it is known.
struct DatedDrift {
    let id: WorkflowID
    let name: String
    let drift: [(drift: Drift, since: Timestamp)]

    fileprivate func json(in language: Language) -> JSONValue {
        [
            "order": .text(id.rawValue), "name": .text(name),
            "drift": .list(
                drift.map { drift, since in
                    [
                        "what": .text(drift.what), "resource": .text(drift.resource), "ordered": .text(drift.ordered),
                        "seen": .text(drift.seen), "since": .text(since.rfc3339),
                        "command": .text(drift.command.joined(separator: " ")), "hint": .text(drift.hint(language)),
                    ]
                }),
        ]
    }
}

extension Console {
    fileprivate func print(_ workflows: [DatedDrift]) {
        for workflow in workflows where !workflow.drift.isEmpty {
            print(style.bold(workflow.name))
            for (drift, since) in workflow.drift {
                let words = LocalizedText(
                    "ordered: \(drift.ordered), seen: \(drift.seen), known since \(since.rfc3339)",
                    zh: "订单要求：\(drift.ordered)，实际：\(drift.seen)，自 \(since.rfc3339) 起已知")
                print("  \(style.yellow("!")) \(style.bold(drift.what))  \(drift.resource)  \(self(words))")
                print("      \(style.dim(self(drift.hint)))")
                print("      \(command(drift.command))")
            }
        }
        guard workflows.allSatisfy(\.drift.isEmpty) else { return }
        print(
            self(
                LocalizedText(
                    workflows.count == 1
                        ? "1 order is as it was ordered" : "\(workflows.count) orders are as they were ordered",
                    zh: "\(workflows.count) 个订单均与所订一致")))
    }
}
