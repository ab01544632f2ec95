package import AlibabaWire
import Logging

/// A server of emulators that listens on a port of its own, for as long as this lives: for whoever has it in his process.
package final class RunningServer: Sendable {
    package let port: Int
    private let serving: Task<Void, any Error>

    /// Starts it, and waits until it listens.
    ///
    /// - Parameter emulator: gives the emulator that a request is for; `nil` answers that there is none.
    /// - Throws: what kept it from listening.
    package init(_ emulator: @escaping @Sendable (WireRequest) -> CloudEmulator?) async throws {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let server = try EmulatorServer(
            port: 0, logger: Logger(label: "emulator") { _ in SwiftLogNoOpLogHandler() }, emulator: emulator
        ) { number in
            port.yield(number)
            port.finish()
        }
        serving = Task {
            defer { port.finish() }
            try await server.run()
        }
        var first = ports.makeAsyncIterator()
        guard let number = await first.next() else {
            try await serving.value
            throw CancellationError()
        }
        self.port = number
    }

    deinit { serving.cancel() }
}
