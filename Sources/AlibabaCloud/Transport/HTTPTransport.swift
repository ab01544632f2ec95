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
    /// So many requests to one host are under way at once; the others wait.
    private static let connectionsPerHost = 8

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
        var sent = HTTPClientRequest(url: endpoint.description + request.target)
        sent.method = HTTPMethod(rawValue: request.method)
        for field in request.headers.fields { sent.headers.add(name: field.name, value: field.value) }
        sent.body = .bytes(ByteBuffer(bytes: request.body))
        do {
            let client = client(for: endpoint, changing: changing)
            let answer = try await client.execute(
                sent, deadline: .now() + .nanoseconds(timeouts.answer.nanoseconds))
            let body = try await answer.body.collect(upTo: Self.largestAnswer)
            let fields = answer.headers.map { Parameter($0.name, $0.value) }
            return WireResponse(
                Int(answer.status.code), headers: WireHeaders(fields), body: Data(body.readableBytesView))
        } catch {
            throw NoAnswer(error)
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
        case NIOSSLError.handshakeFailed, is NIOSSLExtraError, is BoringSSLError:
            self.init(.notTrusted, "the encryption could not be agreed upon: \(error)")
        case is NIOSSLError: self.init(.closed, "the encrypted connection broke: \(error)")
        case is HTTPParserError: self.init(.malformed, "what came is not HTTP: \(error)")
        case is NIOTooManyBytesError: self.init(.tooLarge, "the answer is too large")
        case is CancellationError: self.init(.interrupted, "interrupted")
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
