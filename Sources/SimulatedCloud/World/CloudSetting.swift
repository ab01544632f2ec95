package import Documents
import RealtimeCompute
import Wording
package import Workflow

extension CloudState {
    /// Changes a resource as its owner would: `vswitch/vsw-1` with `freeAddresses` 20.
    ///
    /// A resource that does not exist is created if all it needs is given; `exists=false` deletes one.
    ///
    /// - Parameter fields: the document of the fields to change; a name with a dot is a field of a field.
    package mutating func set(
        _ path: String, _ fields: Node, at now: Timestamp, realNow: Timestamp
    ) throws(InvalidDocument) {
        settle(at: now)
        let halves = path.split(separator: "/", maxSplits: 1).map(String.init)
        let faults = FaultCollector()
        let root = NodeReader(fields, faults: faults)
        if halves.count == 2, let kind = ResourceKind(rawValue: halves[0]) {
            set(kind, halves[1], root, at: now)
        } else if halves.count == 1, let kind = SettingKind(rawValue: path) {
            set(kind, root, at: now, realNow: realNow)
        } else {
            faults.add(.unknownResource(path))
        }
        guard faults.faults.isEmpty else { throw InvalidDocument(source: path, faults: faults.faults) }
    }

    private enum ResourceKind: String, CaseIterable {
        case vpc, vswitch, bucket, role, policy, zone, purchase, instance, cluster, workspace
    }

    private enum SettingKind: String, CaseIterable {
        case caller, sales, clock, visibility
        case clusterStart = "cluster-start"
        case clusterChange = "cluster-change"
        case purchaseKeys = "purchase-keys"
    }

    /// The resources and settings that can be changed, for people.
    package static let settable =
        ResourceKind.allCases.map { "\($0.rawValue)/ID" } + SettingKind.allCases.map(\.rawValue)

    private mutating func set(_ kind: ResourceKind, _ id: String, _ root: NodeReader, at now: Timestamp) {
        switch kind {
        case .vpc:
            set(\.vpcs, .id, id, root) { VPC.read($0, over: $1, id: VPCID(rawValue: id)) }
        case .vswitch:
            set(\.vSwitches, .id, id, root) { VSwitch.read($0, over: $1, id: VSwitchID(rawValue: id)) }
        case .bucket:
            set(\.buckets, .name, id, root) { Bucket.read($0, over: $1, name: BucketName(rawValue: id)) }
        case .zone:
            set(\.zones, .id, id, root) { fields, known in
                let region = fields.value("region", over: known?.region) { $0.name(RegionID.self, .region) }
                return region.flatMap { region in
                    let zone = Zone(id: ZoneID(rawValue: id), region: region, stock: known?.stock ?? [:])
                    return Zone.read(fields, over: zone)
                }
            }
        case .purchase:
            set(\.purchases, .orderNumber, id, root) { PurchaseRecord.read($0, over: $1) }
        case .cluster:
            setCluster(ClusterID(rawValue: id), root, at: now)
        case .instance:
            setInstance(InstanceID(rawValue: id), root, at: now)
        case .workspace:
            set(\.workspaces, .id, id, root) { fields, known in
                guard let known else { return root.fault(.noSuchThing(root)) }
                return WorkspaceRecord.read(fields, over: known)
            }
        case .role:
            let names = tables.policies.all.compactMap(\.current?.name)
            set(\.roles, RoleRecord.nameInIndex(id), root, at: now) {
                RoleRecord.read($0, over: $1, name: $1?.name ?? RoleName(rawValue: id), policies: names)
            }
            addServicePolicies(of: roles.flatMap(\.policies))
        case .policy:
            set(\.policies, id, root, at: now) { PolicyRecord.read($0, over: $1, name: PolicyName(rawValue: id)) }
        }
    }

    private mutating func set(_ kind: SettingKind, _ root: NodeReader, at now: Timestamp, realNow: Timestamp) {
        switch kind {
        case .caller:
            if let changed = root.object({ SimulatedCaller.read($0, over: settings.caller) }) {
                settings.caller = changed
            }
        case .sales:
            if let changed = root.object({
                Sales.read($0, over: Sales(closes: settings.saleCloses, sharedCloses: settings.sharedSaleCloses))
            }) {
                settings.saleCloses = changed.closes
                settings.sharedSaleCloses = changed.sharedCloses
            }
        case .clock:
            if let speed = root.object({ $0.required("speed")?.speed() }) {
                settings.clock.setSpeed(speed, at: realNow)
            }
        case .visibility:
            if let changed = root.object({ Visibility.read($0, over: settings.visibility) }) {
                settings.visibility = changed
            }
        case .clusterStart:
            if let duration = root.object({ $0.required("duration")?.duration() }) {
                setClusterStart(duration)
            }
        case .clusterChange:
            if let changed = root.object({ ClusterChange.read($0, over: settings.clusterChange) }) {
                setClusterChange(changed)
            }
        case .purchaseKeys:
            if let keys = root.object({ $0.required("keys")?.word(PurchaseKeys.self) }) {
                settings.keepsPurchaseKeys = keys == .kept
            }
        }
    }

    /// Leaves an instance unpaid or pays again, or gives one of shared mode other compute units, as its owner would.
    private mutating func setInstance(_ id: InstanceID, _ root: NodeReader, at now: Timestamp) {
        var units: ComputeUnits?
        set(\.instances, .id, id.rawValue, root) { fields, known in
            if let wished = fields.optional("computeUnits") {
                guard case .computeUnits? = known?.size else { return wished.fault(.noSuchThing(wished)) }
                units = wished.integer(in: SharedManifest.computeUnits).map { ComputeUnits($0) }
                guard let status = fields.optional("status") else { return known }
                return InstanceRecord.read(status, over: known, at: now)
            }
            return InstanceRecord.read(fields.required("status"), over: known, at: now)
        }
        guard root.faults.faults.isEmpty else { return }
        if let units { resizeShared(id, to: units, at: now) }
        settle(at: now)
    }

