import Foundation
import Glibc

/// Whether orders cost more where there are many: how many a second come from confirmed to provisioned, and how much memory
/// their run takes, store and cloud in files.
struct FleetRow {
    private static let concurrency = 64
    /// How often the few are measured.
    private static let rounds = 3

    private let bench: Workbench
    private let few: Int
    private let many: Int

    init(_ bench: Workbench) {
        self.bench = bench
        few = bench.many(1000, quick: 10)
        many = bench.many(100_000, quick: 20)
    }

    func measure() async throws -> [Figure] {
        var times: [Duration] = []
        for _ in 0..<Self.rounds { times.append(try await walk(few).time) }
        let base = Double(few) / (times.median / .seconds(1))
        let (time, memory) = try await walk(many)
        let rate = Double(many) / (time / .seconds(1))
        return [
            .rate(
                "fleet", of: many, "orders/s", rate, limit: base, is: "the rate at \(few) orders", must: 0.8, goal: 0.95
            ),
            .cost(
                "memory", of: many, "MB", Double(memory) / 1e6, limit: 256, is: "256 MB", must: 1, goal: 0.5),
        ]
    }

    /// How long a walk took, and the most memory that was in use until then.
    private func walk(_ orders: Int) async throws -> (time: Duration, memory: Int) {
        let directory = bench.directory.appendingPathComponent("fleet")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let fleet = try await Fleet(
            of: orders, store: directory.appendingPathComponent("sluice.db").path,
            cloud: .inFile(directory.appendingPathComponent("cloud.db").path))
        let time = try await ContinuousClock().measure { try await fleet.walk(concurrency: Self.concurrency) }
        let memory = Self.mostMemory
        try fleet.requireWhole()
        try fleet.close()
        return (time, memory)
    }

    /// The most memory that this process has had, in bytes.
    private static var mostMemory: Int {
        var usage = rusage()
        _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss * 1024
    }
}
