import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Serves the console over HTTP/1.1.
package struct ConsoleServer: Service {
    /// So many connections at once; others wait until one is free.
    private static let mostConnections = 256
    /// A connection that has sent nothing for so long is closed.
    private static let idleTimeout = TimeAmount.seconds(30)

    private let workplace: Workplace
    private let settings: ConsoleSettings
    private let secrets: Secrets
    private let metrics: ConsoleMetrics?
    private let logger: Logger
    private let onListening: @Sendable (String) async -> Void

    /// - Parameters:
    ///   - secrets: what lets people in.
    ///   - metrics: what `/metrics` tells of the work of this process.
    ///   - onListening: is given the address to open, with its token, once it listens.
    package init(
        _ workplace: Workplace, _ settings: ConsoleSettings, secrets: Secrets = Secrets(),
        metrics: ConsoleMetrics? = nil, logger: Logger,
        onListening: @escaping @Sendable (String) async -> Void
    ) {
        self.workplace = workplace
        self.settings = settings
        self.secrets = secrets
        self.metrics = metrics
        self.logger = logger
        self.onListening = onListening
    }

    package func run() async throws {
        // The port is known only once it listens, and requests are judged by it.
        let listening = Listening()
        let (settings, secrets, workplace, logger) = (settings, secrets, workplace, logger)
        let desk = FrontDesk(workplace, metrics: metrics)
        let server = try HTTPServerBuilder.http1(configuration: .init(idleTimeout: Self.idleTimeout)).buildServer(
            configuration: ServerConfiguration(
                address: .hostname(settings.address, port: settings.port),
                availableConnectionsDelegate: MaximumAvailableConnections(Self.mostConnections)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger
        ) { @concurrent request, writer, channel in
            let context = ConsoleContext(
                source: ApplicationRequestContextSource(channel: channel, logger: logger))
            let response = try await listening.responder().respond(to: request, context: context)
            try await writer.write(response: response.head, body: response.body)
        } onServerRunning: { channel in
            var settings = settings
            settings.port = channel.localAddress?.port ?? settings.port
            listening.open(
                ConsoleRoutes(workplace: workplace, settings: settings, secrets: secrets, desk: desk, logger: logger)
                    .responder)
            let host = settings.address.contains(":") ? "[\(settings.address)]" : settings.address
            await onListening("http://\(host):\(settings.port)/?token=\(secrets.token)")
        }
        try await server.run()
    }
}
