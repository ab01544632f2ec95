import Foundation
import Testing

/// That the benchmark runs, and counts what it measures: its figures are for people who run it by hand.
struct BenchTests {
    private static let bench = URL(fileURLWithPath: Sandbox.program).deletingLastPathComponent()
        .appendingPathComponent("sluice-bench").path

    private struct Figure: Decodable {
        let name: String
        let count: Int
        let measured: Double
        let limit: Double
        let ratio: Double
    }

    private func measure(_ rows: String...) async throws -> [Figure] {
        let sandbox = try Sandbox()
        let words = rows + ["--quick", "--json", "--directory", sandbox.directory.path]
        let result = try await sandbox.run(words, program: Self.bench)
        #expect(result.status == 0, "\(result.errors)")
        let left = try FileManager.default.contentsOfDirectory(atPath: sandbox.directory.path)
        #expect(!left.contains { $0.hasPrefix("sluice-bench") }, "what was made is taken away: \(left)")
        return try JSONDecoder().decode([Figure].self, from: Data(result.output.utf8))
    }

    @Test func `every row of the table is measured, and says of how much`() async throws {
        // A relay takes twelve steps, of which eleven are calls.
        let counts = [
            "engine step": 2 * 2 * 12, "journal step": 2 * 2 * 12, "longest engine step": 2 * 2 * 12,
            "latency": 70 * 11, "fleet": 20, "memory": 20,
            "growth, step": 3, "growth, show": 3, "growth, history": 3, "growth, list": 3,
            "growth, first step of resume": 2, "cold advance": 3, "cold order show": 3, "the program": 1,
        ]
        let figures = try await measure()
        for figure in figures {
            #expect(figure.measured > 0 && figure.limit > 0, "\(figure)")
            let quotient = figure.measured / figure.limit
            #expect(abs(figure.ratio / quotient - 1) < 1e-6 || abs(figure.ratio * quotient - 1) < 1e-6, "\(figure)")
        }
        let found = Dictionary(uniqueKeysWithValues: figures.map { ($0.name, $0.count) })
        for (name, count) in counts { #expect(found[name] == count, "\(name)") }
        // How many looks an order takes depends on when its turn comes; alone it takes nine steps, the first two before.
        let bulk = try #require(found["bulk"])
        #expect((20 * 5...20 * 7).contains(bulk), "\(bulk)")
        #expect(found["a transition in the store"] == 10 * 9)
        #expect(found.count == counts.count + 2)
    }

    @Test func `the log has figures of its own`() async throws {
        let figures = try await measure("log")
        #expect(figures.map(\.count) == [1000, 20, 2000, 2000])
    }

    @Test func `what is no row is refused`() async throws {
        let result = try await Sandbox().run(["speed"], program: Self.bench)
        #expect(result.status == 64)
        #expect(result.errors.contains("speed"))
    }
}
