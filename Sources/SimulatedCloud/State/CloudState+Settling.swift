package import RealtimeCompute
package import Workflow

extension CloudState {
    /// Makes true what has come to be by time alone until `now`.
    package mutating func settle(at now: Timestamp) {
        for late in lateRequests.filter({ $0.dueAt <= now }).sorted(by: { $0.dueAt < $1.dueAt }) {
            _ = perform(late.request, at: late.dueAt)
        }
        lateRequests.removeAll { $0.dueAt <= now }
        for index in clusters.indices where clusters[index].status == .starting {
            if conditions.contains(.fail) {
                clusters[index].status = .failed
            } else if clusters[index].progress(at: now) >= clusterStart {
                clusters[index].status = .running
            }
        }
    }

    /// Puts a fault on script.
    package mutating func add(_ script: FaultScript, at now: Timestamp) {
        settle(at: now)
        switch script {
        case .call(let fault, let call, let times):
            callFaults.append(ScriptedFault(fault: fault, call: call, timesLeft: times))
        case .condition(let condition):
            conditions.insert(condition)
            guard condition == .stall else { return }
            for index in clusters.indices where clusters[index].status == .starting {
                clusters[index].progress = clusters[index].progress(at: now)
                clusters[index].progressingSince = nil
            }
        }
    }

    /// Takes all faults off, or those of one script whatever its count.
    ///
    /// What stalled goes on from where it stood.
    package mutating func clearFaults(_ script: FaultScript?, at now: Timestamp) {
        settle(at: now)
        switch script {
        case nil:
            callFaults = []
            conditions = []
        case .call(let fault, let call, _):
            callFaults.removeAll { $0.fault == fault && $0.call == call }
        case .condition(let condition):
            conditions.remove(condition)
        }
        guard !conditions.contains(.stall) else { return }
        for index in clusters.indices where clusters[index].progressingSince == nil {
            clusters[index].progressingSince = now
        }
    }

    /// The faults on script, in the order in which they will be met.
    package var faults: [FaultScript] {
        callFaults.map { .call($0.fault, of: $0.call, times: $0.timesLeft) }
            + FaultScript.Condition.allCases.filter(conditions.contains).map { .condition($0) }
    }

    /// Buys as somebody else would, in the console: the purchase bears no key.
    package mutating func purchaseInConsole(
        _ specification: PurchaseSpecification, at now: Timestamp
    ) throws(CloudError) -> Receipt {
        settle(at: now)
        return try purchase(specification, key: nil, at: now)
    }
}
