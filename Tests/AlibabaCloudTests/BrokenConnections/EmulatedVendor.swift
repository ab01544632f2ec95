import AlibabaWire
import CloudEmulator
import Foundation
import RealtimeCompute
import SimulatedCloud
import Synchronization
import Workflow

@testable import AlibabaCloud

/// A server for all tests that answers each from an emulator of its own: which one, a header says.
final class EmulatedVendor: Sendable {
    static let standard = EmulatedVendor()

    private static let header = "x-sluice-rehearsal"

    private struct Contents {
        var emulators: [String: CloudEmulator] = [:]
        var server: Task<RunningServer, any Error>?
    }

    private let contents = Mutex(Contents())

    private init() {}

    func port() async throws -> Int {
        let server = contents.withLock { contents in
            if let server = contents.server { return server }
            let server = Task {
                try await RunningServer { request in
                    request.headers[Self.header].flatMap { name in self.contents.withLock { $0.emulators[name] } }
                }
            }
            contents.server = server
            return server
        }
        return try await server.value.port
    }

    /// The adapter that speaks to a cloud over a transport, at an address behind which this server stands.
    func adapter(of cloud: SimulatedCloud, over transport: any Transport, port: Int) throws -> AlibabaCloud {
        let emulator = CloudEmulator(of: cloud, realNow: { Adapter.now })
        // All names are of one length, and so are the requests of one kind.
        let name = UUID().uuidString
        contents.withLock { $0.emulators[name] = emulator }
        let endpoint = Endpoint(host: "127.0.0.1", port: port, isSecure: false)
        return Adapter.cloud(
            over: Labelled(transport: transport, header: Self.header, name: name, endpoint: endpoint),
            endpoints: try Endpoints(arguments: ["http://127.0.0.1"]) { _ in nil })
    }

    fileprivate func forget(_ name: String) { contents.withLock { $0.emulators[name] = nil } }
}

/// Says which emulator a request is for, which is kept for as long as somebody may ask.
private final class Labelled: Transport {
    private let transport: any Transport
    private let header: String
    private let name: String
    private let endpoint: Endpoint

    init(transport: any Transport, header: String, name: String, endpoint: Endpoint) {
        self.transport = transport
        self.header = header
        self.name = name
        self.endpoint = endpoint
    }

    deinit { EmulatedVendor.standard.forget(name) }

    func send(_ request: WireRequest, to _: Endpoint, changing: Bool) async throws -> WireResponse {
        var request = request
        request.headers[header] = name
        return try await transport.send(request, to: endpoint, changing: changing)
    }
}
