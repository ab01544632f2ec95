package import Workflow

extension CloudState {
    /// Puts a fault on script.
    package mutating func add(_ script: FaultScript, at now: Timestamp) {
        settle(at: now)
        switch script {
        case .call(let fault, let call, let times):
            tables.callFaults.append(ScriptedFault(fault: fault, call: call, timesLeft: times))
        case .condition(let condition):
            settings.conditions = FaultScript.Condition.allCases.filter {
                $0 == condition || settings.conditions.contains($0)
            }
            switch condition {
            case .stall: stallClusters(at: now)
            case .fail: failStartingClusters()
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
            tables.callFaults.removeAll { _ in true }
            settings.conditions = []
        case .call(let fault, let call, _):
            tables.callFaults.removeAll { $0.fault == fault && $0.call == call }
        case .condition(let condition):
            settings.conditions.removeAll { $0 == condition }
        }
        if !settings.conditions.contains(.stall) { resumeClusters(at: now) }
    }

    /// The faults on script, in the order in which they will be met.
    package var faults: [FaultScript] {
        tables.callFaults.all.map { .call($0.fault, of: $0.call, times: $0.timesLeft) }
            + settings.conditions.map { .condition($0) }
    }

    /// Whether a request of this kind has yet to take effect, its answer lost.
    package func isLate(_ call: Call) -> Bool { tables.lateRequests.all.contains { $0.request.call == call } }

    /// The fault that the next call of this kind meets, which is then used up.
    mutating func takeFault(of call: Call) -> FaultScript.CallFault? {
        guard let row = tables.callFaults.row(.call, call.rawValue) else { return nil }
        var fault = row.record
        fault.timesLeft -= 1
        if fault.timesLeft == 0 {
            tables.callFaults.remove(at: row.position)
        } else {
            tables.callFaults.replace(at: row.position, with: fault)
        }
        return fault.fault
    }
}

struct ScriptedFault: Codable, Equatable, Sendable {
    let fault: FaultScript.CallFault
    let call: Call
    var timesLeft: Int
}

extension ScriptedFault: TableRecord {
    enum Index: String, CaseIterable {
        case call
    }

    static var tableName: String { "callFault" }

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .call: IndexEntry(call.rawValue)
        }
    }
}

struct LateRequest: Codable, Equatable, Sendable {
    let request: Request
    /// Who has sent it, if not the world's caller.
    let caller: SimulatedCaller?
    let dueAt: Timestamp
}

extension LateRequest: TableRecord {
    enum Index: String, CaseIterable {
        case due
    }

    static var tableName: String { "lateRequest" }
    /// The key under which all late requests stand by their time.
    static let due = "late"

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .due: IndexEntry(Self.due, at: dueAt)
        }
    }
}
