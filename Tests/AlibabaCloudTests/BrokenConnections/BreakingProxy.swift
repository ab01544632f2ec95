import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// Stands between the adapter and a server, and breaks off an exchange after so many bytes.
///
/// It has always the whole of a message before it lets any of it through: where something breaks off, and what the server has
/// done by then, depends on nothing but the number of bytes.
final class BreakingProxy: Sendable {
    /// Where the first exchange of an action breaks off.
    struct Break: Equatable, Sendable {
        enum Message: Sendable {
            case request, answer
        }

        let action: String
        let message: Message
        /// So many bytes of it are let through.
        let bytes: Int
        /// Whether the connection is reset rather than closed, which may take with it what was let through.
        let resets: Bool
    }

    /// An exchange that has come by.
    struct Exchange: Equatable, Sendable {
        let action: String
        /// How many requests had come over the same connection before.
        let predecessors: Int
        let request: Sizes
        var answer = Sizes()
    }

    /// How long a message is, in bytes.
    struct Sizes: Equatable, Sendable {
        var head = 0
        var whole = 0
    }

    private struct State {
        var next: Break?
        var exchanges: [Exchange] = []
        var closesAfterAnswers = false
    }

    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    private let server: Int
    private let state = Mutex(State())

    private init(before server: Int) { self.server = server }

    /// Every exchange, in the order in which the requests came.
    var exchanges: [Exchange] { state.withLock { $0.exchanges } }

    func arm(_ next: Break?) { state.withLock { $0.next = next } }

    /// Lets every connection end with its first answer, without a word of it in the answer.
    func closeAfterAnswers() { state.withLock { $0.closesAfterAnswers = true } }

    func forget() { state.withLock { $0.exchanges = [] } }

    /// Stands before a server for as long as `body` takes.
    static func run<Result: Sendable>(
        before server: Int, _ body: @Sendable (_ proxy: BreakingProxy, _ port: Int) async throws -> Result
    ) async throws -> Result {
        let proxy = BreakingProxy(before: server)
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
            }
        let port = listener.channel.localAddress?.port ?? 0
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await proxy.serve(listener) }
            defer { group.cancelAll() }
            return try await body(proxy, port)
        }
    }

    private func serve(_ listener: NIOAsyncChannel<Connection, Never>) async throws {
        try await listener.executeThenClose { connections in
            await withTaskGroup { group in
                do {
                    for try await connection in connections {
                        group.addTask {
                            // Whoever is at the other end may go at any time.
                            try? await self.serve(connection)
                        }
                    }
                } catch {
                    group.cancelAll()
                }
            }
        }
    }

    /// Serves a connection until it breaks off or is closed.
    private func serve(_ connection: Connection) async throws {
        try await connection.executeThenClose { input, output in
            var message = HTTPMessage()
            var count = 0
            for try await buffer in input {
                message.append(buffer.readableBytesView)
                guard message.isWhole else { continue }
                let goesOn = try await exchange(message, after: count, with: connection.channel, output)
                guard goesOn else { return }
                message = HTTPMessage()
                count += 1
            }
        }
    }

    /// - Returns: whether the connection goes on.
    private func exchange(
        _ request: HTTPMessage, after count: Int, with client: any Channel,
        _ output: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws -> Bool {
        let action = request.header("x-acs-action") ?? request.firstLine
        let (index, cut) = state.withLock { state -> (Int, Break?) in
            state.exchanges.append(Exchange(action: action, predecessors: count, request: request.sizes))
            guard let next = state.next, next.action == action else { return (state.exchanges.count - 1, nil) }
            state.next = nil
            return (state.exchanges.count - 1, next)
        }
        if let cut, cut.message == .request, cut.bytes < request.bytes.count {
            try await send(request.bytes.prefix(cut.bytes))
            try await end(client, reset: cut.resets)
            return false
        }
        let answer = try await answer(to: request)
        state.withLock { $0.exchanges[index].answer = answer.sizes }
        guard let cut else {
            try await output.write(ByteBuffer(bytes: answer.bytes))
            return !state.withLock { $0.closesAfterAnswers }
        }
        let bytes = cut.message == .request ? 0 : cut.bytes
        if bytes > 0 { try await output.write(ByteBuffer(bytes: answer.bytes.prefix(bytes))) }
        try await end(client, reset: cut.resets)
        return false
    }

    private func end(_ channel: any Channel, reset: Bool) async throws {
        if reset {
            try await (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try await channel.close().get()
    }

    // MARK: - The server

    private func connect() async throws -> Connection {
        try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: server) { channel in
                channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
            }
    }

    /// Sends a part of a request, and goes.
    private func send(_ part: ArraySlice<UInt8>) async throws {
        try await connect().executeThenClose { _, output in
            if !part.isEmpty { try await output.write(ByteBuffer(bytes: part)) }
        }
    }

    private func answer(to request: HTTPMessage) async throws -> HTTPMessage {
        try await connect().executeThenClose { input, output in
            try await output.write(ByteBuffer(bytes: request.bytes))
            var answer = HTTPMessage()
            for try await buffer in input {
                answer.append(buffer.readableBytesView)
                if answer.isWhole { break }
            }
            return answer
        }
    }
}

extension HTTPMessage {
    fileprivate var sizes: BreakingProxy.Sizes { BreakingProxy.Sizes(head: headEnd ?? 0, whole: bytes.count) }
}
