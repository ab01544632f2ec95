import Foundation
import WorkflowSQLite

/// How fast very many orders are written where the cloud answers at once, beside the same rows in large transactions.
struct BulkRow {
    private static let concurrency = 64
    private static let batch = 1000

    private let bench: Workbench
    private let orders: Int

    init(_ bench: Workbench) {
        self.bench = bench
        orders = bench.many(10_000, quick: 20)
    }

    func measure() async throws -> [Figure] {
        let store = bench.path("bulk.db")
        let fleet = try await Fleet(of: orders, store: store, cloud: .inMemory)
        let placed = try RawStore.steps(ofStoreAt: store, after: 0)
        let taken = try await ContinuousClock().measure { try await fleet.walk(concurrency: Self.concurrency) }
        let written = try RawStore.steps(ofStoreAt: store, after: placed.count)
        try fleet.close()

        let raw = try RawStore(at: bench.path("raw.db"))
        raw.write(placed[...])
        let limit = ContinuousClock().measure {
            for start in stride(from: 0, to: written.count, by: Self.batch) {
                raw.write(written[start..<min(start + Self.batch, written.count)])
            }
        }
        let rate = { (time: Duration) in Double(written.count) / (time / .seconds(1)) }
        return [
            .rate(
                "bulk", of: written.count, "transitions/s", rate(taken), limit: rate(limit),
                is: "raw C, \(Self.batch) in a transaction", must: 0.15, goal: 0.5)
        ]
    }
}
