import Foundation

/// How long it takes from the start of `sluice resume` to its first step, in a store of very many finished orders and
/// in one of ten, with as many orders in flight in both.
struct ResumeBenchmark {
    let program: URL
    let finished: Int
    let inFlight: Int

    private static let fewFinished = 10
    /// Orders that have a step to take: resume takes some before it is stopped.
    private static let stepping = 64
    /// How often each is measured, in turns.
    private static let rounds = 8

    func run() throws {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("sluice-bench-\(UUID().uuidString.prefix(8))")
        defer { try? FileManager.default.removeItem(at: directory) }
        let few = try Harness(program: program, in: directory.appendingPathComponent("few"))
        try few.prepare(ordersToStep: Self.stepping)
        let many = try Harness(program: program, copying: few, in: directory.appendingPathComponent("many"))
        try few.fill(finished: Self.fewFinished, inFlight: inFlight)
        try many.fill(finished: finished, inFlight: inFlight)

        var times: (few: [Duration], many: [Duration]) = ([], [])
        for _ in 0..<Self.rounds {
            times.few.append(try few.timeToFirstStep())
            times.many.append(try many.timeToFirstStep())
        }
        let (base, cost) = (times.few.median, times.many.median)
        print("from the start of resume to its first step, \(inFlight) orders in flight, median of \(Self.rounds):")
        print("  \(Self.fewFinished) finished orders: \(base.milliseconds) ms")
        print("  \(finished) finished orders: \(cost.milliseconds) ms")
        print("  ratio: \((cost / base).formatted(.number.precision(.fractionLength(2))))")
        print("  store: \(try many.size / 1_000_000) MB and \(try few.size / 1_000_000) MB")
    }
}
