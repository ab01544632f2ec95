import RealtimeCompute
import Workflow

// What a look sees, which is not always all there is.
extension CloudState {
    /// Whether a request of this kind has yet to take effect, its answer lost.
    package func isLate(_ call: Call) -> Bool { lateRequests.contains { $0.request.call == call } }

    func isSaleOpen(at now: Timestamp) -> Bool { saleCloses.map { now < $0 } ?? true }

    var callerIdentity: Caller {
        Caller(caller.kind, id: caller.name ?? account.rawValue)
    }

    func visiblePurchases(at now: Timestamp) -> [PurchaseRecord] {
        purchases.filter { $0.purchase.madeAt + visibility.orders <= now }
    }

    func visibleClusters(at now: Timestamp) -> [Cluster] {
        clusters.filter { $0.createdAt + visibility.clusters <= now }.map { view(of: $0, at: now) }
    }

    func seenRole(_ name: RoleName, at now: Timestamp) -> RoleRecord? {
        roles.lazy.compactMap { $0.seen(at: now, after: visibility.grants) }
            .first { $0.name.rawValue.lowercased() == name.rawValue.lowercased() }
    }

    func seenPolicies(of role: RoleName, at now: Timestamp) -> [AttachedPolicy] {
        let attached = seenRole(role, at: now)?.policies ?? []
        return attached.compactMap { name in
            let own = policies.lazy.compactMap { $0.seen(at: now, after: visibility.grants) }.first { $0.name == name }
            let document = own?.document ?? SystemPolicies.documents[name]
            return document.map { AttachedPolicy(name: name, document: $0) }
        }
    }

    /// A cluster as the service shows it.
    ///
    /// The names of the stages are ours.
    func view(of record: ClusterRecord, at now: Timestamp) -> Cluster {
        let stages = ["security-group", "network-interfaces", "masters", "slaves", "services"]
        let share = clusterStart > .zero ? record.progress(at: now) / clusterStart : 1
        let stage = stages[min(stages.count - 1, max(0, Int(share * Double(stages.count))))]
        return Cluster(
            id: record.id, name: record.name, instance: record.instance, status: record.status,
            stage: record.status == .starting ? stage : nil, createdAt: record.createdAt,
            computeUnits: record.status.countsAsRunning ? record.capacity.computeUnits : nil)
    }
}
