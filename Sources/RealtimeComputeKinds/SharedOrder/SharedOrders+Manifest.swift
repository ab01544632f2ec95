package import Documents
package import Provisioning
package import RealtimeCompute

extension SharedOrders {
    package var manifest: ManifestFormat {
        ManifestFormat(kind: SharedManifest.kind, spec: Self.schema, template: Self.template)
    }

    package func manifest(of state: SharedOrder.State) -> JSONValue? {
        let specification = state.order.specification
        var spec = [String: JSONValue](specification)
        spec["name"] = nil
        spec["project"] = [
            "name": .text(specification.project.name.rawValue), "description": .text(specification.project.description),
        ]
        if specification.timing == Timing() { spec["timing"] = nil }
        return ManifestFormat.manifest(SharedManifest.kind, named: specification.name.rawValue, spec: spec)
    }

    private static var schema: JSONValue {
        Schema.object(
            [
                "region": Schema.region,
                "computeUnits": Schema.integer("The CUs that are bought.", SharedManifest.computeUnits),
                "months": Schema.integer("For how many months.", Figures.subscriptionMonths),
                "project": Schema.object(
                    [
                        "name": Schema.text("3 to 64 of a–z, 0–9 and _.", pattern: "^[a-z][a-z0-9_]{2,63}$"),
                        "description": Schema.text("At most 256 characters on one line."),
                    ], required: ["name"]),
                "timing": Schema.timing,
            ], required: ["region", "computeUnits", "months", "project"])
    }

    private static let template = """
        # An order of shared mode, which is closed to new purchases since 2019-12-24.
        apiVersion: sluice/v1
        kind: SharedOrder
        metadata:
          name: legacy                   # a–z, 0–9, - and _; unique in the store
        spec:
          region: cn-hangzhou
          computeUnits: 4
          months: 3                      # 1 to 12
          project:                       # holds every CU that is bought
            name: legacy_rt              # a–z, 0–9 and _
            description: Old jobs

        """
}
