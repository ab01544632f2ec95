import CloudEmulator
import Foundation
import RealtimeCompute
import SimulatedCloud
import Synchronization
import Workflow

/// A cloud in a file, answered by the vendor's API on a port of this machine, for as long as this lives.
final class ServedCloud: Sendable {
    /// The emulator of the file that lies there now.
    private final class Current: Sendable {
        let emulator: Mutex<CloudEmulator>

        init(_ emulator: CloudEmulator) { self.emulator = Mutex(emulator) }
    }

    private let path: String
    private let current: Current
    private let server: RunningServer

    init(at path: String) async throws {
        self.path = path
        let current = Current(try Self.emulator(of: path))
        self.current = current
        do {
            server = try await RunningServer { _ in current.emulator.withLock { $0 } }
        } catch {
            throw UnfitForSelfTest.noPort
        }
    }

    private static func emulator(of path: String) throws -> CloudEmulator {
        CloudEmulator(of: try SimulatedCloud(at: path), realNow: { .systemTime })
    }

    /// Answers from the file that lies there now, after another was put in its place.
    func reopen() throws {
        let emulator = try Self.emulator(of: path)
        current.emulator.withLock { $0 = emulator }
    }

    /// What points the program here.
    var environment: [String: String] {
        let key = CloudState.defaultKey
        return [
            "SLUICE_CLOUD": "alibaba:cn-beijing", "SLUICE_ENDPOINT": "http://127.0.0.1:\(server.port)",
            "ALIBABA_CLOUD_ACCESS_KEY_ID": key.id, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": key.secret,
        ]
    }
}
