import Documents
import Testing
import Workflow

@testable import AccessPolicies

struct WildcardPatternTests {
    @Test(arguments: [
        ("*", "oss:*", true), ("oss:*", "oss:*", true), ("oss:Get*", "oss:*", false), ("os?:*", "oss:*", true),
        ("*:*", "oss:*", true), ("oss:?*", "oss:*", false), ("oss*", "oss:*", true), ("vpc:*", "oss:*", false),
        ("vpc:DescribeVpcs", "vpc:DescribeVpcs", true), ("vpc:Describe*", "vpc:DescribeVpcs", true),
        ("vpc:DescribeVpc?", "vpc:DescribeVpcs", true), ("vpc:DescribeVpc", "vpc:DescribeVpcs", false),
        ("?", "*", false), ("**", "*", true), ("", "*", false), ("acs:*:*:*:*", "*", false),
    ])
    func `a pattern covers another when it matches all that the other does`(one: String, other: String, covers: Bool) {
        #expect(WildcardPattern(one).covers(WildcardPattern(other)) == covers)
    }

    @Test(arguments: [
        ("oss:Delete*", "oss:*", true), ("*:Delete*", "oss:*", true), ("vpc:*", "oss:*", false), ("*", "oss:*", true),
        ("ecs:CreateSecurityGroup", "ecs:CreateSecurityGroup", true), ("a*b", "*c*", true), ("a*b", "?b", true),
        ("a?", "?b", true), ("a?", "b?", false), ("", "*", true), ("", "?", false), ("*x", "x*", true),
        ("ab", "*ab", true),
    ])
    func `two patterns touch when some text is matched by both`(one: String, other: String, touch: Bool) {
        #expect(WildcardPattern(one).intersects(WildcardPattern(other)) == touch)
        #expect(WildcardPattern(other).intersects(WildcardPattern(one)) == touch)
    }

    @Test func `both agree with matching every short text in turn`() {
        var generator = SeededGenerator(seed: 5)
        let texts = Self.texts(upTo: 4)
        for _ in 0..<400 {
            let one = Self.pattern(&generator)
            let other = Self.pattern(&generator)
            let matchedByBoth = texts.filter { Self.matches(one, $0) && Self.matches(other, $0) }
            if !matchedByBoth.isEmpty {
                #expect(WildcardPattern(one).intersects(WildcardPattern(other)), "\(one) \(other)")
            }
            if WildcardPattern(one).covers(WildcardPattern(other)) {
                let missed = texts.first { Self.matches(other, $0) && !Self.matches(one, $0) }
                #expect(missed == nil, "\(one) does not cover \(other)")
            }
            if !WildcardPattern(one).intersects(WildcardPattern(other)) { #expect(matchedByBoth.isEmpty) }
        }
    }

    private static func pattern(_ generator: inout SeededGenerator) -> String {
        String(
            (0..<Int.random(in: 0...4, using: &generator)).map { _ in "ab*?".randomElement(using: &generator) ?? "a" })
    }

    private static func texts(upTo length: Int) -> [String] {
        (0..<length).reduce(into: [""]) { texts, _ in texts += texts.flatMap { [$0 + "a", $0 + "b"] } }
    }

    /// Matching by definition: tries every length for each star.
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

struct EffectivePermissionsTests {
    private static let allowAll = #"{"Effect":"Allow","Action":"oss:*","Resource":"*"}"#

    @Test(arguments: [
        ("a list", #"{"Effect":"Allow","Action":["x:Y","oss:*"],"Resource":["*"]}"#),
        ("one text", allowAll),
        ("another case", #"{"Effect":"Allow","Action":"OSS:*","Resource":"*"}"#),
        ("everything", #"{"Effect":"Allow","Action":"*","Resource":"*"}"#),
        ("all but others", #"{"Effect":"Allow","NotAction":"ecs:*","Resource":"*"}"#),
        ("among narrower resources", #"{"Effect":"Allow","Action":"oss:*","Resource":["acs:oss:*:*:b","*"]}"#),
    ])
    func `all of object storage is granted by`(what: String, statement: String) throws {
        #expect(try permissions(statement).grantsEverywhere("oss:*"))
    }

    @Test(arguments: [
        ("nothing", nil),
        ("less than all", #"{"Effect":"Allow","Action":["oss:Get*","oss:Put*"],"Resource":"*"}"#),
        ("one bucket only", #"{"Effect":"Allow","Action":"oss:*","Resource":"acs:oss:*:*:bucket"}"#),
        (
            "a condition",
            #"{"Effect":"Allow","Action":"oss:*","Resource":"*","Condition":{"Bool":{"acs:SecureTransport":"true"}}}"#
        ),
        ("another service", #"{"Effect":"Allow","Action":"ots:*","Resource":"*"}"#),
        ("all but itself", #"{"Effect":"Allow","NotAction":"oss:Delete*","Resource":"*"}"#),
        ("all resources but some", #"{"Effect":"Allow","Action":"oss:*","NotResource":"acs:oss:*:*:b"}"#),
    ])
    func `all of object storage is not granted by`(what: String, statement: String?) throws {
        #expect(try !permissions(statement).grantsEverywhere("oss:*"))
    }

    @Test(arguments: [
        #"{"Effect":"Deny","Action":"oss:DeleteObject","Resource":"*"}"#,
        #"{"Effect":"Deny","Action":"OSS:delete*","Resource":"acs:oss:*:*:bucket/*"}"#,
        #"{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Bool":{"acs:MFAPresent":"false"}}}"#,
        #"{"Effect":"Deny","NotAction":"ecs:*","Resource":"*"}"#,
    ])
    func `what is denied is not granted, whoever allows it`(denial: String) throws {
        #expect(try !permissions(Self.allowAll, denial).grantsEverywhere("oss:*"))
        #expect(try !permissions(denial, Self.allowAll).grantsEverywhere("oss:*"))
    }

    @Test func `a denial of something else takes nothing away`() throws {
        let denial = #"{"Effect":"Deny","Action":["ecs:*","ram:*"],"Resource":"*"}"#
        #expect(try permissions(Self.allowAll, denial).grantsEverywhere("oss:*"))
    }

    @Test(arguments: [
        #"{"Version":"2","Statement":[]}"#, #"{"Version":1,"Statement":[]}"#, #"{"Statement":[]}"#, #"{"Version":"1"}"#,
        #"{"Version":"1","Statement":[{"Effect":"Grant","Action":"*","Resource":"*"}]}"#,
        #"{"Version":"1","Statement":[{"Effect":"Allow","Resource":"*"}]}"#,
        #"{"Version":"1","Statement":[{"Effect":"Allow","Action":[1],"Resource":"*"}]}"#,
        #"{"Version":"1","Statement":[{"Effect":"Allow","Action":"*"}]}"#,
        #"{"Version":"1","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Principal":"x"}]}"#,
    ])
    func `what is no policy is refused`(text: String) {
        #expect(throws: InvalidDocument.self) {
            try AccessPolicy.read(try Document(text: text, source: "p"))
        }
    }

    private func permissions(_ statements: String?...) throws -> EffectivePermissions {
        let policies = try statements.compactMap(\.self).map { statement in
            try AccessPolicy.read(Document(text: #"{"Version":"1","Statement":[\#(statement)]}"#, source: "p"))
        }
        return EffectivePermissions(of: policies)
    }
}
