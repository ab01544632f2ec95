package import Documents
package import Provisioning
import RealtimeCompute
import Wording

extension ClusterReleases {
    package var manifest: ManifestFormat {
        ManifestFormat(
            kind: "ClusterRelease",
            spec: Schema.object(
                [
                    "order": Schema.text("The order that brought the cluster: its name or id."),
                    "confirm": Schema.text("The cluster's name, repeated: it is destroyed for good."),
                    "timing": Schema.timing,
                ], required: ["order"]), template: Self.template)
    }

    private static let template = """
        # A pay-as-you-go cluster destroyed, with every project in it. Nothing brings them back.
        apiVersion: sluice/v1
        kind: ClusterRelease
        metadata:
          name: risk-gone
        spec:
          order: risk                    # the order that brought the cluster
          confirm: risk_cluster          # the cluster's name; may be typed with the confirmation instead

        """

    package func read(_ manifest: Document) throws(InvalidDocument) -> ReleaseRequest {
        try manifest.change(of: self.manifest.kind) { spec, name, _ in
            ReleaseRequest(in: spec, named: name) { $0.name(ClusterName.self, .cluster)?.rawValue }
        }
    }
}
