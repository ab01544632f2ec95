package import Documents
package import Provisioning
package import RealtimeCompute

extension ExclusiveOrders {
    package var manifest: ManifestFormat {
        ManifestFormat(kind: OrderManifest.kind, spec: Self.schema, template: Self.template)
    }

    package func manifest(of state: OrderState) -> JSONValue? {
        let specification = state.order.specification
        var spec = [String: JSONValue](specification)
        spec["name"] = nil
        if specification.timing == Timing() { spec["timing"] = nil }
        return ManifestFormat.manifest(OrderManifest.kind, named: specification.name.rawValue, spec: spec)
    }

    private static var schema: JSONValue {
        Schema.object(
            [
                "region": Schema.region,
                "billing": Schema.billing,
                "masters": Schema.object(
                    ["model": Schema.model, "count": ["enum": [1, 3], "description": "1, or 3 for availability."]],
                    required: ["model"]),
                "slaves": Schema.object(
                    ["model": Schema.model, "count": Schema.integer("How many slaves.", Figures.slaveCounts)],
                    required: ["model"]),
                "cluster": Schema.object(
                    [
                        "name": Schema.text("3 to 64 of a–z, 0–9 and _.", pattern: "^[a-z][a-z0-9_]{2,63}$"),
                        "description": Schema.text("At most 256 characters on one line."),
                        "zone": Schema.text("A zone of the region."),
                        "vpc": Schema.text("The id of a VPC that its owner has named."),
                        "vSwitch": Schema.text("A vSwitch of the VPC, in the zone, with an address for each node."),
                        "bucket": Schema.text("A Standard and private bucket of the region."),
                        "cidr": Schema.text("The cluster's own network range."),
                    ], required: ["name", "zone", "vpc", "vSwitch", "bucket"]),
                "projects": Schema.list(of: Schema.project, atLeast: 1),
                "storage": Schema.list(
                    of: Schema.object(
                        [
                            "name": Schema.text("What it is called."), "region": Schema.region,
                            "vpc": Schema.text("Its VPC."), "securityGroup": Schema.text("The group that guards it."),
                        ], required: ["name", "region"])),
                "timing": Schema.timing,
            ], required: ["region", "billing", "masters", "slaves", "cluster", "projects"])
    }

    private static let template = """
        # An order of exclusive mode: bought once, and never cancelled. Look before you place it: sluice check FILE.
        apiVersion: sluice/v1
        kind: ExclusiveOrder
        metadata:
          name: risk                     # a–z, 0–9, - and _; unique in the store
        spec:
          region: cn-beijing
          billing:
            method: subscription         # or pay-as-you-go, without months
            months: 12                   # 1 to 12
          masters:
            model: Ecs_4c16g             # bounds the cluster: up to 80 CU
            count: 3                     # 1, or 3 to survive the loss of one
          slaves:
            model: Ecs_8c32g             # 6 usable CU each; never changes
            count: 6                     # 2 to 1000
          cluster:
            name: risk_cluster           # a–z, 0–9 and _
            description: Risk control
            zone: cn-beijing-f
            vpc: vpc-prod                # must have a name of your own
            vSwitch: vsw-1               # a free address for each of the masters and slaves
            bucket: risk-udf             # Standard, private, versioning off
            # cidr: 10.10.0.0/16         # the cluster's own range, apart from the VPC's
          projects:                      # together no more CUs than the cluster has
            - name: risk_rt
              description: Real-time rules
              computeUnits: 30
          # storage:                     # what the jobs will read and write, to judge whether they can reach it
          #   - { name: orders-db, region: cn-beijing, vpc: vpc-prod }
          # timing: { poll: 30s, startAllowance: 1h }

        """
}
