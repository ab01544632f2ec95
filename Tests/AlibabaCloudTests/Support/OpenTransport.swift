@testable import AlibabaCloud

/// Sends over HTTP for as long as `body` takes.
func withHTTP<Result>(
    _ timeouts: HTTPTransport.Timeouts = .patient,
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

extension HTTPTransport.Timeouts {
    /// Those of tests in which nothing is to be given up by time: a machine that has much to do may take long to answer.
    static let patient: Self = {
        var timeouts = Self()
        (timeouts.connect, timeouts.read, timeouts.answer) = (.seconds(120), .seconds(120), .seconds(240))
        return timeouts
    }()
}
