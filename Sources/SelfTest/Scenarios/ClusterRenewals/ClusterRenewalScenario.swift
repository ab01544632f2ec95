import SimulatedCloud

/// An exclusive order's subscription renewed.
package struct ClusterRenewalScenario: RenewalScenario {
    package let order = "risk"
    package let subject = RenewalSubject.instance

    package init() {}

    /// All is seen at once; renewals show late; the cloud drops keys.
    package let roots = [
        Root(name: "plain"),
        Root(name: "hidden", world: [.set("visibility", "{ orders: 1m, clusters: 1m }")]),
        Root(name: "keyless", world: [.set("purchase-keys", "{ keys: dropped }")]),
    ]

    package let foundation: Foundation? = Foundation(
        ExclusiveOrderScenario.manifest(named: "risk", projects: "{ name: risk_rt, computeUnits: 30 }"),
        in: "provisioned")

    package var walks: [Walk] {
        [walk("renewed"), walk("renewed, answer lost", isAnswerLost: true)]
    }

    private func walk(_ name: String, isAnswerLost: Bool = false) -> Walk {
        walk(
            name, in: ClusterScalingScenario.walkWorld,
            manifests: [
                "order.yaml": ClusterScalingScenario.walkOrder.replacing(
                    "pay-as-you-go", with: "subscription, months: 12")
            ], after: ClusterScalingScenario.provisioned, by: "cluster", isAnswerLost: isAnswerLost)
    }
}
