package import Workflow

extension CloudState {
    /// Makes true what has come to be by time alone until `now`, in the order in which it came.
    ///
    /// What is due stands in indexes by its time: nothing else is read.
    ///
    /// - Parameter limit: how much is made true at most, the earliest; the rest is left to the next time.
    /// - Returns: how much came to be: as much as `limit` if there may be more.
    @discardableResult
    package mutating func settle(at now: Timestamp, atMost limit: Int = .max) -> Int {
        var count = 0
        while true {
            let late = tables.lateRequests.rows(.due, LateRequest.due, through: now, limit: 1).first
            // What comes due together with a late request comes after it.
            let changes = dueChanges(through: late?.record.dueAt ?? now, atMost: limit - count).filter {
                late == nil || $0.at < late?.record.dueAt ?? now
            }
            for change in changes { finish(change) }
            count += changes.count
            guard let late, count < limit else { return count }
            tables.lateRequests.remove(at: late.position)
            _ = acting(as: late.record.caller) { $0.perform(late.record.request, at: late.record.dueAt) }
            count += 1
        }
    }

    /// Something that ends by time alone.
    private enum Ending {
        case changeOfCluster(Int)
        case instance(Int)
    }

    private struct DueChange {
        let at: Timestamp
        let ending: Ending
    }

    /// What has come to its end through `time`, oldest first.
    private func dueChanges(through time: Timestamp, atMost limit: Int) -> [DueChange] {
        let clusters = tables.clusters.rows(.due, ClusterRecord.due, through: time, limit: limit).map { row in
            DueChange(at: row.record.dueAt ?? time, ending: .changeOfCluster(row.position))
        }
        let instances = tables.instances.rows(.due, InstanceRecord.due, through: time, limit: limit).map { row in
            DueChange(at: row.record.releaseAt ?? time, ending: .instance(row.position))
        }
        guard !clusters.isEmpty, !instances.isEmpty else { return clusters + instances }
        let sorted = (clusters + instances).enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }
        return sorted.prefix(limit).map(\.element)
    }

    /// Ends what has come to its end, unless another has ended it before.
    private mutating func finish(_ change: DueChange) {
        switch change.ending {
        case .changeOfCluster(let position):
            if let cluster = tables.clusters[position], cluster.dueAt != nil {
                finishChange(of: cluster, at: position, change.at)
            }
        case .instance(let position):
            if let instance = tables.instances[position], instance.releaseAt != nil { release(instance, at: position) }
        }
    }
}
