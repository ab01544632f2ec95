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

    package func read(_ manifest: Document) throws(InvalidDocument) -> Request {
        try manifest.decode { root in
            root.object { fields -> Request? in
                fields.header(apiVersion: ManifestFormat.apiVersion, kind: self.manifest.kind)
                let name = fields.required("metadata")?.object { $0.required("name")?.name(OrderName.self, .order) }
                let request = fields.required("spec")?.object { spec -> Request? in
                    let order = spec.required("order")?.reference()
                    let confirmReader = spec.optional("confirm")
                    let confirm = confirmReader?.name(ClusterName.self, .cluster)
                    let timing = spec.optional("timing").map { $0.object { $0.timing() } } ?? Timing()
                    guard let order, let timing, confirmReader == nil || confirm != nil else { return nil }
                    return Request(name: name?.rawValue ?? "", order: order, confirm: confirm?.rawValue, timing: timing)
                }
                return name == nil ? nil : request
            }
        }
    }
}
