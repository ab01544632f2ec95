package import Documents
package import Provisioning
package import RealtimeCompute

extension SharedScalings {
    package var manifest: ManifestFormat {
        ManifestFormat(
            kind: SharedScalingManifest.kind,
            spec: Schema.object(
                [
                    "order": Schema.text("The order of shared mode: its name or id."),
                    "computeUnits": Schema.integer("So many CUs in all.", SharedManifest.computeUnits),
                    "timing": Schema.timing,
                ], required: ["order", "computeUnits"]), template: Self.template)
    }

    private static let template = """
        # Shared mode scaled. The vendor's API does not do it: sluice says where in the console, and watches until it has
        # happened.
        apiVersion: sluice/v1
        kind: SharedScaling
        metadata:
          name: legacy-larger            # a–z, 0–9, - and _; unique in the store
        spec:
          order: legacy                  # the order of shared mode, by name or id
          computeUnits: 6                # so many in all

        """

    package func read(_ manifest: Document) throws(InvalidDocument) -> SharedScalingRequest {
        try SharedScalingManifest.read(manifest)
    }
}
