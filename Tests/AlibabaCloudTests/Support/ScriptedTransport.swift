import AlibabaWire
import Foundation
import Synchronization

@testable import AlibabaCloud

/// Answers as it is told to, and keeps what was asked.
final class ScriptedTransport: Transport {
    struct Sent: Sendable {
        let request: WireRequest
        let endpoint: Endpoint
        let isChange: Bool

        /// The action, wherever it is said.
        var action: String? {
            request.headers["x-acs-action"] ?? parameters.first { $0.name == "Action" }?.value
        }

        var parameters: [Parameter] {
            request.query + FormEncoding.parameters(of: String(decoding: request.body, as: UTF8.self))
        }

        func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }
    }

    private let log = Mutex<[Sent]>([])
    private let answer: @Sendable (Sent) throws -> WireResponse

    init(_ answer: @escaping @Sendable (Sent) throws -> WireResponse) { self.answer = answer }

    /// Answers everything alike.
    convenience init(always response: WireResponse) { self.init { _ in response } }

    /// Reaches nobody.
    static var unreachable: ScriptedTransport {
        ScriptedTransport { sent in throw NoAnswer(.refused, "\(sent.endpoint) refused") }
    }

    var sent: [Sent] { log.withLock { $0 } }

    /// What is answered to something that was sent here, or to another that stands before it.
    func reply(to sent: Sent) throws -> WireResponse {
        log.withLock { $0.append(sent) }
        return try answer(sent)
    }

    func send(_ request: WireRequest, to endpoint: Endpoint, changing: Bool) async throws -> WireResponse {
        try reply(to: Sent(request: request, endpoint: endpoint, isChange: changing))
    }
}

extension WireResponse {
    init(_ status: Int, _ body: String, _ headers: [String: String] = [:]) {
        self.init(
            status, headers: WireHeaders(headers.sorted { $0.key < $1.key }.map { Parameter($0.key, $0.value) }),
            body: Data(body.utf8))
    }

    /// JSON with status 200.
    static func json(_ text: String) -> Self { Self(200, text) }
}
