import AlibabaWire
import Documents
package import RealtimeCompute
package import Workflow

/// The clusters of foas 2018-11-11.
///
/// Its writes take no token, its lists show no order: what a lost answer has made is found again by what it is.
extension AlibabaCloud {
    package func createCluster(
        _ specification: ClusterSpecification, on instance: InstanceID, in region: RegionID
    ) async throws -> Answer<Cluster> {
        let reply = try await client.call(
            .send(
                "POST", ["api", "v2", "clusters"], "CreateCluster", in: region,
                [
                    ("description", specification.description), ("displayName", specification.name.rawValue),
                    ("orderId", instance.rawValue), ("userOssBucket", specification.bucket.rawValue),
                    ("userVSwitch", specification.vSwitch.rawValue), ("userVpcId", specification.vpc.rawValue),
                    ("zoneId", specification.zone.rawValue),
                ]))
        let cluster = Cluster(
            id: try reply.body["ClusterId"].name(), name: specification.name, instance: instance, status: .starting,
            stage: nil, createdAt: reply.time ?? time.now, computeUnits: nil)
        return Answer(cluster, requestID: reply.requestID)
    }

    /// The one cluster of the wanted name that is as it was asked for and was made since.
    ///
    /// - Throws: ``CloudError``, with ``CloudError/Code/clusterDiffers`` if one has the name and is not, or several have it.
    package func cluster(
        on instance: InstanceID, as wanted: ClusterSpecification?, since time: Timestamp?, in region: RegionID
    ) async throws -> Answer<Cluster?> {
        guard let wanted else { return Answer(nil, requestID: nil) }
        let found = try await listed(named: wanted.name, in: region)
        guard let item = found.value.first else { return Answer(nil, requestID: found.requestID) }
        guard found.value.count == 1 else {
            let ids = found.value.map(\.id.rawValue).joined(separator: ", ")
            throw CloudError(
                code: CloudError.Code.clusterDiffers,
                vendorMessage: "several clusters are called \(wanted.name): \(ids)",
                requestID: found.requestID)
        }
        let place = try await place(of: item.id, in: region)
        var differences = place.value.differences(from: wanted)
        if let time, item.createdAt < time.wholeSecond {
            differences.append("it was made before, at \(item.createdAt.rfc3339)")
        }
        guard differences.isEmpty else {
            throw CloudError(
                code: CloudError.Code.clusterDiffers,
                vendorMessage: "cluster \(item.id) is called \(wanted.name), but "
                    + differences.joined(separator: ", "),
                requestID: place.requestID)
        }
        return Answer(try await withResources(item, in: region), requestID: found.requestID)
    }

    package func cluster(_ id: ClusterID, in region: RegionID) async throws -> Answer<Cluster?> {
        let (items, requestID) = try await list([("clusterId", id.rawValue)], in: region)
        guard let item = try items.map(Cluster.init).first(where: { $0.id == id }) else {
            return Answer(nil, requestID: requestID)
        }
        return Answer(try await withResources(item, in: region), requestID: requestID)
    }

    package func cluster(named name: ClusterName, in region: RegionID) async throws -> Answer<Cluster?> {
        let found = try await listed(named: name, in: region)
        return Answer(found.value.first, requestID: found.requestID)
    }

    package func clusters(in region: RegionID) async throws -> Answer<[Cluster]> {
        let (items, requestID) = try await list([], in: region)
        var clusters: [Cluster] = []
        for item in items { clusters.append(try await withResources(try Cluster(item), in: region)) }
        return Answer(clusters, requestID: requestID)
    }

    package func details(of cluster: ClusterID, in region: RegionID) async throws -> Answer<ClusterDetails?> {
        // What this call says of a cluster that is not there, the vendor does not document: the list tells.
        let seen = try await self.cluster(cluster, in: region)
        guard let found = seen.value else { return Answer(nil, requestID: seen.requestID) }
        let place = try await place(of: cluster, in: region)
        let (masters, slaves) = try place.value.machines(of: found.status)
        let details = ClusterDetails(
            cluster: found, region: region, description: place.value.description, zone: place.value.zone,
            vpc: place.value.vpc, vSwitches: place.value.vSwitches, bucket: place.value.bucket, masters: masters,
            slaves: slaves)
        return Answer(details, requestID: place.requestID)
    }

