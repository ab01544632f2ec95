public import Workflow

/// Why and until when a workflow stays where it is.
public struct Postponement: Equatable, Sendable {
    /// How many attempts in a row have failed; 0 where nothing failed and something is only not there yet.
    public let attempt: Int
    /// What the last attempt came to.
    public let reason: PostponementReason
    /// The earliest time of the next attempt; `nil` where the phase alone says when.
    public let dueAt: Timestamp?

    /// Creates a postponement.
    public init(attempt: Int, reason: PostponementReason, dueAt: Timestamp?) {
        self.attempt = attempt
        self.reason = reason
        self.dueAt = dueAt
    }
}

/// What an attempt came to.
public struct PostponementReason: Codable, Equatable, Sendable {
    /// The vendor's code, or the workflow's own word for what is not there yet.
    public let code: String
    /// The vendor's words, if there are any.
    public let detail: String?
    /// The vendor's id of the request.
    public let requestID: String?

    /// Creates a reason.
    public init(code: String, detail: String? = nil, requestID: String? = nil) {
        self.code = code
        self.detail = detail
        self.requestID = requestID
    }
}
