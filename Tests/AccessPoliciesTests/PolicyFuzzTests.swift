import Documents
import Foundation
import Testing
import Workflow
import WorkflowTestKit

@testable import AccessPolicies

struct PolicyFuzzTests {
    private static let policy = """
        Version: "1"
        Statement:
          - { Effect: Allow, Action: [ "oss:*", "ecs:Describe*" ], Resource: "*" }
          - { Effect: Allow, NotAction: "ram:*", NotResource: [ "acs:oss:*:*:b/*" ] }
          - { Effect: Deny, Action: "oss:Delete?", Resource: [ "*" ], Condition: { Bool: { "acs:MFAPresent": "false" } } }
        """

    private static let lawful = ["Allow", "Deny", "\"1\"", "\"oss:*\"", "\"*\"", "\"vpc:DescribeVpcs\""]

    private func read(_ document: Document) throws(InvalidDocument) -> AccessPolicy { try AccessPolicy.read(document) }

    @Test func `a changed policy is read or its faults are told, each with its place, and twice the same`() throws {
        let tree = FuzzedTree(try Document(text: Self.policy, source: "policy").root)
        var accepted = 0
        let seeds = Fuzzing.seeds(2000)
        for seed in seeds {
            var generator = SeededGenerator(seed: seed)
            let bytes = tree.fuzzed(by: &generator, lawful: Self.lawful)
            let outcome = FuzzOutcome(of: bytes, read)
            outcome.expectExplained(in: bytes, seed: seed)
            #expect(outcome == FuzzOutcome(of: bytes, read), "seed \(seed)")
            guard case .read(let policy) = outcome else { continue }
            accepted += 1
            expectConsistent(policy, seed: seed)
        }
        #expect((seeds.count / 20..<seeds.count).contains(accepted), "some changes do harm, and some do none")
    }

    /// Expects what holds of any policy: the order of statements is nothing, and a denial never grants.
    private func expectConsistent(_ policy: AccessPolicy, seed: UInt64) {
        let backwards = AccessPolicy(statements: policy.statements.reversed())
        let granted = policy.statements.filter { $0.effect == .allow }
        for action in ["oss:*", "oss:GetObject", "vpc:DescribeVpcs", "*", "ram:CreateUser", ""] {
            let isGranted = EffectivePermissions(of: [policy]).grantsEverywhere(action)
            #expect(
                isGranted == EffectivePermissions(of: [backwards]).grantsEverywhere(action), "seed \(seed) \(action)")
            let isAllowed = EffectivePermissions(of: [AccessPolicy(statements: granted)]).grantsEverywhere(action)
            #expect(isAllowed || !isGranted, "seed \(seed) \(action)")
        }
    }
}