    // MARK: - Changes

    package func expandCluster(
        _ id: ClusterID, toSlaves count: Int, vSwitch: VSwitchID?, in region: RegionID
    ) async throws -> Answer<Void> {
        try await change(
            "PUT", id, "expand", "ExpandCluster", in: region,
            [("count", String(count)), ("userVSwitch", vSwitch?.rawValue)])
    }

    /// The slaves that are left are counted by their model.
    package func shrinkCluster(
        _ id: ClusterID, toSlaves count: Int, in region: RegionID
    ) async throws -> Answer<Void> {
        let model = try await place(of: id, in: region).value.machines(of: .running).slaves.model
        let target = JSONValue.object([model.rawValue: .integer(count)])
        return try await change(
            "PUT", id, "shrink", "ShrinkCluster", in: region, [("modelTargetCount", target.text)])
    }

    package func changeMaster(
        _ id: ClusterID, to model: MachineModel, in region: RegionID
    ) async throws -> Answer<Void> {
        try await change(
            "PUT", id, "specification", "ModifyMasterSpec", in: region, [("masterTargetModel", model.rawValue)])
    }

    package func destroyCluster(_ id: ClusterID, in region: RegionID) async throws -> Answer<Void> {
        let reply = try await client.call(
            .send("DELETE", ["api", "v2", "clusters", id.rawValue], "DestroyCluster", in: region))
        return Answer((), requestID: reply.requestID)
    }

    private func change(
        _ method: String, _ id: ClusterID, _ verb: String, _ action: String, in region: RegionID,
        _ parameters: [(String, String?)]
    ) async throws -> Answer<Void> {
        let reply = try await client.call(
            .send(method, ["api", "v2", "clusters", id.rawValue, verb], action, in: region, parameters))
        return Answer((), requestID: reply.requestID)
    }

    // MARK: - Looks

    /// How many entries a page of these lists is asked for.
    static let pageSize = "50"

    private func list(
        _ filter: [(String, String?)], in region: RegionID
    ) async throws -> (items: [AnswerField], requestID: RequestID?) {
        try await client.pages { number in
            .get(
                ["api", "v2", "clusters"], "ListCluster", in: region,
                filter + [
                    ("region", region.rawValue), ("pageIndex", String(number)), ("pageSize", Self.pageSize),
                ])
        } _: {
            (try $0["Clusters"].items("Cluster"), try $0["TotalCount"].integer())
        }
    }

    /// The clusters of a name that are there still.
    private func listed(named name: ClusterName, in region: RegionID) async throws -> Answer<[Cluster]> {
        let (items, requestID) = try await list([("displayName", name.rawValue)], in: region)
        // Whether the vendor finds names or parts of names is not documented.
        let clusters = try items.map(Cluster.init)
            .filter { $0.name == name && $0.status != .destroyed && $0.status != .failed }
        return Answer(clusters, requestID: requestID)
    }

    /// A cluster that runs, with its CUs.
    private func withResources(_ cluster: Cluster, in region: RegionID) async throws -> Cluster {
        guard cluster.status.countsAsRunning else { return cluster }
        let reply = try await client.call(
            .get(
                ["api", "v2", "clusters", cluster.id.rawValue, "resource"], "GetClusterResource", in: region))
        let units = try ComputeUnits(vcores: reply.body["Resource"]["TotalVirtualCores"])
        return Cluster(
            id: cluster.id, name: cluster.name, instance: cluster.instance, status: cluster.status,
            stage: cluster.stage, createdAt: cluster.createdAt, computeUnits: units)
    }

    private func place(of cluster: ClusterID, in region: RegionID) async throws -> Answer<ClusterPlace> {
        let reply = try await client.call(
            .get(
                ["api", "v2", "clusters", cluster.rawValue, "details"], "GetClusterDetails", in: region))
        return Answer(try ClusterPlace(reply.body["Details"]), requestID: reply.requestID)
    }
}

