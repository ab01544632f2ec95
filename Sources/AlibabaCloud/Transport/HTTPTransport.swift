package import AlibabaWire
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// HTTP/1.1 by async-http-client.
package final class HTTPTransport: Transport {
    /// How long is waited.
    package struct Timeouts: Sendable {
        /// For a connection, its encryption included.
        package var connect = Duration.seconds(5)
        /// For the next bytes of an answer.
        package var read = Duration.seconds(10)
        /// For a whole answer.
        package var answer = Duration.seconds(60)

        package init() {}
    }

    /// No answer that is expected is larger, in bytes.
    package static let largestAnswer = 8 << 20
    /// So many requests to one host may be under way at once: as many as calls of a service.
    ///
    /// One that waited for a connection would count as not answered.
    private static let connectionsPerHost = Int(CallLimits.most)

    /// What tells one client from another.
    private struct Kind: Hashable {
        let isForChanges: Bool
        let isProxied: Bool
    }

    private let timeouts: Timeouts
    private let proxies: ProxySettings
    private let clients = Mutex<[Kind: HTTPClient]>([:])

    package init(timeouts: Timeouts = Timeouts(), proxies: ProxySettings = .none) {
        self.timeouts = timeouts
        self.proxies = proxies
    }

    /// Closes every connection; nothing can be sent afterwards.
    package func close() async throws {
        let open = clients.withLock { clients in
            defer { clients = [:] }
            return Array(clients.values)
        }
        for client in open { try await client.shutdown() }
    }

    package func send(
        _ request: WireRequest, to endpoint: Endpoint, changing: Bool
    ) async throws -> WireResponse {
        for field in request.headers.fields
        where !field.value.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 }) {
            throw NoAnswer(.unsendable, "the header \(field.name) has characters that no header may have")
        }
        let sent = HTTPClientRequest(request, to: endpoint)
        do {
            let client = client(for: endpoint, changing: changing)
            return try await within(timeouts.answer) { deadline in
                let answer = try await client.execute(sent, deadline: deadline)
                let body = try await answer.body.collect(upTo: Self.largestAnswer)
                let fields = answer.headers.map { Parameter($0.name, $0.value) }
                return WireResponse(
                    Int(answer.status.code), headers: WireHeaders(fields), body: Data(body.readableBytesView))
            }
        } catch let error as NoAnswer {
            throw error
        } catch {
            throw NoAnswer(error)
        }
    }

    /// Bounds all of an exchange: the library's own deadline ends with the head of the answer.
    private func within(
        _ limit: Duration, _ exchange: @escaping @Sendable (NIODeadline) async throws -> WireResponse
    ) async throws -> WireResponse {
        try await withThrowingTaskGroup(of: WireResponse.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await exchange(.now() + .nanoseconds(limit.nanoseconds)) }
            group.addTask {
                try await Task.sleep(for: limit)
                throw NoAnswer(.timeout, "the answer was not whole in time")
            }
            guard let answer = try await group.next() else { throw CancellationError() }
            return answer
        }
    }

    private func client(for endpoint: Endpoint, changing: Bool) -> HTTPClient {
        let proxy = proxies.proxy(for: endpoint)
        let kind = Kind(isForChanges: changing, isProxied: proxy != nil)
        return clients.withLock { clients in
            if let client = clients[kind] { return client }
            let client = HTTPClient(
                eventLoopGroupProvider: .singleton, configuration: configuration(kind, through: proxy))
            clients[kind] = client
            return client
        }
    }

    private func configuration(_ kind: Kind, through proxy: ProxySettings.Proxy?) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.httpVersion = .http1Only
        configuration.redirectConfiguration = .disallow
        configuration.decompression = .disabled
        configuration.timeout.connect = .nanoseconds(timeouts.connect.nanoseconds)
        configuration.timeout.read = .nanoseconds(timeouts.read.nanoseconds)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.idleTimeout = .seconds(5)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = Self.connectionsPerHost
        if kind.isForChanges { configuration.maximumUsesPerConnection = 1 }
        if let proxy {
            let authorization = proxy.user.map {
                HTTPClient.Authorization.basic(username: $0, password: proxy.password ?? "")
            }
            configuration.proxy = .server(host: proxy.host, port: proxy.port, authorization: authorization)
        }
        return configuration
    }
}

extension HTTPClientRequest {
    fileprivate init(_ request: WireRequest, to endpoint: Endpoint) {
        self.init(url: endpoint.description + request.target)
        method = HTTPMethod(rawValue: request.method)
        for field in request.headers.fields { headers.add(name: field.name, value: field.value) }
        body = .bytes(ByteBuffer(bytes: request.body))
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 { Int64(self / .nanoseconds(1)) }
}

extension NoAnswer {
    /// What the libraries' errors say of how far a request came.
    ///
    /// Only those that come before a connection is made count as such: everything else may have come after.
    fileprivate init(_ error: any Error) {
        switch error {
        case let error as NIOConnectionError:
            let isNameUnknown =
                error.connectionErrors.isEmpty && (error.dnsAError != nil || error.dnsAAAAError != nil)
            self.init(
                isNameUnknown ? .nameNotFound : .refused,
                isNameUnknown ? "no address was found for \(error.host)" : "\(error.host):\(error.port) refused")
        case let error as HTTPClientError: self.init(error)
        case let error as NIOSSLExtraError: self.init(.notTrusted, "the encryption could not be agreed upon: \(error)")
        case NIOSSLError.handshakeFailed:
            // The library's own words are of its insides.
            let isUntrusted = "\(error)".contains("CERTIFICATE_VERIFY_FAILED")
            self.init(
                .notTrusted,
                isUntrusted
                    ? "the certificate of the service is not one that this machine trusts"
                    : "the encryption could not be agreed upon")
        // By itself, and not as the failure of a handshake, it comes after one: the request may have been sent.
        case is NIOSSLError, is BoringSSLError: self.init(.closed, "the encrypted connection broke")
        case is HTTPParserError: self.init(.malformed, "what came is not HTTP: \(error)")
        case is NIOTooManyBytesError: self.init(.tooLarge, "the answer is too large")
        case is CancellationError: self.init(.interrupted, "interrupted")
        // Nothing but a connection that is not there yet can be refused.
        case let error as IOError where error.errnoCode == ECONNREFUSED:
            self.init(.refused, "nobody listens there")
        case let error as IOError: self.init(.closed, "the connection broke: errno \(error.errnoCode)")
        case is ChannelError: self.init(.closed, "the connection broke: \(error)")
        default: self.init(.other, "\(type(of: error))")
        }
    }

    private init(_ error: HTTPClientError) {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout:
            self.init(.connectTimeout, "no connection was made in time")
        case .tlsHandshakeTimeout: self.init(.notTrusted, "the encryption was not agreed upon in time")
        case .httpProxyHandshakeTimeout, .socksHandshakeTimeout, .proxyAuthenticationRequired, .invalidProxyResponse:
            self.init(.proxy, "the proxy made no connection: \(error.shortDescription)")
        case .readTimeout, .writeTimeout, .deadlineExceeded, .requestStreamCancelled:
            self.init(.timeout, "nothing came in time")
        case .remoteConnectionClosed: self.init(.closed, "the connection was closed before the answer was whole")
        case .cancelled: self.init(.interrupted, "interrupted")
        default: self.init(.other, error.shortDescription)
        }
    }
}
