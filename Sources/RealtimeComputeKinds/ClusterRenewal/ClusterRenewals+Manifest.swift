import Documents
package import Provisioning
import RealtimeCompute

extension ClusterRenewals {
    package var manifest: ManifestFormat {
        ManifestFormat(kind: RenewalManifest.kind, spec: Self.schema, template: Self.template)
    }

    private static var schema: JSONValue {
        Schema.object(
            [
                "order": Schema.text("The name or id of the order whose subscription is renewed."),
                "months": [
                    "description": "For how many months.",
                    "enum": .list(Figures.renewalMonths.sorted().map { .integer($0) }),
                ],
                "timing": Schema.timing,
            ], required: ["order", "months"])
    }

    private static let template = """
        # The renewal of a subscription, of a cluster, of shared mode or of a workspace: paid once, and never taken back.
        apiVersion: sluice/v1
        kind: ClusterRenewal
        metadata:
          name: risk-renew-1             # a–z, 0–9, - and _; unique in the store
        spec:
          order: risk                    # the order that was bought, by name or id
          months: 3                      # 1 to 9, 12, 24 or 36

        """
}
