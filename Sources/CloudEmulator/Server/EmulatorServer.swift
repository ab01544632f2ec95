package import AlibabaWire
import Foundation
import HTTPTypes
import HummingbirdCore
package import Logging
import NIOCore
import NIOHTTPTypes
import NIOPosix
import ServiceLifecycle
import SimulatedCloud

/// Serves emulators over HTTP/1.1 on this machine, and nowhere else.
package struct EmulatorServer: Service {
    private let server: any Service

    /// A request's body, in bytes; more is refused.
    private static let largestBody = 1 << 20
    /// So many connections at once; the others wait.
    private static let mostConnections = 256

    /// - Parameters:
    ///   - port: 0 picks one that is free.
    ///   - emulator: gives the emulator that a request is for; `nil` answers that there is none.
    ///   - onListening: is given the port, once it listens.
    package init(
        port: Int, logger: Logger, emulator: @escaping @Sendable (WireRequest) -> CloudEmulator?,
        onListening: @escaping @Sendable (Int) async -> Void
    ) throws {
        server = try HTTPServerBuilder.http1(configuration: .init(idleTimeout: .seconds(60))).buildServer(
            configuration: ServerConfiguration(
                address: .hostname("127.0.0.1", port: port),
                availableConnectionsDelegate: MaximumAvailableConnections(Self.mostConnections)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger
        ) { @concurrent request, writer, channel in
            try await Self.respond(to: request, by: emulator, writer, channel)
        } onServerRunning: { channel in
            await onListening(channel.localAddress?.port ?? port)
        }
    }

    package func run() async throws { try await server.run() }

    @concurrent private static func respond(
        to request: HummingbirdCore.Request, by choice: @Sendable (WireRequest) -> CloudEmulator?,
        _ writer: consuming ResponseWriter,
        _ channel: any Channel
    ) async throws {
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: largestBody)
        } catch is NIOTooManyBytesError {
            let head = HTTPResponse(
                status: .contentTooLarge, headerFields: [.connection: "close", .contentLength: "0"])
            try await writer.writeResponse(head)
            channel.close(promise: nil)
            return
        }
        let wire = WireRequest(request.head, body: Data(body.readableBytesView))
        guard let emulator = choice(wire) else {
            try await write(WireResponse(404), with: writer)
            return
        }
        let answer = emulator.answer(wire)
        let response = answer.response
        switch answer.delivery {
        case .whole: try await write(response, with: writer)
        case .cut: try await reset(channel)
        case .hanging(let delay):
            try await Task.sleep(for: delay)
            try await reset(channel)
        case .slow(let delay): try await write(response, in: delay, with: writer)
        case .truncated:
            try await writeHalf(of: response, with: writer)
            channel.close(promise: nil)
        case .garbled: try await write(garbage, with: writer)
        case .page(let status): try await write(page(status), with: writer)
        case .repeated:
            // The copy comes after: what it would be answered, nobody hears.
            _ = emulator.answer(wire)
            try await write(response, with: writer)
        }
    }

    @concurrent private static func write(
        _ response: WireResponse, with writer: consuming ResponseWriter
    ) async throws {
        try await writer.write(
            response: response.head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: response.body)))
    }

    /// Lets an answer take its time.
    @concurrent private static func write(
        _ response: WireResponse, in delay: Duration, with writer: consuming ResponseWriter
    ) async throws {
        let pieces = 10
        var body = try await writer.writeHead(response.head)
        let size = max(1, response.body.count / pieces + 1)
        var rest = response.body[...]
        for _ in 0..<pieces {
            try await Task.sleep(for: delay / pieces)
            try await body.write(ByteBuffer(bytes: rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        try await body.finish(nil)
    }

    @concurrent private static func writeHalf(
        of response: WireResponse, with writer: consuming ResponseWriter
    ) async throws {
        var body = try await writer.writeHead(response.head)
        try await body.write(ByteBuffer(bytes: response.body.prefix(response.body.count / 2)))
    }

    /// Cuts a connection, so that whoever is at its other end notices.
    private static func reset(_ channel: any Channel) async throws {
        try await (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await channel.close().get()
    }

    private static let garbage = WireResponse(200, body: Data([0xFF, 0xFE, 0x00, 0x7B, 0x22, 0xC3]))

    /// What a service says that is out of order; and a proxy that does not reach one.
    private static func page(_ status: Int) -> WireResponse {
        let codes = [500: "InternalError", 503: "ServiceUnavailable"]
        if let code = codes[status] {
            let error = WireError(
                status, code, "The request has failed due to a temporary failure of the server.")
            return .json(error, UUID().uuidString)
        }
        return WireResponse(
            status, headers: WireHeaders([Parameter("Content-Type", "text/html")]),
            body: Data("<html><body>\(status)</body></html>".utf8))
    }
}

extension WireRequest {
    fileprivate init(_ head: HTTPRequest, body: Data) {
        // The host stands apart in these types, and among the headers on the wire.
        let host = head.authority.map { [Parameter("host", $0)] } ?? []
        let headers = host + head.headerFields.map { Parameter($0.name.canonicalName, $0.value) }
        self.init(
            head.method.rawValue, target: head.path ?? "/", headers: WireHeaders(headers), body: body)
    }
}

extension WireResponse {
    fileprivate var head: HTTPResponse {
        var fields = HTTPFields()
        for header in headers.fields {
            if let name = HTTPField.Name(header.name) { fields.append(HTTPField(name: name, value: header.value)) }
        }
        fields[.contentLength] = String(body.count)
        return HTTPResponse(status: .init(code: status), headerFields: fields)
    }
}
