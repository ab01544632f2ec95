import CanonicalJSON
import Provisioning
import Workflow
import WorkflowEngine

/// Judges one commit by the rules that hold for every kind, and by those of its own kind.
struct CommitJudge<S: Scenario> {
    typealias Definition = S.Definition

    private let scenario: S
    private let commit: Commit
    private let old: Seen?
    private(set) var breaches: [Breach] = []

    /// - Parameter old: the workflow before the commit.
    init(_ commit: Commit, after old: Seen?, by scenario: S) {
        self.commit = commit
        self.old = old
        self.scenario = scenario
    }

    /// The workflow as the commit has written it; `nil` if that cannot be read.
    mutating func seen(by process: Int) -> Seen? {
        let workflow = commit.workflow
        let state: Definition.State
        let event: Definition.Event
        do {
            state = try StateCoding<Definition>.state(
                from: workflow.state, of: workflow.id, version: workflow.version,
                definition: workflow.definitionVersion)
            event = try StateCoding<Definition>.event(of: HistoryEntry(commit))
        } catch {
            breaches.append(Breach(of: .everyChangeIsHistory, "what was written cannot be read"))
            return nil
        }
        if workflow.state != CanonicalJSON.text(state) || commit.evidence != CanonicalJSON.text(event) {
            breaches.append(Breach(of: .everyChangeIsHistory, "what was written is not as it is encoded"))
        }
        let oldState = old?.state(of: Definition.self)
        if old != nil, oldState == nil {
            breaches.append(Breach(of: .everyChangeIsHistory, "it has become of another kind"))
            return nil
        }
        judgeHistory(state, event, after: oldState)
        judgeRepetition(of: event, in: state)
        breaches += scenario.breaches(of: event, from: oldState, to: state, as: workflow)
        return Seen(
            record: workflow, event: commit.event, process: process, claims: commit.claims,
            intent: intent(event, after: oldState), staged: Staged(state: state, scenario: scenario))
    }

    private mutating func judgeHistory(
        _ state: Definition.State, _ event: Definition.Event, after oldState: Definition.State?
    ) {
        let workflow = commit.workflow
        let record = old?.record
        if workflow.version != (record?.version ?? 0) + 1 {
            breaches.append(
                Breach(of: .everyChangeIsHistory, "version \(workflow.version) follows \(record?.version ?? 0)"))
        }
        if commit.from != record?.phase || workflow.phase != Definition.phase(of: state).rawValue {
            breaches.append(Breach(of: .everyChangeIsHistory, "the phases do not follow one another"))
        }
        if let record, workflow.updatedAt < record.updatedAt {
            breaches.append(Breach(of: .everyChangeIsHistory, "it is before the one before it"))
        }
        if scenario.kind.identity(of: state) != (workflow.id, workflow.name) {
            breaches.append(Breach(of: .everyChangeIsHistory, "its state is that of another workflow"))
        }
        if let record, workflow.cloud != record.cloud {
            breaches.append(Breach(of: .oneCloud, "it has moved to \(workflow.cloud)"))
        }
        do throws(Refusal<Definition.RefusalGround>) {
            let replayed =
                if let oldState { try Definition.step(from: oldState, on: event) } else {
                    try Definition.begin(on: event)
                }
            if replayed != state {
                breaches.append(Breach(of: .everyChangeIsHistory, "it does not replay to what was written"))
            }
        } catch {
            breaches.append(Breach(of: .everyChangeIsHistory, "it is refused when replayed"))
        }
    }

    /// The same answer once more is the same state, or refused.
    private mutating func judgeRepetition(of event: Definition.Event, in state: Definition.State) {
        do throws(Refusal<Definition.RefusalGround>) {
            if try Definition.step(from: state, on: event) != state {
                breaches.append(Breach(of: .repetitionDoesNoHarm, "once more, it is something else"))
            }
        } catch {
            return
        }
    }

    /// Whether the event was the intent of the effect that was next before it.
    private func intent(_ event: Definition.Event, after oldState: Definition.State?) -> Seen.Intent {
        guard let old, let oldState else { return .none }
        if case .perform(_, let announced?) = Definition.next(in: oldState, at: commit.workflow.updatedAt),
            announced.name == event.name
        {
            return .last
        }
        return old.intent != .none && commit.workflow.phase == old.record.phase ? .earlier : .none
    }
}

extension HistoryEntry {
    /// The entry that a commit writes, but for its place in the store.
    init(_ commit: Commit) {
        let workflow = commit.workflow
        self.init(
            position: 1, workflow: workflow.id, kind: workflow.kind, version: workflow.version, event: commit.event,
            from: commit.from,
            to: workflow.phase, definitionVersion: workflow.definitionVersion, state: WrittenValue(workflow.state),
            evidence: WrittenValue(commit.evidence), actor: commit.actor, requestID: commit.requestID,
            at: workflow.updatedAt)
    }
}
