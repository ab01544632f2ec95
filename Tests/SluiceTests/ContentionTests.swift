import Documents
import Foundation
import Synchronization
import Testing
import WorkflowTestKit

/// Many processes over many orders at once.
@Suite(.serialized)
struct ContentionTests {
    private static let processes = 8
    private static let orders = Fuzzing.isLong ? 200 : 24

    @Test func `many processes run many orders, each once, while readers see a sound history all the time`()
        async throws
    {
        let sandbox = try Sandbox()
        let names = try await sandbox.placeMany(Self.orders)
        let end = End()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seed in 0..<3 { group.addTask { try await sandbox.read(names, from: seed, until: end) } }
            try await sandbox.runToTheEnd(processes: Self.processes)
            end.come()
            try await group.waitForAll()
        }
        try await sandbox.expectAllProvisioned(names)
    }

    @Test func `a backup made in the middle of the work is sound, and an earlier valid state`() async throws {
        let sandbox = try Sandbox()
        let names = try await sandbox.placeMany(Self.orders / 2)
        let runs = try (0..<Self.processes / 2).map { _ in try sandbox.start(["run"]) }
        var copies: [String] = []
        for (said, run) in zip(["confirmed → purchasing", "paid → ready", "ready → starting"], runs) {
            _ = try await run.hasSaid(said)
            let copy = sandbox.path("copy-\(copies.count).db")
            let made = try await sandbox.run("store", "backup", copy)
            #expect(made.status == 0, "\(made.errors)")
            let checked = try await sandbox.run("store", "check")
            sandbox.expectVerified(checked)
            copies.append(copy)
        }
        for run in runs { _ = try await run.end() }
        try await sandbox.runToTheEnd(processes: Self.processes / 2)
        for copy in copies {
            let checked = try await sandbox.run("store", "check", "--store", copy)
            #expect(checked.status == 0, "\(checked.output)\(checked.errors)")
            for name in names { try await sandbox.expectEarlier(name, in: copy) }
        }
        try await sandbox.expectAllProvisioned(names)
    }
}

/// The end of the work that readers look at.
private final class End: Sendable {
    private let flag = Atomic(false)

    var hasCome: Bool { flag.load(ordering: .sequentiallyConsistent) }

    func come() { flag.store(true, ordering: .sequentiallyConsistent) }
}

