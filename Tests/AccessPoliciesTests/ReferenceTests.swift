import Documents
import Foundation
import Testing
import Workflow

@testable import AccessPolicies

/// The evaluator against a reference that does all of it the long way: patterns by trying every length, statements one by
/// one from their JSON, and the decision from all that apply.
struct ReferenceTests {
    private static let pairs = ProcessInfo.processInfo.environment["SLUICE_TEST_LONG"] == nil ? 20_000 : 1_000_000

    @Test func `random policies and requests are decided as by the reference`() throws {
        var generator = SeededGenerator(seed: 2021)
        var decisions: [String: Int] = [:]
        var count = 0
        while count < Self.pairs {
            let documents = (0..<Int.random(in: 0...3, using: &generator)).map { _ in Self.policy(&generator) }
            let policies = try documents.map { document in
                try #require(AccessPolicy(document: document.text, .strict), "\(document.text)")
            }
            for _ in 0..<20 {
                let request = Self.request(&generator)
                let decision = AccessDecision(request, by: policies)
                let expected = Reference.decide(request, by: documents)
                #expect(decision == expected, "\(documents.map(\.text)) \(request)")
                decisions[decision.kind, default: 0] += 1
                count += 1
            }
        }
        #expect(decisions.values.allSatisfy { $0 > Self.pairs / 50 } && decisions.count == 3, "\(decisions)")
    }

    // MARK: - What is drawn

    private static let actions = [
        "vpc:DescribeVpcs", "vpc:describevpcs", "VPC:DeleteVpc", "oss:GetObject", "oss:PutObject", "ram:PassRole",
    ]
    private static let actionPatterns = actions + ["*", "vpc:*", "oss:?etObject", "*:Describe*", "vpc:De*s", "o*:Put*"]
    private static let resources = [
        "*", "acs:oss:*:1:b", "acs:oss:*:1:b/x", "acs:oss:*:1:B/x", "acs:vpc:cn-beijing:1:vpc/v-1",
        "acs:ram::1:role/Worker", "acs:ram::1:role/worker",
    ]
    private static let resourcePatterns =
        resources + ["acs:oss:*:*:b*", "acs:oss:*:*:?/x", "acs:vpc:cn-*:*:*", "acs:ram:*:*:role/WORKER", "acs:*:*:*:*"]
    private static let values: [String: [String]] = [
        "String": ["a", "A", "ab", "a*", "?b", ""], "Numeric": ["1", "2", "10", "1.5", "-3"],
        "Date": ["2021-04-01T00:00:00Z", "2021-04-01T08:00:00+08:00", "2021-05-01T00:00:00Z"],
        "Bool": ["true", "false"], "Ip": ["10.0.0.0/8", "10.1.2.3", "192.168.0.0/16", "0.0.0.0/0"],
    ]
    private static let operators: [(String, String)] =
        ["Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase", "Like", "NotLike"].map {
            ("String", "String\($0)")
        }
        + ["Numeric", "Date"].flatMap { type in
            ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"].map {
                (type, type + $0)
            }
        } + [("Bool", "Bool"), ("Ip", "IpAddress"), ("Ip", "NotIpAddress")]

    private static func pick<Item>(_ items: [Item], _ generator: inout SeededGenerator) -> Item {
        items[Int.random(in: items.indices, using: &generator)]
    }

    private static func oneOrMore(_ items: [String], _ generator: inout SeededGenerator) -> JSONValue {
        if Bool.random(using: &generator) { return .text(pick(items, &generator)) }
        return .list((0..<Int.random(in: 0...3, using: &generator)).map { _ in .text(pick(items, &generator)) })
    }

    private static func policy(_ generator: inout SeededGenerator) -> JSONValue {
        let statements = (0..<Int.random(in: 0...3, using: &generator)).map { _ -> JSONValue in
            var fields: [String: JSONValue] = [
                "Effect": Int.random(in: 0..<4, using: &generator) == 0 ? "Deny" : "Allow",
                "Resource": oneOrMore(resourcePatterns, &generator),
            ]
            fields[Int.random(in: 0..<5, using: &generator) == 0 ? "NotAction" : "Action"] = oneOrMore(
                actionPatterns, &generator)
            if Int.random(in: 0..<3, using: &generator) == 0 {
                var condition: [String: JSONValue] = [:]
                for _ in 0..<Int.random(in: 1...2, using: &generator) {
                    let (type, name) = pick(operators, &generator)
                    condition[name] = .object([
                        "x:\(type)": oneOrMore(values[type] ?? [], &generator)
                    ])
                }
                fields["Condition"] = .object(condition)
            }
            return .object(fields)
        }
        return ["Version": "1", "Statement": .list(statements)]
    }

    private static func request(_ generator: inout SeededGenerator) -> AccessRequest {
        var context: [String: String] = [:]
        for (type, values) in values.sorted(by: { $0.key < $1.key }) where Bool.random(using: &generator) {
            let given = type == "Ip" ? ["10.1.2.3", "192.168.7.1", "8.8.8.8", "nowhere"] : values
            context["X:\(type)"] = pick(given, &generator)
        }
        return AccessRequest(pick(actions, &generator), on: pick(resources, &generator), context: context)
    }
}

