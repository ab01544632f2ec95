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
        case vpc, vswitch, bucket, role, policy, zone, purchase, cluster
    }

    private enum SettingKind: String, CaseIterable {
        case caller, sales, clock, visibility
        case clusterStart = "cluster-start"
        case purchaseKeys = "purchase-keys"
    }

    /// The resources and settings that can be changed, for people.
    package static let settable =
        ResourceKind.allCases.map { "\($0.rawValue)/ID" } + SettingKind.allCases.map(\.rawValue)

    private mutating func set(_ kind: ResourceKind, _ id: String, _ root: NodeReader, at now: Timestamp) {
        switch kind {
        case .vpc:
            set(&vpcs, id, root, id: \.id.rawValue) { VPC.read($0, over: $1, id: VPCID(rawValue: id)) }
        case .vswitch:
            set(&vSwitches, id, root, id: \.id.rawValue) { VSwitch.read($0, over: $1, id: VSwitchID(rawValue: id)) }
        case .bucket:
            set(&buckets, id, root, id: \.name.rawValue) { Bucket.read($0, over: $1, name: BucketName(rawValue: id)) }
        case .zone:
            set(&zones, id, root, id: \.id.rawValue) { fields, known in
                let region = fields.value("region", over: known?.region) { $0.name(RegionID.self, .region) }
                return region.flatMap { region in
                    let zone = Zone(id: ZoneID(rawValue: id), region: region, stock: known?.stock ?? [:])
                    return Zone.read(fields, over: zone)
                }
            }
        case .purchase:
            set(&purchases, id, root, id: \.purchase.orderNumber.rawValue) { PurchaseRecord.read($0, over: $1) }
        case .cluster:
            set(&clusters, id, root, id: \.id.rawValue) { ClusterRecord.read($0, over: $1) }
        case .role:
            let names = policies.compactMap(\.current?.name)
            set(&roles, root, at: now, is: { $0.name.rawValue.lowercased() == id.lowercased() }) {
                RoleRecord.read($0, over: $1, name: $1?.name ?? RoleName(rawValue: id), policies: names)
            }
        case .policy:
            set(&policies, root, at: now, is: { $0.name.rawValue == id }) {
                PolicyRecord.read($0, over: $1, name: PolicyName(rawValue: id))
            }
        }
    }

    private mutating func set(_ kind: SettingKind, _ root: NodeReader, at now: Timestamp, realNow: Timestamp) {
        switch kind {
        case .caller:
            if let changed = root.object({ SimulatedCaller.read($0, over: caller) }) { caller = changed }
        case .sales:
            if let changed = root.object({ Sales.read($0, over: Sales(closes: saleCloses)) }) {
                saleCloses = changed.closes
            }
        case .clock:
            if let speed = root.object({ $0.required("speed")?.speed() }) { clock.setSpeed(speed, at: realNow) }
        case .visibility:
            if let changed = root.object({ Visibility.read($0, over: visibility) }) { visibility = changed }
        case .clusterStart:
            if let duration = root.object({ $0.required("duration")?.duration() }) { clusterStart = duration }
        case .purchaseKeys:
            if let keys = root.object({ $0.required("keys")?.word(PurchaseKeys.self) }) {
                keepsPurchaseKeys = keys == .kept
            }
        }
    }

    /// Changes, creates or deletes one of `items`.
    private func set<Item>(
        _ items: inout [Item], _ wanted: String, _ root: NodeReader, id: (Item) -> String,
        read: (ObjectReader, Item?) -> Item?
    ) {
        let index = items.firstIndex { id($0) == wanted }
        switch root.change(of: index.map { items[$0] }, read) {
        case .delete: if let index { items.remove(at: index) }
        case .put(let item): if let index { items[index] = item } else { items.append(item) }
        case nil: break
        }
    }

    /// Changes, creates or deletes one of `items`, which remember what they were.
    private func set<Item>(
        _ items: inout [Remembered<Item>], _ root: NodeReader, at now: Timestamp, is matches: (Item) -> Bool,
        read: (ObjectReader, Item?) -> Item?
    ) {
        let index = items.firstIndex { $0.current.map(matches) ?? false }
        switch root.change(of: index.flatMap { items[$0].current }, read) {
        case .delete: if let index { items[index].change(to: nil, at: now) }
        case .put(let item):
            if let index { items[index].change(to: item, at: now) } else { items.append(Remembered(item, since: now)) }
        case nil: break
        }
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
