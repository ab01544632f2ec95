import Documents
import Foundation

/// Known answers that official libraries computed, each also derived again from the canonical request.
enum KnownAnswers {
    static func read(_ name: String) throws -> JSONValue {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let file = folder.appendingPathComponent("KnownAnswers/\(name).json")
        return try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: file))
    }
}

extension JSONValue {
    /// A field; `null` if there is none.
    subscript(field: String) -> JSONValue {
        if case .object(let fields) = self { fields[field] ?? .null } else { .null }
    }

    var string: String? { if case .text(let text) = self { text } else { nil } }
    var items: [JSONValue] { if case .list(let items) = self { items } else { [] } }
    var fields: [String: JSONValue] { if case .object(let fields) = self { fields } else { [:] } }
    var number: Int? { if case .integer(let number) = self { number } else { nil } }
}
