import Documents
import Foundation
import RealtimeCompute
import Workflow

/// A value of an answer, and where it stands in it.
///
/// Answers are read as they come: names in either case of their first letter, numbers that come as texts, lists in the
/// wrappers of the older APIs. What is not there, though it must be, is an error that names it: an assumption about the
/// vendor that is wrong shall not pass unnoticed.
struct AnswerField: Sendable {
    /// `nil` if there is none.
    let value: JSONValue?
    /// Where it stands: `DescribeVpcs: Vpcs.Vpc[0].VpcId`.
    let path: String
    /// Whether the request may have changed something, so that an answer that cannot be read leaves open what became of it.
    let isOfChange: Bool

    init(_ value: JSONValue?, at path: String, ofChange isOfChange: Bool) {
        self.value = value == .null ? nil : value
        self.path = path
        self.isOfChange = isOfChange
    }

    subscript(_ name: String) -> Self {
        guard case .object(let fields) = value else { return Self(nil, at: "\(path).\(name)", ofChange: isOfChange) }
        let found = fields[name] ?? fields.first { $0.key.lowercased() == name.lowercased() }?.value
        return Self(found, at: "\(path).\(name)", ofChange: isOfChange)
    }

    // MARK: - What may be missing

    /// A text, or a number as one.
    var optionalText: String? {
        switch value {
        case .text(let text): text
        case .integer(let number): String(number)
        case .boolean(let truth): truth ? "true" : "false"
        case .decimal, .list, .object, .null, nil: nil
        }
    }

    var optionalInteger: Int? {
        switch value {
        case .integer(let number): number
        case .text(let text): Int(text.trimmingCharacters(in: .whitespaces))
        case .decimal(let number): Int(exactly: number)
        case .boolean, .list, .object, .null, nil: nil
        }
    }

    var optionalDecimal: Double? {
        switch value {
        case .integer(let number): Double(number)
        case .decimal(let number): number
        case .text(let text): Double(text.trimmingCharacters(in: .whitespaces))
        case .boolean, .list, .object, .null, nil: nil
        }
    }

    var optionalBool: Bool? {
        switch value {
        case .boolean(let truth): truth
        case .text(let text): ["true": true, "false": false][text.lowercased()]
        case .integer, .decimal, .list, .object, .null, nil: nil
        }
    }

    /// A time, of UTC where it names no zone, or milliseconds since 1970.
    var optionalTime: Timestamp? {
        switch value {
        case .integer(let milliseconds): Timestamp(millisecondsSince1970: Int64(milliseconds))
        case .text(let text): Timestamp(text) ?? Timestamp(text.replacingOccurrences(of: " ", with: "T") + "Z")
        case .decimal, .boolean, .list, .object, .null, nil: nil
        }
    }

    // MARK: - What must be there

    func text() throws -> String { try required(optionalText.flatMap { $0.isEmpty ? nil : $0 }, "a text") }

    func integer() throws -> Int { try required(optionalInteger, "a number") }

    func decimal() throws -> Double { try required(optionalDecimal, "a number") }

    func time() throws -> Timestamp { try required(optionalTime, "a time") }

    func name<Name: Identifier>(_: Name.Type = Name.self) throws -> Name { Name(rawValue: try text()) }

    /// One of the words that are known, in whatever case.
    func word<Word: RawRepresentable & CaseIterable>(_: Word.Type = Word.self) throws -> Word
    where Word.RawValue == String {
        let text = try text().lowercased()
        let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
        return try required(Word.allCases.first { $0.rawValue.lowercased() == text }, "one of \(words)")
    }

    /// The items of a list, which may be wrapped in an object of one field: `"Vpcs": { "Vpc": [ … ] }`.
    func items(_ wrapper: String? = nil) throws -> [Self] {
        let field = wrapper.map { name in if case .object = value { self[name] } else { self } } ?? self
        switch field.value {
        case .list(let items):
            return items.enumerated().map {
                Self($0.element, at: "\(field.path)[\($0.offset)]", ofChange: isOfChange)
            }
        // An empty list is left out of its wrapper.
        case nil where value != nil: return []
        default: throw unreadable("a list")
        }
    }

    /// An object that comes as a text of JSON.
    func parsed() -> Self {
        guard case .text(let text) = value else { return self }
        // The vendor's samples have such texts with their quotes escaped once more.
        let candidates = [text, text.replacingOccurrences(of: "\\\"", with: "\"")]
        let parsed = candidates.lazy.compactMap { try? JSONDecoder().decode(JSONValue.self, from: Data($0.utf8)) }.first
        return Self(parsed, at: path, ofChange: isOfChange)
    }

    private func required<Value>(_ value: Value?, _ what: String) throws -> Value {
        guard let value else { throw unreadable(what) }
        return value
    }

    func unreadable(_ what: String) -> CloudError {
        let found = value.map { "is \($0.text.prefix(80))" } ?? "is missing"
        return CloudError(
            code: "UnreadableAnswer",
            vendorMessage: "\(path) \(found), and should be \(what): the vendor's answer is not as sluice expects it",
            fate: isOfChange ? .unknown : .notDone, isTransient: isOfChange)
    }
}
