import Hummingbird
import Logging

/// Logs every request: what was asked for, without what follows the path (a token may), what was answered and how long it took.
struct RequestLog: RouterMiddleware {
    typealias Context = ConsoleContext

    let logger: Logger

    @concurrent func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let taken = (ContinuousClock.now - start) / .milliseconds(1)
        logger.info(
            "answered",
            metadata: [
                "method": "\(request.method)", "path": "\(request.uri.path)",
                "status": .stringConvertible(response.status.code), "milliseconds": .stringConvertible(taken),
            ])
        return response
    }
}
