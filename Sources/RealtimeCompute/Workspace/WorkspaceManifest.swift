package import Documents
import Wording

/// The manifest of a workspace of fully managed Flink: `apiVersion: sluice/v1`, `kind: Workspace`.
package enum WorkspaceManifest {
    package static let kind = "Workspace"
    /// How many CUs can be bought; a bound of ours, the vendor states none.
    package static let computeUnits = 1...100_000

    /// What `document` asks for, or every fault it has.
    package static func read(_ document: Document) throws(InvalidDocument) -> WorkspaceOrder.Specification {
        try document.decode { root in
            root.object { fields in
                fields.header(apiVersion: OrderManifest.apiVersion, kind: kind)
                let name = fields.required("metadata")?.object { $0.required("name")?.name(OrderName.self, .order) }
                return fields.required("spec")?.object { specification(in: $0, named: name) }
            }
        }
    }

    private static func specification(in spec: ObjectReader, named name: OrderName?) -> WorkspaceOrder.Specification? {
        let region = spec.required("region")?.name(RegionID.self, .region)
        let billing = spec.required("billing")?.object(OrderManifest.billing)
        let zone = spec.required("zone")?.name(ZoneID.self, .resource)
        let vpc = spec.required("vpc")?.name(VPCID.self, .resource)
        let vSwitches = spec.required("vSwitches").flatMap(vSwitches)
        let bucket = spec.required("bucket")?.name(BucketName.self, .bucket)
        let units = spec.required("computeUnits")?.integer(in: computeUnits)
        let highAvailability = spec.optional("highAvailability").map { $0.boolean() } ?? false
        let secondZoneReader = spec.optional("secondZone")
        let secondZone = secondZoneReader.flatMap { otherZone($0, isOf: highAvailability, than: zone) }
        let namespaces = spec.optional("namespaces").map(namespaces) ?? []
        let timing = spec.optional("timing").map { $0.object { $0.timing() } } ?? Timing()
        guard let name, let region, let billing, let zone, let vpc, let vSwitches, let bucket, let units,
            let highAvailability, let namespaces, let timing, secondZoneReader == nil || secondZone != nil
        else { return nil }
        return WorkspaceOrder.Specification(
            name: name,
            workspace: WorkspaceSpecification(
                name: WorkspaceName(rawValue: name.rawValue), region: region, billing: billing, zone: zone, vpc: vpc,
                vSwitches: vSwitches, bucket: bucket, computeUnits: ComputeUnits(units),
                isHighlyAvailable: highAvailability, secondZone: secondZone), namespaces: namespaces, timing: timing)
    }

    private static func otherZone(
        _ reader: NodeReader, isOf highAvailability: Bool?, than first: ZoneID?
    ) -> WorkspaceSpecification.SecondZone? {
        guard highAvailability != false else { return reader.fault(.notOfOneZone(reader)) }
        return reader.object { fields in
            let zoneReader = fields.required("zone")
            let zone = zoneReader?.name(ZoneID.self, .resource)
            let vSwitches = fields.required("vSwitches").flatMap(vSwitches)
            guard let zone, let vSwitches else { return nil }
            guard zone != first else { return zoneReader?.fault(.sameZone(reader)) }
            return WorkspaceSpecification.SecondZone(zone: zone, vSwitches: vSwitches)
        }
    }

    private static func vSwitches(_ reader: NodeReader) -> [VSwitchID]? {
        guard let vSwitches = reader.list({ $0.name(VSwitchID.self, .resource) }) else { return nil }
        reader.requireDistinct(vSwitches.map(\.rawValue))
        guard Figures.workspaceVSwitches.contains(vSwitches.count) else {
            let bounds = Figures.workspaceVSwitches
            return reader.fault(
                .outOfRange(reader.node, allowed: "\(bounds.lowerBound)…\(bounds.upperBound)", path: reader.path))
        }
        return vSwitches
    }

    private static func namespaces(_ reader: NodeReader) -> [NamespaceSpecification]? {
        let namespaces = reader.list { item in
            item.object { fields -> NamespaceSpecification? in
                let name = fields.required("name")?.name(NamespaceName.self, .namespace)
                let units = fields.required("computeUnits")?.integer(in: computeUnits)
                guard let name, let units else { return nil }
                return NamespaceSpecification(name: name, computeUnits: ComputeUnits(units))
            }
        }
        reader.requireDistinct(namespaces?.map(\.name.rawValue) ?? [])
        return namespaces
    }
}

extension Fault {
    fileprivate static func notOfOneZone(_ reader: NodeReader) -> Self {
        Self(
            id: "second-zone", at: reader.node.place, path: reader.path, found: "a second zone",
            allowed: LocalizedText("only with highAvailability: true", zh: "仅在 highAvailability: true 时"),
            message: LocalizedText("it is in one zone alone", zh: "未启用高可用，只有一个可用区"))
    }

    fileprivate static func sameZone(_ reader: NodeReader) -> Self {
        Self(
            id: "second-zone", at: reader.node.place, path: "\(reader.path).zone", found: "the first zone again",
            allowed: LocalizedText("another zone of the region", zh: "该地域的另一可用区"),
            message: LocalizedText("both zones are the same", zh: "两个可用区相同"))
    }
}