    /// Takes a cluster to another state at once, or asks for other machines as its owner would in the console.
    private mutating func setCluster(_ id: ClusterID, _ root: NodeReader, at now: Timestamp) {
        var wishes: (masters: (MachineModel, NodeReader)?, slaves: (Int, VSwitchID?, NodeReader)?)
        set(\.clusters, .id, id.rawValue, root) { fields, known in
            let masters = fields.optional("masters")
            let slaves = fields.optional("slaves")
            let vSwitch = fields.optional("vSwitch")?.name(VSwitchID.self, .resource)
            if let masters { wishes.masters = masters.word().map { ($0, masters) } }
            if let slaves { wishes.slaves = slaves.integer(in: Figures.slaveCounts).map { ($0, vSwitch, slaves) } }
            guard masters == nil, slaves == nil else {
                guard known != nil else { return root.fault(.noSuchThing(root)) }
                let status = fields.optional("status")
                return status == nil ? known : .read(status, over: known, at: now)
            }
            return .read(fields.required("status"), over: known, at: now)
        }
        if !settings.conditions.contains(.stall) { resumeClusters(at: now) }
        guard root.faults.faults.isEmpty else { return }
        if let (model, reader) = wishes.masters {
            attempt(reader) { (state) throws(CloudError) in
                try state.changeMaster(id, to: model, by: .console, at: now)
            }
        }
        if let (count, vSwitch, reader) = wishes.slaves {
            attempt(reader) { (state) throws(CloudError) in
                let present = state.tables.clusters.first(.id, id.rawValue)?.slaves.count ?? 0
                if count < present {
                    try state.shrinkCluster(id, toSlaves: count, by: .console, at: now)
                } else {
                    try state.expandCluster(id, toSlaves: count, vSwitch: vSwitch, by: .console, at: now)
                }
            }
        }
    }

    /// Asks for a change; what the service refuses is a fault of the field.
    private mutating func attempt(_ reader: NodeReader, _ change: (inout CloudState) throws(CloudError) -> Void) {
        do throws(CloudError) {
            try change(&self)
        } catch {
            reader.faults.add(.refused(error, reader))
        }
    }

    /// Changes, creates or deletes the record that stands under `key`.
    private mutating func set<Record: TableRecord>(
        _ table: WritableKeyPath<CloudTables, Table<Record>>, _ index: Record.Index, _ key: String, _ root: NodeReader,
        read: (ObjectReader, Record?) -> Record?
    ) {
        let row = tables[keyPath: table].row(index, key)
        switch (root.change(of: row?.record, read), row) {
        case (.delete, let row?): tables[keyPath: table].remove(at: row.position)
        case (.put(let record), let row?): tables[keyPath: table].replace(at: row.position, with: record)
        case (.put(let record), nil): tables[keyPath: table].append(record)
        case (.delete, nil), (nil, _): break
        }
    }

    /// Changes, creates or deletes a record that remembers what it was.
    private mutating func set<Record: NamedRecord>(
        _ table: WritableKeyPath<CloudTables, Table<Remembered<Record>>>, _ name: String, _ root: NodeReader,
        at now: Timestamp, read: (ObjectReader, Record?) -> Record?
    ) {
        // One that was deleted is remembered beside the one that has taken its name.
        let row = tables[keyPath: table].rows(.name, name).first { $0.record.current != nil }
        let change = root.change(of: row?.record.current, read)
        guard var remembered = row?.record, let position = row?.position else {
            if case .put(let record) = change { tables[keyPath: table].append(Remembered(record, since: now)) }
            return
        }
        switch change {
        case .delete: remembered.change(to: nil, at: now)
        case .put(let record): remembered.change(to: record, at: now)
        case nil: return
        }
        tables[keyPath: table].replace(at: position, with: remembered)
    }
}

private enum Change<Item> {
    case delete
    case put(Item)
}

extension NodeReader {
    /// What the fields make of a resource; `nil` if they have a fault.
    fileprivate func change<Item>(of known: Item?, _ read: (ObjectReader, Item?) -> Item?) -> Change<Item>? {
        object { fields -> Change<Item>? in
            let exists = fields.optional("exists")
            if let exists, exists.boolean() == false { return .delete }
            return read(fields, known).map { .put($0) }
        }
    }
}

extension Fault {
    static func refused(_ error: CloudError, _ reader: NodeReader) -> Self {
        Self(
            id: "refused", at: reader.node.place, path: reader.path,
            allowed: LocalizedText("what the service admits", zh: "服务所允许的"),
            message: LocalizedText("\(error.code): \(error.vendorMessage)", zh: "\(error.code)：\(error.vendorMessage)"))
    }

    fileprivate static func unknownResource(_ resource: String) -> Self {
        let path = resource.printable()
        let kinds = CloudState.settable
        let suggestion = path.nearest(among: kinds)
        return Self(
            id: "unknown-resource", at: .start, found: path,
            allowed: LocalizedText(verbatim: kinds.joined(separator: ", ")),
            message: LocalizedText(
                "there is nothing called \(path) to set" + (suggestion.map { "; did you mean \($0)?" } ?? ""),
                zh: "没有可设置的 \(path)" + (suggestion.map { "；是否想写 \($0)？" } ?? "")))
    }
}
