import CloudEmulator
import Foundation
import Logging
import RealtimeCompute
import SimulatedCloud
import Synchronization
import Workflow

/// A cloud in a file, answered by the vendor's API on a port of this machine, for as long as this lives.
final class ServedCloud: Sendable {
    private let path: String
    private let current: Mutex<CloudEmulator>
    private let port: Mutex<Int> = Mutex(0)
    private let server = Mutex<Task<Void, any Error>?>(nil)

    init(at path: String) async throws {
        self.path = path
        current = Mutex(try Self.emulator(of: path))
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let server = try EmulatorServer(
            port: 0, logger: Logger(label: "selftest") { _ in SwiftLogNoOpLogHandler() }
        ) { [weak self] _ in
            self?.current.withLock { $0 }
        } onListening: { number in
            port.yield(number)
            port.finish()
        }
        let running = Task {
            defer { port.finish() }
            try await server.run()
        }
        self.server.withLock { $0 = running }
        for await number in ports { self.port.withLock { $0 = number } }
        guard self.port.withLock({ $0 != 0 }) else { throw UnfitForSelfTest.noPort }
    }

    deinit {
        server.withLock { $0?.cancel() }
    }

    private static func emulator(of path: String) throws -> CloudEmulator {
        CloudEmulator(of: try SimulatedCloud(at: path), realNow: { .systemTime })
    }

    /// Answers from the file that lies there now, after another was put in its place.
    func reopen() throws {
        let emulator = try Self.emulator(of: path)
        current.withLock { $0 = emulator }
    }

    /// What points the program here.
    var environment: [String: String] {
        let key = CloudState.defaultKey
        return [
            "SLUICE_CLOUD": "alibaba:cn-beijing", "SLUICE_ENDPOINT": "http://127.0.0.1:\(port.withLock { $0 })",
            "ALIBABA_CLOUD_ACCESS_KEY_ID": key.id, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": key.secret,
        ]
    }
}
