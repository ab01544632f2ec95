import Documents
package import RealtimeCompute
package import Workflow

/// A workspace of a world, bought before Sluice; or changed, as its owner would.
extension WorkspaceRecord {
    static func read(_ fields: ObjectReader, at now: Timestamp) -> Self? {
        let id = fields.optional("id").map { $0.name(WorkspaceID.self, .resource) } ?? WorkspaceID(rawValue: "")
        let name = fields.required("name")?.name(WorkspaceName.self, .order)
        let region = fields.required("region")?.name(RegionID.self, .region)
        let billing = fields.optional("billing").map { $0.object(OrderManifest.billing) } ?? .payAsYouGo
        let zone = fields.required("zone")?.name(ZoneID.self, .resource)
        let vpc = fields.required("vpc")?.name(VPCID.self, .resource)
        let vSwitches = fields.required("vSwitches")?.list { $0.name(VSwitchID.self, .resource) }
        let bucket = fields.required("bucket")?.name(BucketName.self, .bucket)
        let units = fields.required("computeUnits")?.integer(in: WorkspaceManifest.computeUnits)
        let boughtAt = fields.optional("boughtAt").map { $0.timestamp() } ?? now + (.zero - Figures.usualWorkspaceStart)
        let namespaces =
            fields.optional("namespaces").map { reader in
                reader.list { item in
                    item.object { fields -> NamespaceRecord? in
                        let name = fields.required("name")?.name(NamespaceName.self, .namespace)
                        let units = fields.required("computeUnits")?.integer(in: WorkspaceManifest.computeUnits)
                        guard let name, let units else { return nil }
                        return NamespaceRecord(name: name, computeUnits: ComputeUnits(units))
                    }
                }
            } ?? []
        guard let id, let name, let region, let billing, let zone, let vpc, let vSwitches, let bucket, let units,
            let boughtAt, let namespaces
        else { return nil }
        var record = Self(
            id: id,
            specification: WorkspaceSpecification(
                name: name, region: region, billing: billing, zone: zone, vpc: vpc, vSwitches: vSwitches,
                bucket: bucket, computeUnits: ComputeUnits(units), isHighlyAvailable: false),
            computeUnits: ComputeUnits(units), createdAt: boughtAt, endsAt: nil, duration: Figures.usualWorkspaceStart,
            namespaces: namespaces)
        if case .subscription(let months) = billing {
            record.endsAt = InstanceRecord.end(after: months, from: boughtAt)
        }
        return record
    }
}

extension CloudState {
    /// Puts a workspace down that was bought before; one without an id is given one.
    mutating func add(_ workspace: WorkspaceRecord) {
        guard workspace.id.rawValue.isEmpty else { return tables.workspaces.append(workspace) }
        tables.workspaces.append(
            WorkspaceRecord(
                id: WorkspaceID(rawValue: "f-cn-\(String(nextID(), radix: 36))"),
                specification: workspace.specification, computeUnits: workspace.computeUnits,
                createdAt: workspace.createdAt, endsAt: workspace.endsAt, duration: workspace.duration,
                namespaces: workspace.namespaces))
    }

    /// Deletes a workspace, whatever it is.
    package mutating func deleteWorkspace(_ id: WorkspaceID, at now: Timestamp) {
        guard let row = tables.workspaces.row(.id, id.rawValue) else { return }
        var record = row.record
        record.isDeleted = true
        tables.workspaces.replace(at: row.position, with: record)
    }
}

extension WorkspaceRecord {
    /// A workspace changed as its owner, or time, would; one is not made here.
    static func read(_ fields: ObjectReader, over known: Self) -> Self? {
        var record = known
        let units = fields.value("computeUnits", over: known.computeUnits.count) {
            $0.integer(in: WorkspaceManifest.computeUnits)
        }
        let endsAt = fields.optional("endsAt").map { $0.timestamp() }
        let arrears = fields.optional("inArrears").map { $0.boolean() }
        guard let units, endsAt != .some(nil), arrears != .some(nil) else { return nil }
        record.computeUnits = ComputeUnits(units)
        if let endsAt { record.endsAt = endsAt }
        if let arrears { record.isInArrears = arrears }
        return record
    }
}
