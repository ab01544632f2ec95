import Foundation

/// How large things are: the program, and what the store takes for a transition.
struct SizeRow {
    private let bench: Workbench
    private let orders: Int

    init(_ bench: Workbench) {
        self.bench = bench
        orders = bench.many(500, quick: 10)
    }

    func measure() async throws -> [Figure] {
        let store = bench.path("sluice.db")
        let fleet = try await Fleet(of: orders, store: store, cloud: .inMemory)
        try await fleet.walk(concurrency: 1)
        try fleet.close()
        let steps = try RawStore.steps(ofStoreAt: store, after: 0)
        let leaves = steps.map(\.leaf.count).reduce(0, +)
        return [
            .cost(
                "a transition in the store", of: steps.count, "bytes",
                Double(try Self.size(store)) / Double(steps.count),
                limit: Double(leaves) / Double(steps.count), is: "its line of the log"),
            .cost(
                "the program", of: 1, "MB", Double(try Self.size(bench.program.path)) / 1e6,
                limit: Double(try Self.size(bench.sqlite3().path)) / 1e6,
                is: "sqlite3, without the libraries it is linked to"),
        ]
    }

    private static func size(_ path: String) throws -> Int {
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        return try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
    }
}
