package import Provisioning

/// The scenarios of the kinds that are tested.
package struct Scenarios: Sendable {
    package let all: [any Scenario]
    /// The kinds of workflow that there are.
    package let registry: Registry

    package init(_ scenarios: [any Scenario]) {
        all = scenarios
        registry = Registry(scenarios.map { $0.kind })
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
    ])

    /// The scenario of the kind stored under a name; `nil` if there is none.
    package func scenario(of kind: String) -> (any Scenario)? { all.first { $0.kind.name == kind } }
}
