import Foundation

// Figures are ratios, measured side by side in one run:
//   sluice-bench resume [FINISHED [IN-FLIGHT]]
//   sluice-bench log [ENTRIES]
//   sluice-bench fleet [ORDERS…]
//   sluice-bench step
//   sluice-bench many
let words = Array(CommandLine.arguments.dropFirst())
let numbers = words.compactMap { Int($0) }
let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("sluice")
switch words.first {
case "resume":
    try ResumeBenchmark(
        program: program, finished: numbers.first ?? 1_000_000, inFlight: numbers.dropFirst().first ?? 10_000
    ).run()
case "log":
    try await LogBenchmark(program: program, entries: numbers.first ?? 1_000_000).run()
case "fleet":
    try await FleetBenchmark(sizes: numbers.isEmpty ? [100, 1000, 10_000] : numbers).run()
case "step":
    try await StepBenchmark().run()
case "many":
    try await ManyBenchmark().run()
default:
    print("sluice-bench step | many | resume [FINISHED [IN-FLIGHT]] | log [ENTRIES] | fleet [ORDERS…]")
    exit(64)
}
