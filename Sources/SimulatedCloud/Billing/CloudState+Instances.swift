package import RealtimeCompute
package import Workflow

extension CloudState {
    func visibleInstance(_ id: InstanceID, in region: RegionID, at now: Timestamp) -> Instance? {
        tables.instances.first(.id, id.rawValue).flatMap { record in
            guard record.region == region, isOrderVisible(madeAt: record.boughtAt, at: now) else { return nil }
            return view(of: record, at: now)
        }
    }

    /// Every instance, for whoever shows everything.
    package func instances(at now: Timestamp) -> [Instance] { tables.instances.all.map { view(of: $0, at: now) } }

    private func view(of record: InstanceRecord, at now: Timestamp) -> Instance {
        Instance(
            id: record.id, orderNumber: record.orderNumber, region: record.region, billing: record.billing,
            size: record.size, endsAt: record.endsAt, status: record.status(at: now))
    }

    /// Releases an instance, and takes down what is on it.
    mutating func release(_ instance: InstanceRecord, at position: Int) {
        var instance = instance
        instance.isReleased = true
        tables.instances.replace(at: position, with: instance)
        if let row = tables.clusters.row(.instance, instance.id.rawValue) { takeDown(row.record, at: row.position) }
        for row in tables.sharedProjects.rows(.instance, instance.id.rawValue) {
            tables.sharedProjects.remove(at: row.position)
        }
    }

    /// Changes how much an instance is of, along with its cluster.
    mutating func resize(_ id: InstanceID, to size: Instance.Size, at now: Timestamp) {
        guard let row = tables.instances.row(.id, id.rawValue) else { return }
        var instance = row.record
        guard instance.size != size else { return }
        instance.size = size
        instance.resizedAt = now
        tables.instances.replace(at: row.position, with: instance)
    }
}
