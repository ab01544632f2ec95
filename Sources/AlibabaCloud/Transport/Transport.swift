package import AlibabaWire

/// Sends requests, each once, and gives whole answers.
package protocol Transport: Sendable {
    /// Sends a request, and waits for the whole answer.
    ///
    /// Nothing is sent a second time, whatever happens: who calls decides that. A request that changes something goes over
    /// a connection of its own, which no server has had time to close.
    ///
    /// - Throws: ``NoAnswer``.
    func send(_ request: WireRequest, to endpoint: Endpoint, changing: Bool) async throws -> WireResponse
}

/// Why no whole answer came.
package struct NoAnswer: Error, Equatable, Sendable {
    package enum Reason: String, CaseIterable, Sendable {
        /// It cannot be written down as a request of HTTP.
        case unsendable
        /// No name was found for the host.
        case nameNotFound
        /// Nobody listens there, or nobody could be reached.
        case refused
        case connectTimeout
        /// No encryption could be agreed upon, or the other is not whom it should be.
        case notTrusted
        /// The proxy made no connection.
        case proxy
        /// Nothing came for too long.
        case timeout
        /// The connection was closed or reset before the answer was whole.
        case closed
        /// What came is not HTTP.
        case malformed
        /// The answer is larger than any that is expected.
        case tooLarge
        case interrupted
        /// What the library has not told apart.
        case other
    }

    package let reason: Reason
    /// What the library says; never anything of the request.
    package let words: String

    package init(_ reason: Reason, _ words: String) {
        self.reason = reason
        self.words = words
    }
}
