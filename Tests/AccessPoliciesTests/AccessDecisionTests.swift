import Documents
import Foundation
import Testing
import Workflow

@testable import AccessPolicies

/// What RAM answers to a request.
struct AccessDecisionTests {
    private static func policy(_ statements: String...) -> String {
        #"{"Version":"1","Statement":[\#(statements.joined(separator: ","))]}"#
    }

    private static func decide(
        _ action: String, _ resource: String, _ policies: [String], _ context: [String: String] = [:]
    ) throws -> AccessDecision {
        AccessDecision(
            AccessRequest(action, on: resource, context: context),
            by: try policies.map { try #require(AccessPolicy(document: $0, .strict)) })
    }

    private static func by(_ policy: Int, _ statement: Int) -> StatementReference {
        StatementReference(policy: policy, statement: statement)
    }

    @Test func `what no statement allows is denied, and the first statement that allows is named`() throws {
        let allow = Self.policy(
            #"{"Effect":"Allow","Action":"ecs:*","Resource":"*"}"#,
            #"{"Effect":"Allow","Action":"vpc:Describe*","Resource":"acs:vpc:*:*:*"}"#)
        #expect(try Self.decide("vpc:DescribeVpcs", "acs:vpc:cn-beijing:1:vpc/v", []) == .implicitDeny)
        #expect(try Self.decide("vpc:CreateVpc", "acs:vpc:cn-beijing:1:vpc/v", [allow]) == .implicitDeny)
        #expect(
            try Self.decide("vpc:DescribeVpcs", "acs:vpc:cn-beijing:1:vpc/v", [Self.policy(), allow])
                == .allow(by: Self.by(1, 1)))
    }

    @Test func `a statement that denies wins, wherever it stands`() throws {
        let allow = Self.policy(#"{"Effect":"Allow","Action":"*","Resource":"*"}"#)
        let deny = Self.policy(
            #"{"Effect":"Allow","Action":"*","Resource":"*"}"#,
            #"{"Effect":"Deny","Action":"oss:Delete*","Resource":"acs:oss:*:*:b/*"}"#)
        #expect(
            try Self.decide("oss:DeleteObject", "acs:oss:*:1:b/x", [allow, deny]) == .explicitDeny(by: Self.by(1, 1)))
        #expect(
            try Self.decide("oss:DeleteObject", "acs:oss:*:1:b/x", [deny, allow]) == .explicitDeny(by: Self.by(0, 1)))
        #expect(try Self.decide("oss:DeleteObject", "acs:oss:*:1:c/x", [deny, allow]).isAllowed)
    }

    @Test(arguments: [
        ("vpc:DescribeVpcs", "VPC:describevpcs", true), ("vpc:DescribeVpcs", "vpc:describe*", true),
        ("vpc:DescribeVpcs", "vpc:Describe????", true), ("vpc:DescribeVpcs", "vpc:Describe???", false),
        ("vpc:DescribeVpcs", "*", true), ("vpc:DescribeVpcs", "ecs:*", false),
    ])
    func `actions are compared without regard to case`(action: String, pattern: String, isMeant: Bool) throws {
        let allow = Self.policy(#"{"Effect":"Allow","Action":"\#(pattern)","Resource":"*"}"#)
        #expect(try Self.decide(action, "*", [allow]).isAllowed == isMeant)
        let allBut = Self.policy(#"{"Effect":"Allow","NotAction":["\#(pattern)"],"Resource":"*"}"#)
        #expect(try Self.decide(action, "*", [allBut]).isAllowed != isMeant)
    }

    @Test(arguments: [
        ("acs:oss:*:1:Bucket", "acs:oss:*:*:bucket", false), ("acs:oss:*:1:bucket/a/b", "acs:oss:*:*:bucket/*", true),
        ("acs:ram::1:role/AliyunStreamDefaultRole", "acs:ram::1:role/aliyunstreamdefaultrole", true),
        ("acs:ram::1:role/x", "acs:ram:*:*:role/*", true), ("acs:vpc:cn-beijing:1:vpc/v", "acs:vpc:cn-*:1:*", true),
    ])
    func `resources are compared with regard to case, but for roles`(
        resource: String, pattern: String, isMeant: Bool
    ) throws {
        let allow = Self.policy(#"{"Effect":"Allow","Action":"*","Resource":["acs:x:*:*:y","\#(pattern)"]}"#)
        #expect(try Self.decide("a:B", resource, [allow]).isAllowed == isMeant)
    }

    @Test(arguments: [
        (#"{"StringEquals":{"k":"a"}}"#, "a", true), (#"{"StringEquals":{"k":["b","a"]}}"#, "a", true),
        (#"{"StringEquals":{"k":"A"}}"#, "a", false), (#"{"StringEqualsIgnoreCase":{"K":"A"}}"#, "a", true),
        (#"{"StringNotEquals":{"k":["a","b"]}}"#, "a", false), (#"{"StringNotEquals":{"k":"b"}}"#, "a", true),
        (#"{"StringNotEqualsIgnoreCase":{"k":"A"}}"#, "a", false), (#"{"StringLike":{"k":"a*c"}}"#, "abc", true),
        (#"{"StringNotLike":{"k":"a?c"}}"#, "abc", false), (#"{"NumericLessThan":{"k":"10"}}"#, "9.5", true),
        (#"{"NumericGreaterThanEquals":{"k":"10"}}"#, "10", true), (#"{"NumericEquals":{"k":"10"}}"#, "ten", false),
        (#"{"NumericNotEquals":{"k":"10"}}"#, "11", true), (#"{"Bool":{"k":"true"}}"#, "true", true),
        (#"{"Bool":{"k":"true"}}"#, "false", false),
        (#"{"IpAddress":{"k":["10.0.0.0/8","1.2.3.4"]}}"#, "1.2.3.4", true),
        (#"{"IpAddress":{"k":"10.0.0.0/8"}}"#, "11.0.0.1", false),
        (#"{"NotIpAddress":{"k":"10.0.0.0/8"}}"#, "10.1.1.1", false),
        (#"{"DateLessThan":{"k":"2021-05-01T00:00:00+08:00"}}"#, "2021-04-30T15:59:59Z", true),
        (#"{"DateLessThan":{"k":"2021-05-01T00:00:00+08:00"}}"#, "2021-04-30T16:00:00Z", false),
        (#"{"DateGreaterThanEquals":{"k":"2021-05-01"}}"#, "2021-05-01T00:00:00Z", true),
        (#"{"DateNotEquals":{"k":"2021-05-01"}}"#, "2021-05-01T00:00:00Z", false),
        (#"{"StringEquals":{"k":"a"},"Bool":{"k":"true"}}"#, "a", false),
        (#"{"StringEquals":{"k":"a","other":"b"}}"#, "a", false), (#"{"StringEquals":{"other":"b"}}"#, "a", false),
        (#"{"StringNotEquals":{"other":"b"}}"#, "a", true),
    ])
    func `a condition is met by any of its values, and all of its keys and operators`(
        condition: String, value: String, isMet: Bool
    ) throws {
        let allow = Self.policy(#"{"Effect":"Allow","Action":"*","Resource":"*","Condition":\#(condition)}"#)
        #expect(try Self.decide("a:B", "*", [allow], ["K": value]).isAllowed == isMet)
        let deny = Self.policy(#"{"Effect":"Deny","Action":"*","Resource":"*","Condition":\#(condition)}"#)
        let everything = Self.policy(#"{"Effect":"Allow","Action":"*","Resource":"*"}"#)
        #expect(try Self.decide("a:B", "*", [everything, deny], ["k": value]).isAllowed != isMet)
    }

    @Test func `an operator that is not known lets nobody in and nobody escape, and is a fault where one writes it`()
        throws
    {
        let condition = #"{"Sometimes":{"k":"a"}}"#
        let allow = Self.policy(#"{"Effect":"Allow","Action":"*","Resource":"*","Condition":\#(condition)}"#)
        let deny = allow.replacing("Allow", with: "Deny")
        let everything = Self.policy(#"{"Effect":"Allow","Action":"*","Resource":"*"}"#)
        let request = AccessRequest("a:B", on: "*", context: ["k": "a"])
        #expect(AccessDecision(request, by: try [#require(AccessPolicy(document: allow))]) == .implicitDeny)
        let both = try [#require(AccessPolicy(document: everything)), #require(AccessPolicy(document: deny))]
        #expect(AccessDecision(request, by: both) == .explicitDeny(by: Self.by(1, 0)))
        #expect(AccessPolicy(document: allow, .strict) == nil)
    }

    @Test(arguments: [
        (#"{"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"}"#, "Statement[0]"),
        (#"{"Effect":"Allow","Resource":"*"}"#, "Statement[0].Action"),
        (#"{"Effect":"Allow","Action":"DescribeVpcs","Resource":"*"}"#, "Statement[0].Action"),
        (#"{"Effect":"Allow","Action":["vpc:*","vpc"],"Resource":"*"}"#, "Statement[0].Action[1]"),
        (#"{"Effect":"Allow","Action":"*","Resource":"vpc-1"}"#, "Statement[0].Resource"),
        (#"{"Effect":"Allow","Action":"*","NotResource":"*"}"#, "Statement[0].NotResource"),
        (#"{"Effect":"Permit","Action":"*","Resource":"*"}"#, "Statement[0].Effect"),
        (
            #"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"k":true}}}"#,
            "Statement[0].Condition.Bool.k"
        ),
        (#"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":1}}"#, "Statement[0].Condition.Bool"),
        (
            #"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Boole":{"k":"true"}}}"#,
            "Statement[0].Condition.Boole"
        ),
    ])
    func `each fault of a document is told with its path`(statement: String, path: String) throws {
        let document = try Document(text: Self.policy(statement), source: "policy")
        let error = try #require(throws: InvalidDocument.self) { try AccessPolicy.read(document, .strict) }
        #expect(error.faults.map(\.path).contains(path), "\(error.faults.map(\.path))")
    }
}

/// Who may assume a role.
struct TrustPolicyTests {
    private static let trust = """
        {"Version":"1","Statement":[
          {"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":["stream.aliyuncs.com"]}},
          {"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"RAM":"acs:ram::1:root"},
           "Condition":{"StringEquals":{"sts:ExternalId":"secret handshake"}}},
          {"Effect":"Deny","Action":"sts:AssumeRole","Principal":{"RAM":["acs:ram::1:user/mallory"]}}
        ]}
        """

    @Test func `principals are named by themselves or by their account, under conditions`() throws {
        let policy = try #require(AccessPolicy(document: Self.trust, as: .trust, .strict))
        let account = PolicyPrincipal.ram("acs:ram::1:root")
        let told = ["sts:ExternalId": "secret handshake"]
        #expect(policy.decideAssuming(by: [.service("stream.aliyuncs.com")]).isAllowed)
        #expect(!policy.decideAssuming(by: [.service("ecs.aliyuncs.com")]).isAllowed)
        #expect(!policy.decideAssuming(by: [account, .ram("acs:ram::1:user/alice")]).isAllowed)
        #expect(policy.decideAssuming(by: [account, .ram("acs:ram::1:user/alice")], context: told).isAllowed)
        #expect(
            policy.decideAssuming(by: [account, .ram("acs:ram::1:user/mallory")], context: told)
                == .explicitDeny(by: StatementReference(policy: 0, statement: 2)))
    }

    @Test func `a trust policy names somebody, and no resource`() {
        for principal in ["{}", "[]", #"{"Everybody":"*"}"#] {
            let text = #"{"Version":"1","Statement":[{"Effect":"Allow","Action":"*","Principal":\#(principal)}]}"#
            #expect(AccessPolicy(document: text, as: .trust) == nil, "\(principal)")
        }
        #expect(
            AccessPolicy(
                document: Self.trust.replacing(#""Action":"#, with: #""Resource":"*","Action":"#), as: .trust) == nil)
    }
}
