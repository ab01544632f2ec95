import Provisioning
import RealtimeCompute
import Wording

/// What may become of what an order has brought: changes that are workflows of their own.
struct FurtherChanges {
    /// The kinds of the changes, by the kind of the order.
    private static let kinds: [String: Set<String>] = [
        ExclusiveOrder.kind: [ScalingPlan.kind, ClusterRenewal.kind, ReleasePlan.kind],
        SharedOrder.kind: [SharedScaling.kind, ClusterRenewal.kind],
        WorkspaceOrder.kind: [WorkspaceScalingPlan.kind, WorkspaceReleasePlan.kind],
    ]

    let order: String
    /// What each is called, with the kind of its manifest.
    private let changes: [(kind: String, title: LocalizedText)]

    init(of order: String, kind: String, in registry: Registry) {
        self.order = order
        let wanted = Self.kinds[kind] ?? []
        changes = registry.kinds.filter { wanted.contains($0.name) }.map { ($0.manifest.kind, $0.title) }
    }

    /// Links to manifests that are filled in for the order; nothing where nothing may be changed.
    func links(for visit: Visit) -> HTML? {
        guard !changes.isEmpty else { return nil }
        let links = changes.map { change -> HTML in
            "<a class=\"button\" href=\"/new?kind=\(change.kind)&amp;order=\(order.inAddress)\">\(visit(change.title))</a> "
        }
        return "<p class=\"actions\">\(links)</p>"
    }

    /// A template as it would be written for an order.
    static func template(_ template: String, for order: String?) -> String {
        let name = /(?m)^  order: (\S+)/
        // What is no name of an order would not be one value in the manifest.
        guard let order, order.wholeMatch(of: /[a-z0-9][a-z0-9_-]{0,62}/) != nil,
            let sample = template.firstMatch(of: name)
        else { return template }
        return template.replacing("  order: \(sample.1)", with: "  order: \(order)")
            .replacing("  name: \(sample.1)", with: "  name: \(order)")
    }
}
