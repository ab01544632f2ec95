import RealtimeCompute
import Workflow
import WorkflowEngine

/// Judges one commit by the rules, knowing only what it follows.
struct CommitJudge {
    /// The state that the commit has written; `nil` if it cannot be read.
    let state: OrderState?
    let event: OrderEvent?
    private(set) var faults: [(rule: Rule, detail: String)] = []

    init(_ commit: Commit, after old: Watch.Seen?) {
        let workflow = commit.workflow
        var written: (state: OrderState, event: OrderEvent)?
        do {
            written = (
                try StateCoding<ExclusiveOrder>.state(
                    from: workflow.state, of: workflow.id, version: workflow.version,
                    definition: workflow.definitionVersion),
                try StateCoding<ExclusiveOrder>.event(of: HistoryEntry(commit))
            )
        } catch {
            faults.append((.everyChangeIsHistory, "what was written cannot be read"))
        }
        state = written?.state
        event = written?.event
        guard let (state, event) = written else { return }
        judgeHistory(commit, state, event, after: old)
        judgeRepetition(of: event, in: state)
        if let old { judge(event, from: old.state, to: state) }
    }

    private mutating func judgeHistory(
        _ commit: Commit, _ state: OrderState, _ event: OrderEvent, after old: Watch.Seen?
    ) {
        let workflow = commit.workflow
        if workflow.version != (old?.record.version ?? 0) + 1 {
            faults.append((.everyChangeIsHistory, "version \(workflow.version) follows \(old?.record.version ?? 0)"))
        }
        if commit.from != old?.record.phase || workflow.phase != state.phase.rawValue {
            faults.append((.everyChangeIsHistory, "the phases do not follow one another"))
        }
        if let old, workflow.updatedAt < old.record.updatedAt {
            faults.append((.everyChangeIsHistory, "it is before the one before it"))
        }
        if let old, workflow.cloud != old.record.cloud || state.order.cloud.rawValue != workflow.cloud {
            faults.append((.oneCloud, "the order has moved to \(workflow.cloud)"))
        }
        do throws(OrderRefusal) {
            let replayed =
                if let old { try ExclusiveOrder.step(from: old.state, on: event) } else {
                    try ExclusiveOrder.begin(on: event)
                }
            if replayed != state { faults.append((.everyChangeIsHistory, "it does not replay to what was written")) }
        } catch {
            faults.append((.everyChangeIsHistory, "it is refused when replayed"))
        }
    }

    /// The same answer once more is the same state, or refused.
    private mutating func judgeRepetition(of event: OrderEvent, in state: OrderState) {
        do throws(OrderRefusal) {
            if try ExclusiveOrder.step(from: state, on: event) != state {
                faults.append((.repetitionDoesNoHarm, "once more, it is something else"))
            }
        } catch {
            return
        }
    }

    private mutating func judge(_ event: OrderEvent, from old: OrderState, to new: OrderState) {
        if let before = old.epoch, let after = new.epoch {
            let isLawful = event.name == .repurchaseOrdered ? after == before + 1 : after == before
            // A purchase found late bears the epoch of its own request.
            let isFound = new.purchase != nil && old.purchase == nil && after <= before
            if !isLawful, !isFound { faults.append((.oneRequestPerEpoch, "the epoch goes from \(before) to \(after)")) }
        }
        switch event {
        case .purchaseNotFound(let look):
            judgeWindow(of: old, look)
        case .repurchaseOrdered(let repurchase):
            judgeWindow(of: old, repurchase.look)
        case .withdrawn(let withdrawal):
            if case .purchasing = old { judgeWindow(of: old, withdrawal.look) }
        case .clusterLate(let sighting):
            guard case .starting(let starting) = old, sighting.cluster.status == .starting,
                sighting.at >= starting.allowanceEnd
            else { return faults.append((.lookBeforeJudgingByTime, "late without a look that says so")) }
        case .cleared(let clearance):
            if !clearance.findings.blocking.isEmpty { faults.append((.ground, "cleared although something blocks")) }
        case .clusterCreated(let creation):
            guard let clearance = creation.clearance, case .ready(let ready) = old else { return }
            let timing = ready.order.specification.timing
            if !clearance.isValid(at: creation.at, by: timing) {
                faults.append((.ground, "the clearance had expired"))
            }
        case .projectCreated:
            if new.cluster?.status == .starting { faults.append((.ground, "a project on a cluster that starts")) }
        case .placed, .imported, .confirmed, .amended, .purchaseBegun, .purchased, .purchaseFound, .purchaseAdopted,
            .purchaseRefused, .purchaseNotMade, .purchaseUnseen, .purchaseAmbiguous, .obstructed, .clusterRefused,
            .clusterAdvanced, .clusterRunning, .clusterFailed, .ticketOpened, .ticketRefused, .projectRefused:
            break
        }
    }

    private mutating func judgeWindow(of old: OrderState, _ look: Look?) {
        guard case .purchasing(let purchasing) = old, let end = purchasing.windowEnd, let look, look.at >= end else {
            return faults.append((.lookBeforeJudgingByTime, "judged by time while the window was open"))
        }
    }
}

extension OrderState {
    /// The purchase epoch: of the attempts to buy, or of the purchase once it is ours.
    fileprivate var epoch: Int? {
        switch self {
        case .drafted(let drafted): drafted.trail.epoch
        case .confirmed(let confirmed): confirmed.trail.epoch
        case .purchasing(let purchasing): purchasing.trail.epoch
        case .withdrawn(let withdrawn): withdrawn.trail.epoch
        case .paid, .blocked, .ready, .starting, .overdue, .running, .provisioned, .failed: purchase?.epoch
        }
    }
}

extension HistoryEntry {
    /// The entry that a commit writes, but for its place in the store.
    init(_ commit: Commit) {
        let workflow = commit.workflow
        self.init(
            position: 1, workflow: workflow.id, kind: workflow.kind, version: workflow.version, event: commit.event,
            from: commit.from,
            to: workflow.phase, definitionVersion: workflow.definitionVersion, state: workflow.state,
            evidence: commit.evidence, actor: commit.actor, requestID: commit.requestID, at: workflow.updatedAt)
    }
}
