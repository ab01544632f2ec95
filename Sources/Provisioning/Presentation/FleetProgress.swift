package import Wording
package import Workflow

/// How far a run of several orders is: how many are in which phase and how many ask, how fast it goes, and how long it may
/// yet take.
package struct FleetProgress {
    /// Where an order stood after its last turn.
    private struct Place {
        let phase: String
        /// When it may be done, in the cloud's time, if it says so.
        let expectedEnd: Timestamp?
    }

    private let orders: Int
    private let startedAt: ContinuousClock.Instant
    /// The cloud's time of the first turn that was told.
    private var firstTime: Timestamp?
    private var places: [WorkflowID: Place] = [:]
    private var counts: [String: Int] = [:]
    private var steps = 0
    private var ended = 0
    private var asking = 0
    private var lost = 0

    package init(of orders: Int, at now: ContinuousClock.Instant) {
        self.orders = orders
        startedAt = now
    }

    package mutating func take(_ turn: AdvanceReport, of id: WorkflowID) {
        let report = turn.workflow
        let rest = report.presentation.progress?.expectedRest
        take(
            phase: turn.phaseName, of: id, steps: turn.transitions.count,
            isEnded: turn.due == nil, isAsking: report.isAsking, isLost: report.standing == .lost,
            expectedEnd: rest.map { turn.endedAt + $0 }, at: turn.endedAt)
    }

    /// Takes a turn.
    ///
    /// - Parameters:
    ///   - isEnded: whether the run has nothing more to do for the order.
    ///   - expectedEnd: when the order may be done, by what it waits for.
    ///   - time: the cloud's time when the turn ended.
    package mutating func take(
        phase: String, of id: WorkflowID, steps: Int, isEnded: Bool, isAsking: Bool = false, isLost: Bool = false,
        expectedEnd: Timestamp? = nil, at time: Timestamp
    ) {
        firstTime = firstTime ?? time
        if let before = places[id] { counts[before.phase, default: 0] -= 1 }
        counts[phase, default: 0] += 1
        places[id] = Place(phase: phase, expectedEnd: isEnded ? nil : expectedEnd)
        self.steps += steps
        if isEnded { ended += 1 }
        if isAsking { asking += 1 }
        if isLost { lost += 1 }
    }

    /// All of it in one line.
    package func words(at now: ContinuousClock.Instant, inTheCloud time: Timestamp) -> LocalizedText {
        var parts = [LocalizedText("\(ended) of \(orders) ended", zh: "\(orders) 个中已结束 \(ended) 个")]
        if asking > 0 { parts.append(LocalizedText("\(asking) ask you", zh: "\(asking) 个需要您")) }
        if lost > 0 { parts.append(LocalizedText("\(lost) lost", zh: "\(lost) 个失败")) }
        let phases = counts.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        if !phases.isEmpty {
            parts.append(LocalizedText(verbatim: phases.map { "\($0.key) \($0.value)" }.joined(separator: ", ")))
        }
        let elapsed = now - startedAt
        if elapsed > .seconds(1) {
            let rate = Int((Double(steps) / (elapsed / .seconds(1))).rounded())
            parts.append(LocalizedText("\(rate) steps/s", zh: "每秒 \(rate) 步"))
        }
        if let rest = expectedRest(at: time) {
            parts.append(LocalizedText("about \(rest.short) left", zh: "约剩 \(rest.short)"))
        }
        return LocalizedText(
            parts.map(\.english).joined(separator: " · "), zh: parts.map(\.chinese).joined(separator: " · "))
    }

    /// The longer of two: what the slowest order waits for, and the rest of them at the rate at which orders have ended so
    /// far; `nil` if nothing tells, or nothing is left.
    func expectedRest(at time: Timestamp) -> Duration? {
        let slowest = places.values.compactMap(\.expectedEnd).max().map { $0 - time }
        let elapsed = firstTime.map { time - $0 } ?? .zero
        let byRate = ended > 0 && elapsed > .zero ? elapsed * (orders - ended) / ended : nil
        let rest = [slowest, byRate].compactMap(\.self).max() ?? .zero
        return rest > .zero ? rest : nil
    }
}
