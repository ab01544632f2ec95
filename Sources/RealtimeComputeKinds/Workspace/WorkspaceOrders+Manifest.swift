package import Documents
package import Provisioning
package import RealtimeCompute

extension WorkspaceOrders {
    package var manifest: ManifestFormat {
        ManifestFormat(kind: WorkspaceManifest.kind, spec: Self.schema, template: Self.template)
    }

    package func manifest(of state: WorkspaceOrder.State) -> JSONValue? {
        let specification = state.order.specification
        var spec = [String: JSONValue](specification.workspace)
        // The order's own name is the workspace's.
        spec["name"] = nil
        spec["isHighlyAvailable"] = nil
        spec["highAvailability"] = .boolean(specification.workspace.isHighlyAvailable)
        let kept = [String: JSONValue](specification)
        spec["namespaces"] = kept["namespaces"]
        if specification.timing != Timing() { spec["timing"] = kept["timing"] }
        return ManifestFormat.manifest(WorkspaceManifest.kind, named: specification.name.rawValue, spec: spec)
    }

    private static var schema: JSONValue {
        Schema.object(
            [
                "region": Schema.region, "billing": Schema.billing,
                "zone": Schema.text("The zone of its vSwitches."), "vpc": Schema.text("The VPC."),
                "vSwitches": Schema.list(of: Schema.text("A vSwitch of the VPC, in the zone."), atLeast: 1),
                "bucket": Schema.text("The bucket that keeps its artifacts and the state of its jobs."),
                "computeUnits": Schema.integer("The CUs of the workspace.", WorkspaceManifest.computeUnits),
                "highAvailability": Schema.boolean("Whether it is made in two zones."),
                "secondZone": Schema.object(
                    [
                        "zone": Schema.text("The zone in which it goes on when the first one fails."),
                        "vSwitches": Schema.list(of: Schema.text("A vSwitch of the VPC, in that zone."), atLeast: 1),
                    ], required: ["zone", "vSwitches"]),
                "namespaces": Schema.list(
                    of: Schema.object(
                        [
                            "name": Schema.text("a–z, 0–9 and -.", pattern: "^[a-z][a-z0-9-]{0,62}$"),
                            "computeUnits": Schema.integer("Its CUs.", WorkspaceManifest.computeUnits),
                        ], required: ["name", "computeUnits"])),
                "timing": Schema.timing,
            ], required: ["region", "billing", "zone", "vpc", "vSwitches", "bucket", "computeUnits"])
    }

    private static let template = """
        # A workspace of fully managed Flink, and its namespaces.
        apiVersion: sluice/v1
        kind: Workspace
        metadata:
          name: analytics                # a–z, 0–9, - and _; the workspace's name too
        spec:
          region: cn-hangzhou
          billing: { method: subscription, months: 1 }   # or { method: pay-as-you-go }
          zone: cn-hangzhou-h
          vpc: vpc-1
          vSwitches: [ vsw-1 ]           # 1 to 5, in the zone
          bucket: flink-artifacts        # Standard, private, without versioning
          computeUnits: 12               # 2 of them are the workspace's own
          # highAvailability: true       # in two zones
          # secondZone: { zone: cn-hangzhou-i, vSwitches: [ vsw-2 ] }
          namespaces:
            - { name: prod, computeUnits: 6 }

        """
}
