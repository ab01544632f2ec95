import NIOCore
import NIOPosix
import Synchronization

/// Answers every request with any bytes at all, and closes.
final class HostileServer: Sendable {
    /// What is answered: some bytes, and perhaps others again and again.
    struct Answer: Sendable {
        var bytes: [UInt8]
        var endlessly: [UInt8] = []

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        init(_ text: String, endlessly more: String = "") {
            bytes = Array(text.utf8)
            endlessly = Array(more.utf8)
        }
    }

    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// Its own threads: who writes without end must not keep others from reading.
    private static let threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    private let answer: Mutex<Answer>
    private let isPatient: Bool
    private let count = Counter()

    private init(isPatient: Bool) {
        answer = Mutex(Answer(""))
        self.isPatient = isPatient
    }

    /// How many requests have come, or what else is answered.
    var requests: Int { count.current }

    func answer(_ answer: Answer) { self.answer.withLock { $0 = answer } }

    /// Serves for as long as `body` takes.
    ///
    /// - Parameter isPatient: whether it waits for a request until it answers.
    static func run<Result: Sendable>(
        isPatient: Bool = true,
        _ body: @Sendable (_ server: HostileServer, _ port: Int) async throws -> Result
    ) async throws -> Result {
        let server = HostileServer(isPatient: isPatient)
        let listener = try await ServerBootstrap(group: threads)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
            }
        let port = listener.channel.localAddress?.port ?? 0
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await listener.executeThenClose { connections in
                    try await withThrowingDiscardingTaskGroup { group in
                        for try await connection in connections {
                            group.addTask {
                                // Whoever is at the other end may go at any time.
                                try? await server.serve(connection)
                            }
                        }
                    }
                }
            }
            defer { group.cancelAll() }
            return try await body(server, port)
        }
    }

    private func serve(_ connection: Connection) async throws {
        try await connection.executeThenClose { input, output in
            var request = HTTPMessage()
            for try await buffer in input {
                request.append(buffer.readableBytesView)
                guard request.isWhole || !isPatient else { continue }
                _ = count.next()
                let answer = answer.withLock { $0 }
                if !answer.bytes.isEmpty { try await output.write(ByteBuffer(bytes: answer.bytes)) }
                while !answer.endlessly.isEmpty { try await output.write(ByteBuffer(bytes: answer.endlessly)) }
                return
            }
        }
    }
}