/// The same rules, written for being read and not for being fast, and without the code under test.
private enum Reference {
    static func decide(_ request: AccessRequest, by documents: [JSONValue]) -> AccessDecision {
        var allows: [StatementReference] = []
        var denies: [StatementReference] = []
        for (policy, document) in documents.enumerated() {
            for (number, statement) in document["Statement"].items.enumerated() where applies(statement, request) {
                let reference = StatementReference(policy: policy, statement: number)
                if statement["Effect"] == "Deny" { denies.append(reference) } else { allows.append(reference) }
            }
        }
        if let first = denies.first { return .explicitDeny(by: first) }
        return allows.first.map { .allow(by: $0) } ?? .implicitDeny
    }

    private static func applies(_ statement: JSONValue, _ request: AccessRequest) -> Bool {
        let action = request.action.lowercased()
        let isNamed: Bool
        if statement["NotAction"] == .null {
            isNamed = statement["Action"].texts.contains { matches($0.lowercased(), action) }
        } else {
            isNamed = !statement["NotAction"].texts.contains { matches($0.lowercased(), action) }
        }
        let isOfRAM = request.resource.hasPrefix("acs:ram:")
        let isThere = statement["Resource"].texts.contains {
            isOfRAM ? matches($0.lowercased(), request.resource.lowercased()) : matches($0, request.resource)
        }
        guard isNamed, isThere, case .object(let operators) = statement["Condition"] else {
            return isNamed && isThere
        }
        return operators.allSatisfy { name, keys in
            guard case .object(let keys) = keys else { return false }
            return keys.allSatisfy { key, values in
                let isNegated = name.contains("Not")
                guard let given = request.context[key.lowercased()] else { return isNegated }
                let plain = name.replacingOccurrences(of: "Not", with: "")
                let accepts = values.texts.contains { accept(plain, $0, given) }
                return isNegated ? !accepts : accepts
            }
        }
    }

    private static func accept(_ comparison: String, _ value: String, _ given: String) -> Bool {
        switch comparison {
        case "StringEquals": return value == given
        case "StringEqualsIgnoreCase": return value.lowercased() == given.lowercased()
        case "StringLike": return matches(value, given)
        case "Bool": return value == given
        case "IpAddress":
            let parts = value.split(separator: "/").map(String.init)
            guard let network = bits(parts[0]), let address = bits(given) else { return false }
            let length = parts.count == 2 ? Int(parts[1]) ?? 32 : 32
            return network.prefix(length) == address.prefix(length)
        default: break
        }
        let isDate = comparison.hasPrefix("Date")
        let pair = [given, value].map { text -> Double? in
            isDate ? ISO8601DateFormatter().date(from: text)?.timeIntervalSince1970 : Double(text)
        }
        guard let one = pair[0], let other = pair[1] else { return false }
        switch comparison.dropFirst(isDate ? 4 : 7) {
        case "Equals": return one == other
        case "LessThan": return one < other
        case "LessThanEquals": return one <= other
        case "GreaterThan": return one > other
        default: return one >= other
        }
    }

    /// The bits of an address as text.
    private static func bits(_ address: String) -> String? {
        let octets = address.split(separator: ".").compactMap { UInt8($0) }
        guard octets.count == 4 else { return nil }
        return octets.map { octet in
            let text = String(octet, radix: 2)
            return String(repeating: "0", count: 8 - text.count) + text
        }.joined()
    }

    private static func matches(_ pattern: String, _ text: String) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        let rest = String(pattern.dropFirst())
        switch first {
        case "*": return (0...text.count).contains { matches(rest, String(text.dropFirst($0))) }
        case "?": return !text.isEmpty && matches(rest, String(text.dropFirst()))
        default: return text.first == first && matches(rest, String(text.dropFirst()))
        }
    }
}

extension AccessDecision {
    fileprivate var kind: String {
        switch self {
        case .allow: "allow"
        case .implicitDeny: "implicit-deny"
        case .explicitDeny: "explicit-deny"
        }
    }
}

extension JSONValue {
    fileprivate subscript(field: String) -> JSONValue {
        if case .object(let fields) = self { fields[field] ?? .null } else { .null }
    }

    fileprivate var items: [JSONValue] { if case .list(let items) = self { items } else { [] } }

    /// One text or a list of texts.
    fileprivate var texts: [String] {
        switch self {
        case .text(let text): [text]
        case .list(let items): items.flatMap(\.texts)
        case .null, .boolean, .integer, .decimal, .object: []
        }
    }
}
