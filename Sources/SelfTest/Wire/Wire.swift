package import AlibabaCloud
import AlibabaWire
import CloudEmulator
import Foundation
import RealtimeCompute
package import SimulatedCloud
import Synchronization
package import Workflow

/// The vendor's wire between Sluice and a simulated cloud: an emulator of the one, and the adapter that speaks to it.
package enum Wire: String, CaseIterable, Sendable {
    /// The emulator is called, as if its bytes had crossed a wire.
    case memory
    /// They cross one: HTTP on this machine.
    case http

    /// The vendor's cloud, as the adapter sees it over this wire.
    ///
    /// - Parameter now: the real time, by which requests are signed and judged.
    package func connect(
        to cloud: SimulatedCloud, now: @escaping @Sendable () -> Timestamp
    ) throws -> AlibabaCloud {
        let emulator = CloudEmulator(of: cloud, realNow: now)
        let transport: any Transport =
            switch self {
            case .memory: MemoryTransport(emulator: emulator)
            case .http: SharedServer.standard.transport(to: emulator)
            }
        let key = CloudState.defaultKey
        let client = APIClient(
            transport: transport, endpoints: try Endpoints(arguments: ["http://127.0.0.1"]) { _ in nil },
            credentials: FixedCredentials(AccessKey(id: key.id, secret: key.secret)), time: ServerTime(localNow: now),
            localNow: now, userAgent: "sluice-selftest")
        return AlibabaCloud(account: try cloud.overview().state.account, region: "cn-beijing", client: client)
    }
}

/// Calls an emulator, and lets an answer get lost as a wire would.
private struct MemoryTransport: Transport {
    let emulator: CloudEmulator

    func send(_ request: WireRequest, to endpoint: Endpoint, changing: Bool) async throws -> WireResponse {
        let answer = emulator.answer(request)
        switch answer.delivery {
        case .whole, .slow: return answer.response
        case .repeated:
            _ = emulator.answer(request)
            return answer.response
        case .cut, .truncated: throw NoAnswer(.closed, "the connection was closed before the answer was whole")
        case .hanging: throw NoAnswer(.timeout, "nothing came in time")
        case .garbled: return WireResponse(200, body: Data([0xFF, 0x00, 0x7B]))
        case .page(let status): return WireResponse(status, body: Data("<html></html>".utf8))
        }
    }
}

/// One server for any number of emulators: which one a request is for, a header says.
private final class SharedServer: Sendable {
    static let standard = SharedServer()

    private static let header = "x-sluice-rehearsal"

    private struct Entry {
        weak var emulator: CloudEmulator?
    }

    private struct Contents {
        var emulators: [String: Entry] = [:]
        var count = 0
        var server: Task<RunningServer, any Error>?
    }

    private let contents = Mutex(Contents())
    private let http: HTTPTransport

    private init() {
        var timeouts = HTTPTransport.Timeouts()
        timeouts.read = .seconds(2)
        http = HTTPTransport(timeouts: timeouts)
    }

    func transport(to emulator: CloudEmulator) -> any Transport {
        let name = contents.withLock { contents in
            contents.count += 1
            contents.emulators[String(contents.count)] = Entry(emulator: emulator)
            return String(contents.count)
        }
        return HTTPToEmulator(server: self, name: name, emulator: emulator)
    }

    fileprivate func send(_ request: WireRequest, to name: String, changing: Bool) async throws -> WireResponse {
        var request = request
        request.headers[Self.header] = name
        let port = try await port()
        return try await http.send(
            request, to: Endpoint(host: "127.0.0.1", port: port, isSecure: false), changing: changing)
    }

    fileprivate func forget(_ name: String) { contents.withLock { $0.emulators[name] = nil } }

    private func port() async throws -> Int {
        let server = contents.withLock { contents in
            if let server = contents.server { return server }
            let server = Task {
                try await RunningServer { request in
                    request.headers[Self.header].flatMap { name in
                        self.contents.withLock { $0.emulators[name]?.emulator }
                    }
                }
            }
            contents.server = server
            return server
        }
        return try await server.value.port
    }
}

/// Keeps an emulator for as long as somebody may send to it.
private final class HTTPToEmulator: Transport {
    private let server: SharedServer
    private let name: String
    private let emulator: CloudEmulator

    init(server: SharedServer, name: String, emulator: CloudEmulator) {
        self.server = server
        self.name = name
        self.emulator = emulator
    }

    deinit { server.forget(name) }

    func send(_ request: WireRequest, to endpoint: Endpoint, changing: Bool) async throws -> WireResponse {
        try await server.send(request, to: name, changing: changing)
    }
}