extension ComputeUnits {
    /// So many CUs as there are hundreds of vcores.
    ///
    /// The vendor's samples have 599 and 600 for the same queue, so that it is the nearest hundred.
    init(vcores field: AnswerField) throws {
        let vcores = try field.integer()
        // An overflow is told as -9999; no cluster has as many as this.
        guard (0...1_000_000_000).contains(vcores) else { throw field.unreadable("a number of vcores") }
        self.init((vcores + 50) / 100)
    }
}

extension Cluster {
    fileprivate init(_ field: AnswerField) throws {
        self.init(
            id: try field["ClusterId"].name(), name: try field["DisplayName"].name(), instance: nil,
            status: try field["State"].word(), stage: nil, createdAt: try field["GmtCreate"].time(), computeUnits: nil)
    }
}

/// Where a cluster lies, and what of.
private struct ClusterPlace {
    let zone: ZoneID
    let vpc: VPCID
    let vSwitches: [VSwitchID]
    let bucket: BucketName
    let description: String
    private let instances: AnswerField

    init(_ details: AnswerField) throws {
        zone = try details["ZoneId"].name()
        vpc = try details["UserVpcId"].name()
        vSwitches = try details["UserVSwitchList"].parsed().items().map { try $0.name() }
        bucket = try details["UserOssInfo"].parsed()["bucket"].name()
        description = details["Description"].optionalText ?? ""
        instances = details["InstanceInfos"].parsed()
    }

    /// What is not as it was asked for, in words.
    func differences(from wanted: ClusterSpecification) -> [String] {
        [
            (zone == wanted.zone, "its zone is \(zone)"), (vpc == wanted.vpc, "its VPC is \(vpc)"),
            (vSwitches.contains(wanted.vSwitch), "its vSwitches are \(vSwitches.map(\.rawValue))"),
            (bucket == wanted.bucket, "its bucket is \(bucket)"),
        ].filter { !$0.0 }.map(\.1)
    }

    /// Its machines.
    ///
    /// The vendor documents that `InstanceInfos` is a text of JSON with the ids, addresses and models of masters and slaves,
    /// and not how it is made. It is read by its sense: every object with a model is a machine, and is what it says itself,
    /// or what the field is called that it lies in.
    ///
    /// What it says of a cluster that is gone, the vendor does not document: where no machine is named, there is none.
    func machines(of status: ClusterStatus) throws -> (masters: Machines, slaves: Machines) {
        var found: [String: [MachineModel]] = [:]
        func collect(_ value: JSONValue?, in role: String?) {
            switch value {
            case .list(let items): for item in items { collect(item, in: role) }
            case .object(let fields):
                let model = fields.values.lazy.compactMap { value -> MachineModel? in
                    guard case .text(let text) = value else { return nil }
                    return MachineModel.allCases.first { $0.rawValue.lowercased() == text.lowercased() }
                }.first
                let own = fields.values.lazy.compactMap { value -> String? in
                    guard case .text(let text) = value else { return nil }
                    return ["master", "slave"].first { text.lowercased() == $0 }
                }.first
                if let model, let role = own ?? role { found[role, default: []].append(model) }
                for (name, value) in fields {
                    collect(value, in: ["master", "slave"].first { name.lowercased().contains($0) } ?? own ?? role)
                }
            case .text, .integer, .decimal, .boolean, .null, nil: break
            }
        }
        collect(instances.value, in: nil)
        if found.isEmpty, status == .destroyed || status == .destroying {
            return (Machines(.ecs4c16g, count: 0), Machines(.ecs4c16g, count: 0))
        }
        guard let masters = found["master"], let slaves = found["slave"], Set(masters).count == 1,
            Set(slaves).count == 1
        else { throw instances.unreadable("the cluster's masters and slaves, each of one model") }
        return (Machines(masters[0], count: masters.count), Machines(slaves[0], count: slaves.count))
    }
}
