@testable import AlibabaCloud

/// Sends over HTTP for as long as `body` takes.
func withHTTP<Result>(
    _ timeouts: HTTPTransport.Timeouts = HTTPTransport.Timeouts(),
    _ body: (HTTPTransport) async throws -> Result
) async throws -> Result {
    let http = HTTPTransport(timeouts: timeouts)
    do {
        let result = try await body(http)
        try await http.close()
        return result
    } catch {
        try await http.close()
        throw error
    }
}
