import AccessPolicies
import Documents
import RealtimeCompute
import Wording
import Workflow

// How each resource of a world is read: whole from a world file, or over what it is from `cloud set`.

extension ObjectReader {
    /// The field called `name`, read; what it is already if it is not given; a fault if it is neither.
    func value<Value>(_ name: String, over known: Value?, _ read: (NodeReader) -> Value?) -> Value? {
        if let reader = given(name), !reader.isNull { return read(reader) }
        if let known { return known }
        return required(name).flatMap(read)
    }

    /// Like ``value(_:over:_:)``, with a value for when it is neither given nor known.
    func value<Value>(_ name: String, over known: Value?, default standard: Value, _ read: (NodeReader) -> Value?)
        -> Value?
    {
        value(name, over: known ?? standard, read)
    }
}

extension NodeReader {
    func count() -> Int? { integer(in: 0...1_000_000) }

    func speed() -> Double? {
        guard let speed = number() else { return nil }
        guard CloudClock.speeds.contains(speed) else {
            return fault(.outOfRange(node, allowed: "0…1000000", path: path))
        }
        return speed
    }

    /// A list of texts, one text with commas, or nothing for none.
    func texts() -> [String]? {
        if isNull { return [] }
        if case .list = node.content { return list { $0.text() } }
        return text()?.split(separator: ",").map { $0.trimmingPrefix(while: \.isWhitespace) }.map(String.init)
    }
}

extension Zone {
    static func read(_ fields: ObjectReader, region: RegionID) -> Self? {
        guard let id = fields.required("id")?.name(ZoneID.self, .resource) else { return nil }
        return read(fields, over: Zone(id: id, region: region, stock: [:]))
    }

    static func read(_ fields: ObjectReader, over known: Zone) -> Self? {
        var zone = known
        if let reader = fields.optional("stock") {
            let counts: [Void]? = reader.object { stock in
                MachineModel.allCases.map { model in
                    if let count = stock.optional(model.rawValue)?.count() { zone.stock[model] = count }
                }
            }
            guard counts != nil else { return nil }
        }
        return zone
    }
}

extension VPC {
    static func read(_ fields: ObjectReader, over known: VPC? = nil, id: VPCID? = nil) -> Self? {
        let id = id ?? known?.id ?? fields.required("id")?.name(VPCID.self, .resource)
        let nameReader = fields.given("name")
        let name = nameReader.map { $0.isNull ? nil : $0.text() } ?? known?.name
        let region = fields.value("region", over: known?.region) { $0.name(RegionID.self, .region) }
        let cidr = fields.value("cidr", over: known?.cidr) { $0.addressRange() }
        guard let id, let region, let cidr else { return nil }
        return VPC(id: id, name: name?.isEmpty == true ? nil : name, region: region, cidr: cidr)
    }
}

extension VSwitch {
    static func read(_ fields: ObjectReader, over known: VSwitch? = nil, id: VSwitchID? = nil) -> Self? {
        let id = id ?? known?.id ?? fields.required("id")?.name(VSwitchID.self, .resource)
        let vpc = fields.value("vpc", over: known?.vpc) { $0.name(VPCID.self, .resource) }
        let zone = fields.value("zone", over: known?.zone) { $0.name(ZoneID.self, .resource) }
        let cidr = fields.value("cidr", over: known?.cidr) { $0.addressRange() }
        let free = fields.value("freeAddresses", over: known?.freeAddresses) { $0.count() }
        let name = fields.given("name").map { $0.isNull ? nil : $0.text() } ?? known?.name
        guard let id, let vpc, let zone, let cidr, let free else { return nil }
        return VSwitch(id: id, vpc: vpc, zone: zone, cidr: cidr, freeAddresses: free, name: name)
    }
}

extension Bucket {
    static func read(_ fields: ObjectReader, over known: Bucket? = nil, name: BucketName? = nil) -> Self? {
        let name = name ?? known?.name ?? fields.required("name")?.name(BucketName.self, .bucket)
        let region = fields.value("region", over: known?.region) { $0.name(RegionID.self, .region) }
        let storageClass = fields.value("storageClass", over: known?.storageClass, default: .standard) { $0.word() }
        let access = fields.value("acl", over: known?.accessControl, default: .private) { $0.word() }
        let versioning = fields.value("versioning", over: known?.hasVersioning, default: false) { $0.boolean() }
        guard let name, let region, let storageClass, let access, let versioning else { return nil }
        return Bucket(
            name: name, region: region, storageClass: storageClass, accessControl: access, hasVersioning: versioning)
    }
}

