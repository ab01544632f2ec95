import Documents
import Wording
import Workflow

/// A condition of a statement: an operator, the key of the request that it compares, and the values it accepts.
///
/// Source: the RAM documentation, "Policy elements".
struct PolicyCondition: Equatable, Sendable {
    /// How values are compared.
    enum Comparison: Equatable, Sendable {
        case text(ignoringCase: Bool)
        case pattern
        case number(Order)
        case date(Order)
        case boolean
        case address
        /// One that the language does not have: it cannot be judged.
        case unknown
    }

    enum Order: String, CaseIterable, Sendable {
        case equals = "Equals"
        case lessThan = "LessThan"
        case lessThanEquals = "LessThanEquals"
        case greaterThan = "GreaterThan"
        case greaterThanEquals = "GreaterThanEquals"
    }

    let comparison: Comparison
    /// Whether it is met by what the comparison does not accept.
    let isNegated: Bool
    /// In lower case: keys are compared without regard to it.
    let key: String
    /// Any of them is enough.
    let values: [String]

    /// Reads all conditions of a statement: `{ operator: { key: value or values } }`.
    static func read(_ reader: NodeReader, _ reading: AccessPolicy.Reading) -> [Self]? {
        guard let operators = reader.fields() else { return nil }
        var conditions: [Self] = []
        for field in operators {
            let (comparison, isNegated) = comparison(field.name)
            if comparison == .unknown, reading == .strict {
                reader.faults.add(.unknownField(field.name, known: names, path: field.value.path, at: field.place))
            }
            guard let keys = field.value.fields() else { return nil }
            for key in keys {
                guard let values = key.value.oneOrMore({ $0.value(reading) }) else { return nil }
                conditions.append(
                    Self(comparison: comparison, isNegated: isNegated, key: key.name.lowercased(), values: values))
            }
        }
        return conditions
    }

    /// The operators of the language.
    private static let names =
        [
            "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike",
            "StringNotLike", "Bool", "IpAddress", "NotIpAddress", "NumericNotEquals", "DateNotEquals",
        ] + Order.allCases.flatMap { ["Numeric\($0.rawValue)", "Date\($0.rawValue)"] }

    private static func comparison(_ name: String) -> (Comparison, isNegated: Bool) {
        switch name {
        case "StringEquals": return (.text(ignoringCase: false), false)
        case "StringNotEquals": return (.text(ignoringCase: false), true)
        case "StringEqualsIgnoreCase": return (.text(ignoringCase: true), false)
        case "StringNotEqualsIgnoreCase": return (.text(ignoringCase: true), true)
        case "StringLike": return (.pattern, false)
        case "StringNotLike": return (.pattern, true)
        case "NumericNotEquals": return (.number(.equals), true)
        case "DateNotEquals": return (.date(.equals), true)
        case "Bool": return (.boolean, false)
        case "IpAddress": return (.address, false)
        case "NotIpAddress": return (.address, true)
        default:
            for order in Order.allCases {
                if name == "Numeric\(order.rawValue)" { return (.number(order), false) }
                if name == "Date\(order.rawValue)" { return (.date(order), false) }
            }
            return (.unknown, false)
        }
    }

    /// Whether the condition is met by what a request bears; `nil` if that cannot be judged.
    ///
    /// A key that the request does not have meets no condition, unless it is negated.
    func isMet(by context: [String: String]) -> Bool? {
        guard comparison != .unknown else { return nil }
        guard let given = context[key] else { return isNegated }
        return values.contains { accepts($0, given) } != isNegated
    }

    private func accepts(_ value: String, _ given: String) -> Bool {
        switch comparison {
        case .text(let ignoringCase): ignoringCase ? value.lowercased() == given.lowercased() : value == given
        case .pattern: WildcardPattern(value).matches(given)
        case .number(let order): compare(Double(given), Double(value), order)
        case .date(let order): compare(Self.time(given), Self.time(value), order)
        case .boolean: value.lowercased() == given.lowercased()
        case .address: IPv4Range(value)?.contains(given) ?? false
        case .unknown: false
        }
    }

    /// A time with its zone; a date alone is its first moment.
    private static func time(_ text: String) -> Timestamp? {
        Timestamp(text) ?? Timestamp(text + "T00:00:00Z")
    }

    private func compare<Value: Comparable>(_ given: Value?, _ value: Value?, _ order: Order) -> Bool {
        guard let given, let value else { return false }
        return switch order {
        case .equals: given == value
        case .lessThan: given < value
        case .lessThanEquals: given <= value
        case .greaterThan: given > value
        case .greaterThanEquals: given >= value
        }
    }
}

/// Addresses as a condition names them: one, or all that share the first bits.
private struct IPv4Range {
    private let network: UInt32
    private let mask: UInt32

    /// Reads `10.0.0.1` or `10.0.0.0/8`; bits beyond the prefix do not count.
    init?(_ text: String) {
        let halves = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = Self.address(halves[0]) else { return nil }
        let length = halves.count == 2 ? Int(halves[1]) : 32
        guard let length, (0...32).contains(length) else { return nil }
        mask = length == 0 ? 0 : ~UInt32(0) << (32 - UInt32(length))
        network = address & mask
    }

    func contains(_ text: String) -> Bool { Self.address(text[...]).map { $0 & mask == network } ?? false }

    private static func address(_ text: Substring) -> UInt32? {
        let octets = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard octets.count == 4 else { return nil }
        return octets.reduce(0) { sum, octet in sum.flatMap { sum in octet.map { sum << 8 | UInt32($0) } } }
    }
}

extension NodeReader {
    /// A value that is compared: a text; where it is read leniently, a number or a truth as they are written too.
    fileprivate func value(_ reading: AccessPolicy.Reading) -> String? {
        switch node.content {
        case .boolean, .integer, .decimal: reading == .lenient ? node.literal ?? text() : text()
        case .text, .null, .list, .object: text()
        }
    }
}
