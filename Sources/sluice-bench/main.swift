import Foundation

// Figures are ratios, measured side by side in one run: sluice-bench [FINISHED [IN-FLIGHT]].
let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("sluice")
try ResumeBenchmark(
    program: program, finished: numbers.first ?? 1_000_000, inFlight: numbers.dropFirst().first ?? 10_000
).run()