extension RoleRecord {
    /// - Parameter policies: the custom policies that there are.
    static func read(
        _ fields: ObjectReader, over known: RoleRecord? = nil, name: RoleName? = nil, policies: [PolicyName]
    ) -> Self? {
        let name = name ?? known?.name ?? fields.required("name")?.name(RoleName.self, .resource)
        let trusts = fields.given("trusts").map { $0.texts() } ?? known?.trusts ?? []
        let attached = fields.given("policies").map { $0.policyNames(among: policies) } ?? known?.policies ?? []
        guard let name, let trusts, let attached else { return nil }
        return RoleRecord(
            name: name, trusts: trusts, policies: attached, description: known?.description,
            longestSession: known?.longestSession)
    }
}

extension NodeReader {
    /// Names of policies that exist: custom ones, the vendor's, or those that the service documents.
    fileprivate func policyNames(among custom: [PolicyName]) -> [PolicyName]? {
        let service = ServicePolicies.documents.keys.filter { !custom.contains($0) }
        let all = custom + (SystemPolicies.documents.keys + service).sorted { $0.rawValue < $1.rawValue }
        let names = texts()?.map { PolicyName(rawValue: $0) }
        for unknown in names ?? [] where !all.contains(unknown) {
            faults.add(.unknownPolicy(unknown, known: all, self))
        }
        return names
    }
}

extension PolicyRecord {
    static func read(_ fields: ObjectReader, over known: PolicyRecord? = nil, name: PolicyName? = nil) -> Self? {
        let name = name ?? known?.name ?? fields.required("name")?.name(PolicyName.self, .resource)
        let document = fields.value("document", over: known?.document) { reader -> String? in
            guard AccessPolicy.read(reader) != nil else { return nil }
            return reader.node.jsonText
        }
        guard let name, let document else { return nil }
        return PolicyRecord(name: name, document: document, description: known?.description)
    }
}

extension SimulatedCaller {
    static func read(_ fields: ObjectReader, over known: SimulatedCaller? = nil) -> Self? {
        let kind = fields.value("type", over: known?.kind) { $0.word(Caller.Kind.self) }
        let nameReader = fields.optional("name")
        let name = nameReader?.name(RoleName.self, .resource)?.rawValue ?? (kind == known?.kind ? known?.name : nil)
        let denied = fields.value("denied", over: known?.denied, default: []) { reader in
            reader.list { $0.word(Call.self) }
        }
        guard let kind, let denied else { return nil }
        if kind != .account, name == nil {
            _ = fields.required("name")
            return nil
        }
        return SimulatedCaller(kind: kind, name: kind == .account ? nil : name, denied: denied)
    }
}

extension Visibility {
    static func read(_ fields: ObjectReader, over known: Visibility = Visibility()) -> Self? {
        let orders = fields.value("orders", over: known.orders) { $0.duration() }
        let clusters = fields.value("clusters", over: known.clusters) { $0.duration() }
        let grants = fields.value("grants", over: known.grants) { $0.duration() }
        guard let orders, let clusters, let grants else { return nil }
        return Visibility(orders: orders, clusters: clusters, grants: grants)
    }
}

extension Sales {
    /// The sales of both modes; `closes: null` is never.
    ///
    /// Without a mode it is exclusive mode's.
    static func read(_ fields: ObjectReader, over known: Sales = Sales()) -> Self? {
        let shared =
            fields.optional("shared").map { $0.object { closing($0, over: known.sharedCloses) } }
            ?? .some(Closing(at: known.sharedCloses))
        let exclusive =
            fields.optional("exclusive").map { $0.object { closing($0, over: known.closes) } }
            ?? closing(fields, over: known.closes)
        guard let shared, let exclusive else { return nil }
        return Sales(closes: exclusive.at, sharedCloses: shared.at)
    }

    /// When a sale closes, if ever.
    private struct Closing {
        let at: Timestamp?
    }

    private static func closing(_ fields: ObjectReader, over known: Timestamp?) -> Closing? {
        guard let closes = fields.given("closes") else { return Closing(at: known) }
        return closes.isNull ? Closing(at: nil) : closes.timestamp().map { Closing(at: $0) }
    }
}

