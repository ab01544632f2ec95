package import Workflow

extension CloudState {
    /// Makes true what has come to be by time alone until `now`, in the order in which it came.
    ///
    /// What is due stands in indexes by its time: nothing else is read.
    ///
    /// - Returns: how much came to be.
    @discardableResult
    package mutating func settle(at now: Timestamp) -> Int {
        var count = 0
        while true {
            let late = tables.lateRequests.rows(.due, LateRequest.due, through: now).first
            let until = late.map(\.record.dueAt) ?? now
            let clusters = tables.clusters.rows(.due, ClusterRecord.due, through: until)
            for row in clusters where row.record.dueAt.map({ $0 < until || late == nil }) ?? false {
                finishChange(of: row)
                count += 1
            }
            guard let late else { return count }
            tables.lateRequests.remove(at: late.position)
            _ = perform(late.record.request, at: late.record.dueAt)
            count += 1
        }
    }
}
