package import RealtimeCompute
import Workflow

/// What was asked for with a token, and what came of it: asked again, the same answer is given and nothing is done.
///
/// Source: the vendor's description of idempotence, and BSS RenewInstance.
struct ClientTokenRecord: Codable, Equatable, Sendable {
    let token: String
    let request: Request
    let orderNumber: OrderNumber
    let at: Timestamp
}

extension ClientTokenRecord: TableRecord {
    enum Index: String, CaseIterable {
        case token
    }

    static var tableName: String { "clientToken" }

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .token: IndexEntry(token)
        }
    }
}

/// What was made with a token for whoever manages networks, and from what.
struct AnsweredTokenRecord: Codable, Equatable, Sendable {
    let token: String
    /// The action and its parameters, as text.
    let request: String
    /// The id of what was made.
    let answer: String
}

extension AnsweredTokenRecord: TableRecord {
    enum Index: String, CaseIterable {
        case token
    }

    static var tableName: String { "answeredToken" }

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .token: IndexEntry(token)
        }
    }
}

extension CloudState {
    /// Makes something, or says what was made when the same was asked for with the same token.
    package mutating func once(
        _ token: String?, _ request: String, _ make: (inout CloudState) throws(CloudError) -> String
    ) throws(CloudError) -> String {
        guard let token else { return try make(&self) }
        if let earlier = tables.answeredTokens.first(.token, token) {
            guard earlier.request == request else { throw .tokenOfAnother }
            return earlier.answer
        }
        let answer = try make(&self)
        tables.answeredTokens.append(AnsweredTokenRecord(token: token, request: request, answer: answer))
        return answer
    }
}

extension CloudError {
    static var tokenOfAnother: Self {
        CloudError(
            code: "IdempotentParameterMismatch",
            vendorMessage: "the token was used in a request that is not identical to this one")
    }
}