extension ClusterChange {
    static func read(_ fields: ObjectReader, over known: ClusterChange = ClusterChange()) -> Self? {
        let duration = fields.value("duration", over: known.duration) { $0.duration() }
        let isForBoth = fields.value("masterForPayAsYouGo", over: known.masterForPayAsYouGo) { $0.boolean() }
        guard let duration, let isForBoth else { return nil }
        return ClusterChange(duration: duration, masterForPayAsYouGo: isForBoth)
    }
}

extension PurchaseRecord {
    /// A purchase is made by buying only; its owner may have paid or cancelled it.
    static func read(_ fields: ObjectReader, over known: PurchaseRecord?) -> Self? {
        let statusReader = fields.required("status")
        guard let status = statusReader?.word(Purchase.Status.self) else { return nil }
        guard let known else { return statusReader?.fault(.noSuchThing(statusReader)) }
        let old = known.purchase
        let purchase = Purchase(
            orderNumber: old.orderNumber, specification: old.specification, key: old.key, status: status,
            madeAt: old.madeAt)
        return PurchaseRecord(purchase: purchase, instance: known.instance)
    }
}

extension ClusterRecord {
    /// A cluster is created by an order only; its owner may take it through its later states.
    static func read(_ statusReader: NodeReader?, over known: ClusterRecord?, at now: Timestamp) -> Self? {
        guard let status = statusReader?.word(ClusterStatus.self) else { return nil }
        guard var cluster = known else { return statusReader?.fault(.noSuchThing(statusReader)) }
        cluster.status = status
        cluster.target = nil
        return cluster
    }
}

extension InstanceRecord {
    /// An instance is bought; its owner may leave it unpaid, or pay again.
    static func read(_ statusReader: NodeReader?, over known: InstanceRecord?, at now: Timestamp) -> Self? {
        guard let status = statusReader?.word(Instance.Status.self) else { return nil }
        guard var instance = known else { return statusReader?.fault(.noSuchThing(statusReader)) }
        switch status {
        case .normal: instance.stoppedAt = nil
        case .stopped: instance.stoppedAt = instance.stoppedAt ?? now
        case .released: instance.stoppedAt = now + (.zero - Instance.grace)
        }
        return instance
    }
}

extension Fault {
    static func noSuchThing(_ reader: NodeReader?) -> Self {
        Self(
            id: "no-such-resource", at: reader?.node.place ?? .start, path: reader?.path ?? "",
            allowed: LocalizedText("one that sluice cloud show lists", zh: "sluice cloud show 所列之一"),
            message: LocalizedText("there is no such resource", zh: "没有此资源"))
    }

    fileprivate static func unknownPolicy(_ name: PolicyName, known: [PolicyName], _ reader: NodeReader) -> Self {
        let suggestion = name.rawValue.nearest(among: known.map(\.rawValue))
        return Self(
            id: "unknown-policy", at: reader.node.place, path: reader.path, found: name.rawValue,
            allowed: LocalizedText(verbatim: known.map(\.rawValue).joined(separator: ", ")),
            message: LocalizedText(
                "there is no policy \(name)" + (suggestion.map { "; did you mean \($0)?" } ?? ""),
                zh: "没有策略 \(name)" + (suggestion.map { "；是否想写 \($0)？" } ?? "")))
    }
}

extension UserRecord {
    /// - Parameter policies: the custom policies that there are.
    static func read(_ fields: ObjectReader, policies: [PolicyName]) -> Self? {
        let name = fields.required("name")?.text()
        let attached = fields.given("policies").map { $0.policyNames(among: policies) } ?? []
        guard let name, let attached else { return nil }
        return UserRecord(name: name, policies: attached)
    }
}

extension AccessKeyRecord {
    /// `as` is `account`, or an object that names a RAM user or a role; the account if it is not given.
    static func read(_ fields: ObjectReader) -> Self? {
        let id = fields.required("id")?.text()
        let secret = fields.required("secret")?.text()
        let owner = fields.optional("as").map { $0.principal() } ?? .account
        guard let id, let secret, let owner else { return nil }
        return AccessKeyRecord(id: id, secret: secret, principal: owner)
    }
}

extension NodeReader {
    fileprivate func principal() -> Principal? {
        guard case .object = node.content else {
            guard text() == "account" else {
                return fault(
                    .unknownValue(node, known: ["account", "{ ramUser: NAME }", "{ role: NAME }"], path: path))
            }
            return .account
        }
        return object { fields -> Principal? in
            if let user = fields.optional("ramUser") { return user.text().map { .ramUser($0) } }
            return fields.required("role")?.text().map { .role($0, session: "world") }
        }
    }
}