extension Sandbox {
    /// Makes a world with room enough, and places and confirms so many orders in it; gives their names.
    fileprivate func placeMany(_ count: Int) async throws -> [String] {
        try await makeCloud(
            speed: 6000,
            changed: [
                ("Ecs_4c16g: 40, Ecs_8c32g: 100", "Ecs_4c16g: 100000, Ecs_8c32g: 100000"),
                ("172.16.8.0/24, freeAddresses: 200", "172.16.0.0/16, freeAddresses: 60000"),
                ("clusterStart:", "sales: { exclusive: { closes: null } }\n  clusterStart:"),
            ])
        let text = String(
            decoding: try Data(contentsOf: URL(fileURLWithPath: Self.example("risk.yaml"))), as: UTF8.self)
        let names = (0..<count).map { "order-\($0)" }
        for batch in stride(from: 0, to: count, by: 8) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in batch..<min(batch + 8, count) {
                    // Processes that wait for each other let time run on that is sixty thousand times ours.
                    let manifest = try file(
                        "\(names[number]).yaml",
                        text.replacing("name: risk\n", with: "name: \(names[number])\n")
                            .replacing("risk_cluster", with: "cluster_\(number)")
                            .replacing("risk_rt", with: "project_\(number)")
                            + "  timing: { clearance: 30d, startAllowance: 30d }\n")
                    group.addTask { try await self.confirm(manifest) }
                }
                try await group.waitForAll()
            }
        }
        return names
    }

    /// Runs all orders in so many processes, again until none is unfinished.
    fileprivate func runToTheEnd(processes: Int) async throws {
        for _ in 0..<50 {
            let statuses = try await withThrowingTaskGroup(of: Result.self) { group in
                for _ in 0..<processes { group.addTask { try await self.run("run", "--json") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for ended in statuses { #expect([0, 15].contains(ended.status), "\(ended.status) \(ended.errors)") }
            if try await run("order", "list", "--unfinished", "--json").json.items.isEmpty { return }
        }
        Issue.record("the orders do not come to their end")
    }

    /// Looks at orders in turn until the `end`: every look succeeds, and no order ever goes back.
    fileprivate func read(_ names: [String], from seed: Int, until end: End) async throws {
        var versions: [String: Int] = [:]
        var turn = seed
        repeat {
            let name = names[turn * 7 % names.count]
            turn += 1
            let list = try await run("order", "list", "--json")
            #expect(list.status == 0, "\(list.errors)")
            #expect(try list.json.items.compactMap { $0["name"].text }.sorted() == names.sorted())
            let shown = try await run("order", "show", name, "--json")
            #expect(shown.status == 0, "\(shown.errors)")
            guard case .integer(let version) = try shown.json["version"] else {
                Issue.record("\(name) has a version")
                return
            }
            #expect(version >= versions[name, default: 0], "\(name) went back")
            versions[name] = version
            let history = try await run("history", name, "--json")
            expectVerified(history)
            try expectSound(history.json.items, atLeast: version, of: name)
        } while !end.hasCome
    }

    /// Expects that what was looked at while others worked is told to be as it should.
    fileprivate func expectVerified(_ result: Result) {
        #expect(result.status == 0, "\(result.output)\(result.errors)")
    }

    /// Expects a history without a gap, in which every transition starts where the one before ended.
    private func expectSound(_ entries: [JSONValue], atLeast version: Int, of name: String) {
        #expect(entries.map { $0["version"] } == (1...max(1, entries.count)).map { .integer($0) }, "\(name)")
        #expect(entries.count >= version, "\(name)")
        #expect(entries.dropFirst().map { $0["from"] } == entries.dropLast().map { $0["to"] }, "\(name)")
        let times = entries.compactMap { $0["at"].text }
        #expect(times == times.sorted(), "\(name)")
    }

    /// Expects that a copy shows an order as it was: its history there is how the history here begins.
    fileprivate func expectEarlier(_ name: String, in copy: String) async throws {
        let then = try await run("history", name, "--json", "--store", copy)
        let now = try await run("history", name, "--json")
        #expect(then.status == 0 && now.status == 0, "\(name)")
        let (earlier, later) = (try then.json.items, try now.json.items)
        #expect(!earlier.isEmpty && earlier == Array(later.prefix(earlier.count)), "\(name)")
        let shown = try await run("order", "show", name, "--json", "--store", copy).json
        #expect(shown["version"] == .integer(earlier.count), "\(name)")
        #expect(shown["phase"] == earlier.last?["to"], "\(name)")
    }

    /// Expects that each order was carried out once, and nothing besides.
    fileprivate func expectAllProvisioned(_ names: [String]) async throws {
        let orders = try await run("order", "list", "--json").json.items
        #expect(orders.compactMap { $0["name"].text }.sorted() == names.sorted())
        #expect(orders.allSatisfy { $0["phase"] == .text("provisioned") })
        let cloud = try await cloudShow()
        #expect(cloud["purchases"]["count"] == .integer(names.count))
        let bought = cloud["purchases"]["orders"].items.compactMap { $0["orderNumber"].text }
        #expect(bought.sorted() == orders.compactMap { $0["purchase"]["orderNumber"].text }.sorted())
        let clusters = cloud["clusters"].items
        #expect(clusters.compactMap { $0["orderNumber"].text }.sorted() == bought.sorted())
        #expect(
            clusters.compactMap { $0["name"].text }.sorted() == names.indices.map { "cluster_\($0)" }.sorted())
        #expect(
            cloud["projects"].items.compactMap { $0["name"].text }.sorted()
                == names.indices.map { "project_\($0)" }.sorted())
        for name in names {
            let history = try await run("history", name, "--json")
            #expect(history.status == 0, "\(name): \(history.errors)")
            try expectSound(history.json.items, atLeast: 1, of: name)
            let purchases = try history.json.items.filter { $0["event"] == .text("purchased") }
            #expect(purchases.count == 1, "\(name)")
        }
        let checked = try await run("store", "check")
        #expect(checked.status == 0, "\(checked.output)")
    }
}
