package import Provisioning
package import RealtimeCompute
import Wording
import Workflow
import WorkflowEngine

extension ExclusiveOrders {
    /// Looks at an instance of exclusive mode, and at the cluster and the projects on it.
    ///
    /// What an order would have asked for is taken from what is there, or from a manifest that agrees with it.
    package func existing(
        _ request: ImportRequest, in environment: Environment
    ) async throws -> Existing<OrderEvent>? {
        let wanted = try request.manifest.map { try OrderManifest.read($0) }
        guard let found = try await FoundOrder(request, wanted: wanted, in: environment.cloud) else { return nil }
        try await environment.requireNoOwner(of: found.instance)
        let specification = try found.specification(named: request.name, wanted: wanted)
        let purchase = try await found.purchase(in: environment)
        let now = environment.now
        return Existing(named: specification.name.rawValue) { id, environment in
            let order = Order(
                id: id, store: StoreID(rawValue: environment.store ?? ""), cloud: environment.cloud.id,
                specification: specification)
            let names = Set(specification.projects.map(\.name))
            return .imported(
                Import(
                    as: order, purchase: purchase, instance: found.instance, cluster: found.details?.cluster,
                    load: found.load, projects: found.projects.filter { names.contains($0.name) }, at: now))
        }
    }
}

/// An instance and what was found on it.
private struct FoundOrder: Sendable {
    let instance: Instance
    let masters: Machines
    let slaves: Machines
    /// The cluster, with what it is made of; `nil` if the instance carries none.
    let details: ClusterDetails?
    let projects: [Project]

    /// `nil` of an instance that is of shared mode, or cannot be seen.
    init?(_ request: ImportRequest, wanted: OrderSpecification?, in cloud: any Cloud) async throws {
        let regions = try await request.regions(wanted: wanted?.region, in: cloud)
        guard let (instance, cluster) = try await Self.look(for: request.reference, as: wanted, in: regions, of: cloud)
        else {
            return nil
        }
        guard case .machines(let masters, let slaves) = instance.size else {
            guard wanted == nil else { throw RefusedRequest.differs(instance.id, in: ["kind"]) }
            return nil
        }
        guard instance.status != .released else { throw RefusedRequest.released(instance.id) }
        if let cluster, ClusterLoss.Cause(cluster.status) != nil { throw RefusedRequest.lost(cluster) }
        if let cluster {
            guard let details = try await cloud.details(of: cluster.id, in: instance.region).value else {
                throw RefusedRequest.missing("cluster/\(cluster.id)", in: regions)
            }
            self.details = details
            projects =
                cluster.status.countsAsRunning ? try await cloud.projects(in: cluster.id, instance.region).value : []
        } else {
            details = nil
            projects = []
        }
        self.instance = instance
        self.masters = details?.masters ?? masters
        self.slaves = details?.slaves ?? slaves
    }

    private static func look(
        for reference: ImportRequest.Reference, as wanted: OrderSpecification?, in regions: [RegionID],
        of cloud: any Cloud
    ) async throws -> (Instance, Cluster?)? {
        switch reference {
        case .workspace: return nil
        case .instance(let text):
            guard let instance = try await cloud.instance(InstanceID(rawValue: text), among: regions) else {
                return nil
            }
            guard instance.computeUnits == nil else { return (instance, nil) }
            let cluster = try await cloud.cluster(
                on: instance.id, as: wanted?.cluster, since: nil, in: instance.region)
            return (instance, cluster.value)
        case .cluster(let text):
            for region in regions {
                guard let cluster = try await cloud.cluster(ClusterID(rawValue: text), in: region).value
                else { continue }
                guard let id = cluster.instance else { throw RefusedRequest.instanceNeeded(cluster) }
                guard let instance = try await cloud.instance(id, in: region).value else {
                    throw RefusedRequest.missing("instance/\(id)", in: [region])
                }
                return (instance, cluster)
            }
            return nil
        }
    }

    /// Its CUs, once the cluster runs.
    var load: ClusterLoad? {
        guard let cluster = details?.cluster, cluster.status.countsAsRunning else { return nil }
        let units = cluster.computeUnits ?? Capacity(of: masters, slaves).computeUnits
        return ClusterLoad(computeUnits: units, allocated: projects.map(\.computeUnits).sum())
    }

    /// The vendor's order as ours, bought when its list says, or else when the cluster was made.
    func purchase(in environment: Environment) async throws -> OwnedPurchase {
        let seen = try await environment.cloud.purchase(instance.orderNumber, in: instance.region).value
        return OwnedPurchase(
            orderNumber: instance.orderNumber, key: nil, epoch: 1,
            paidAt: seen?.madeAt ?? details?.cluster.createdAt ?? environment.now)
    }

    // MARK: - What an order would have asked for

    func specification(named name: String?, wanted: OrderSpecification?) throws -> OrderSpecification {
        if var wanted {
            let differing = differences(from: wanted)
            guard differing.isEmpty else { throw RefusedRequest.differs(instance.id, in: differing) }
            if let name { wanted.name = OrderName(rawValue: name) }
            return wanted
        }
        guard let details else { throw RefusedRequest.manifestNeeded(instance.id) }
        let cluster = ClusterSpecification(
            name: details.cluster.name, description: details.description, zone: details.zone, vpc: details.vpc,
            vSwitch: details.vSwitches.first ?? "", bucket: details.bucket, cidr: nil)
        let asked = projects.map { ProjectSpecification(name: $0.name, description: "", computeUnits: $0.computeUnits) }
        // A cluster's name may be a character longer than an order's.
        return OrderSpecification(
            name: OrderName(rawValue: name ?? String(details.cluster.name.rawValue.prefix(63))),
            region: instance.region, billing: instance.billing, masters: masters, slaves: slaves, cluster: cluster,
            projects: asked, storage: [], timing: Timing())
    }

    /// The fields of a manifest that say something else than what was found.
    private func differences(from wanted: OrderSpecification) -> [String] {
        var fields: [(String, Bool)] = [
            ("spec.region", wanted.region == instance.region), ("spec.billing", wanted.billing == instance.billing),
            ("spec.masters", wanted.masters == masters), ("spec.slaves", wanted.slaves == slaves),
        ]
        if let details {
            fields += [
                ("spec.cluster.name", wanted.cluster.name == details.cluster.name),
                ("spec.cluster.zone", wanted.cluster.zone == details.zone),
                ("spec.cluster.vpc", wanted.cluster.vpc == details.vpc),
                ("spec.cluster.vSwitch", details.vSwitches.contains(wanted.cluster.vSwitch)),
                ("spec.cluster.bucket", wanted.cluster.bucket == details.bucket),
            ]
        }
        for (index, project) in wanted.projects.enumerated() {
            guard let there = projects.first(where: { $0.name == project.name }) else { continue }
            fields.append(("spec.projects[\(index)].computeUnits", there.computeUnits == project.computeUnits))
        }
        return fields.filter { !$0.1 }.map(\.0)
    }
}
