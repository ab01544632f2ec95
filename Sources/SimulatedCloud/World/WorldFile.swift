package import Documents
import RealtimeCompute
import Wording
package import Workflow

/// The world file of a simulated cloud: `apiVersion: sluice/v1`, `kind: World`.
package enum WorldFile {
    package static let kind = "World"

    /// The cloud that `document` describes, or every fault the document has.
    ///
    /// - Parameters:
    ///   - id: the identity of the new cloud.
    ///   - realNow: the real time at which its clock starts.
    package static func read(
        _ document: Document, id: String, realNow: Timestamp
    ) throws(InvalidDocument) -> CloudState {
        try document.decode { root in
            root.object { fields -> CloudState? in
                fields.header(apiVersion: OrderManifest.apiVersion, kind: kind)
                return fields.required("spec")?.object { cloud(in: $0, id: CloudID(rawValue: id), realNow: realNow) }
            }
        }
    }

    private static func cloud(in spec: ObjectReader, id: CloudID, realNow: Timestamp) -> CloudState? {
        let account = spec.required("account")?.object { $0.required("id")?.name(AccountID.self, .resource) }
        let caller = spec.optional("caller").map { $0.object { SimulatedCaller.read($0) } } ?? .some(.theAccount)
        let clock = spec.required("clock")?.object { fields -> CloudClock? in
            let start = fields.required("start")?.timestamp()
            let speed = fields.optional("speed").map { $0.speed() } ?? 1
            guard let start, let speed else { return nil }
            return CloudClock(start: start, speed: speed, realNow: realNow)
        }
        let regionsReader = spec.required("regions")
        let zones = regionsReader?.list { $0.object(zonesOfRegion) }?.flatMap(\.self)
        regionsReader?.requireDistinct(zones?.map(\.id.rawValue) ?? [])
        let vpcs = spec.resources("vpcs", id: \.id.rawValue) { VPC.read($0) }
        let vSwitches = spec.resources("vSwitches", id: \.id.rawValue) { VSwitch.read($0) }
        let buckets = spec.resources("buckets", id: \.name.rawValue) { Bucket.read($0) }
        let policies = spec.resources("policies", id: \.name.rawValue) { PolicyRecord.read($0) }
        let roles = spec.resources("roles", id: { $0.name.rawValue.lowercased() }) {
            RoleRecord.read($0, policies: policies?.map(\.name) ?? [])
        }
        let users = spec.resources("users", id: \.name) { UserRecord.read($0, policies: policies?.map(\.name) ?? []) }
        let accessKeys = spec.resources("accessKeys", id: \.id) { AccessKeyRecord.read($0) }
        let start = spec.optional("clusterStart").map { $0.object { $0.required("duration")?.duration() } }
        let visibility = spec.optional("visibility").map { $0.object { Visibility.read($0) } } ?? Visibility()
        let change = spec.optional("clusterChange").map { $0.object { ClusterChange.read($0) } } ?? ClusterChange()
        let sale = spec.optional("sales").map { $0.object { Sales.read($0) } } ?? Sales()
        let keys = spec.optional("purchaseKeys").map { $0.word(PurchaseKeys.self) } ?? .kept
        let instancesReader = spec.optional("instances")
        let instances = instancesReader.map { $0.list { $0.object(WorldInstance.read) } } ?? []
        let workspacesReader = spec.optional("workspaces")
        let workspaces =
            workspacesReader.map { reader in
                reader.list { item in
                    item.object { WorkspaceRecord.read($0, at: clock?.now(at: realNow) ?? realNow) }
                }
            } ?? []
        workspacesReader?.requireDistinct(workspaces?.map(\.id.rawValue).filter { !$0.isEmpty } ?? [])
        let stacks = spec.items("stacks") { $0.name(StackName.self, .resource) }
        let faults = spec.items("faults") { $0.text(FaultScript.rule) { FaultScript($0) } }

        guard let account, let caller, let clock, let zones, let vpcs, let vSwitches, let buckets, let policies,
            let roles, let users, let accessKeys, let visibility, let change, let sale, let keys, let instances,
            let stacks, let workspaces, let faults,
            let duration = start ?? Figures.usualStart
        else { return nil }
        var cloud = CloudState(
            settings: CloudSettings(
                id: id, account: account, caller: caller, clock: clock, saleCloses: sale.closes,
                sharedSaleCloses: sale.sharedCloses, clusterStart: duration, clusterChange: change,
                visibility: visibility, keepsPurchaseKeys: keys == .kept))
        zones.forEach { cloud.tables.zones.append($0) }
        vpcs.forEach { cloud.tables.vpcs.append($0) }
        vSwitches.forEach { cloud.tables.vSwitches.append($0) }
        buckets.forEach { cloud.tables.buckets.append($0) }
        roles.forEach { cloud.tables.roles.append(Remembered($0)) }
        policies.forEach { cloud.tables.policies.append(Remembered($0)) }
        cloud.addServicePolicies(of: roles.flatMap(\.policies) + users.flatMap(\.policies))
        cloud.settings.stacks = stacks
        workspaces.forEach { cloud.add($0) }
        users.forEach { cloud.tables.users.append($0) }
        accessKeys.forEach { cloud.tables.accessKeys.append($0) }
        let now = clock.now(at: realNow)
        for instance in instances {
            if let fault = cloud.add(instance, at: now) { instancesReader?.faults.add(fault) }
        }
        faults.forEach { cloud.add($0, at: now) }
        return cloud
    }

    private static func zonesOfRegion(_ fields: ObjectReader) -> [Zone]? {
        let region = fields.required("id")?.name(RegionID.self, .region)
        let zones = fields.required("zones")?.list { item in
            item.object { Zone.read($0, region: region ?? "") }
        }
        return zones
    }
}

enum PurchaseKeys: String, CaseIterable {
    case kept, dropped
}

/// When sales close; `nil` is never.
struct Sales {
    /// Of exclusive mode.
    var closes: Timestamp? = Figures.endOfSale(of: .exclusive)
    var sharedCloses: Timestamp? = Figures.endOfSale(of: .shared)
}

extension ObjectReader {
    /// The items of a list that may be left out; all of them, or `nil` if one has a fault.
    fileprivate func items<Item>(_ name: String, _ read: (NodeReader) -> Item?) -> [Item]? {
        guard let reader = optional(name) else { return [] }
        return reader.list(read)
    }

    /// The resources of a list that may be left out, no two of one id.
    fileprivate func resources<Item>(
        _ name: String, id: (Item) -> String, _ read: (ObjectReader) -> Item?
    ) -> [Item]? {
        guard let reader = optional(name) else { return [] }
        let items = reader.list { $0.object(read) }
        reader.requireDistinct(items?.map(id) ?? [])
        return items
    }
}
