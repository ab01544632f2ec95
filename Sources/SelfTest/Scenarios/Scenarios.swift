import Documents
package import Provisioning

/// The scenarios of the kinds that are tested.
package struct Scenarios: Sendable {
    package let all: [any Scenario]
    /// The kinds of workflow that there are.
    package let registry: Registry

    package init(_ scenarios: [any Scenario]) {
        all = scenarios
        var kinds: [any Kind] = []
        for scenario in scenarios where !kinds.contains(where: { $0.name == scenario.kind.name }) {
            kinds.append(scenario.kind)
        }
        registry = Registry(kinds)
    }

    /// The scenarios of the kinds that Sluice comes with: one line each.
    package static let standard = Scenarios([
        ExclusiveOrderScenario(),
        ClusterScalingScenario(),
        ClusterReleaseScenario(),
        ClusterRenewalScenario(),
        SharedOrderScenario(),
        SharedScalingScenario(),
        RoleChangeScenario(),
        WorkspaceScenario(),
        WorkspaceScalingScenario(),
        WorkspaceReleaseScenario(),
        WorkspaceRenewalScenario(),
    ])

    /// The first scenario of the kind stored under a name, by whose rules all of that kind are judged; `nil` if there is
    /// none.
    package func scenario(of kind: String) -> (any Scenario)? { all.first { $0.kind.name == kind } }
}

extension Document {
    static func ofSelfTest(_ text: String) -> Document {
        do {
            return try Document(text: text, source: "manifest")
        } catch {
            preconditionFailure("the manifests of the self-test are well formed: \(error)")
        }
    }
}
