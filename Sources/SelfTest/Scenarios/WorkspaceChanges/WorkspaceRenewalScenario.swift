import SimulatedCloud

/// A workspace's subscription renewed, by a call that takes no key.
package struct WorkspaceRenewalScenario: RenewalScenario {
    package let name = "workspace-renewal"

    package let order = "analytics"
    package let subject = RenewalSubject.workspace

    package init() {}

    /// All is seen at once; renewals show late.
    package let roots = [
        Root(name: "plain"), Root(name: "hidden", world: [.set("visibility", "{ orders: 1m }")]),
    ]

    package let foundation: Foundation? = Foundation(WorkspaceScenario.document("analytics"), in: "provisioned")

    package var walks: [Walk] {
        [walk("workspace renewed"), walk("workspace renewed, answer lost", isAnswerLost: true)]
    }

    private func walk(_ name: String, isAnswerLost: Bool = false) -> Walk {
        walk(
            name, in: WorkspaceScenario.walkWorld,
            manifests: ["workspace.yaml": WorkspaceScenario.text("analytics")], after: WorkspaceScenario.provisioned,
            by: "workspace", isAnswerLost: isAnswerLost)
    }
}
