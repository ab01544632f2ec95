import RealtimeCompute
import SimulatedCloud
import Synchronization
import Workflow
import WorkflowEngine

/// Watches everything that processes commit and ask of the cloud, and notes every rule that is broken.
///
/// It knows only what passes before its eyes, and judges it by the rules themselves rather than by asking the code that
/// is under test whether it is content.
final class Watch: Sendable {
    private struct Notes {
        var workflows: [WorkflowID: Seen] = [:]
        /// The keys of requests to pay that were carried out, or may have been.
        var unaccounted: Set<String> = []
        /// What the cloud gave to a process that has not committed it yet.
        var uncommitted: [Int: Call] = [:]
        /// What a process has looked for in its present turn.
        var looks: [Int: Set<Call>] = [:]
        var violations: [Violation] = []
        var commits = 0
        /// What the cloud was asked to change.
        var requests: [Call] = []
    }

    private let place: String
    private let scenarios: Scenarios
    private let notes = Mutex(Notes())

    /// - Parameter place: where a violation is to be seen again.
    init(at place: String, knowing scenarios: Scenarios) {
        self.place = place
        self.scenarios = scenarios
    }

    var violations: [Violation] { notes.withLock { $0.violations } }
    var commits: Int { notes.withLock { $0.commits } }
    var requests: [Call] { notes.withLock { $0.requests } }
    var workflows: [WorkflowID: Seen] { notes.withLock { $0.workflows } }

    func note(_ rule: Rule, _ detail: String) {
        notes.withLock { $0.violations.append(Violation(of: rule, detail, at: place)) }
    }

    func note(_ breach: Breach) { note(breach.rule, breach.detail) }

    /// Takes workflows as given, without judging how they came there.
    func assume(_ workflows: [Seen]) {
        notes.withLock { notes in
            for seen in workflows { notes.workflows[seen.record.id] = seen }
        }
    }

    // MARK: - Processes

    /// A process has taken up a workflow.
    func turnBegan(in process: Int) {
        notes.withLock { notes in
            notes.looks[process] = []
            notes.uncommitted[process] = nil
        }
    }

    // MARK: - Commits

    func committed(_ commit: Commit, by process: Int) {
        guard let scenario = scenarios.scenario(of: commit.workflow.kind) else {
            return note(.everyChangeIsHistory, "\(commit.workflow.name) is of a kind that nobody knows")
        }
        committed(commit, by: process, judgedBy: scenario)
    }

    private func committed<S: Scenario>(_ commit: Commit, by process: Int, judgedBy scenario: S) {
        let old = notes.withLock { $0.workflows[commit.workflow.id] }
        var verdict = CommitJudge(commit, after: old, by: scenario)
        let seen = verdict.seen(by: process)
        for breach in verdict.breaches {
            note(breach.rule, "\(commit.workflow.name), \(commit.event): \(breach.detail)")
        }
        guard let seen else { return }
        let others = notes.withLock { notes -> [Seen] in
            notes.commits += 1
            notes.uncommitted[process] = nil
            notes.workflows[commit.workflow.id] = seen
            return notes.workflows.filter { $0.key != commit.workflow.id }.map(\.value)
        }
        for claim in commit.claims { judge(claim, among: others.flatMap(\.claims)) }
    }

    /// All workflows together claim no more than there is, and what the vendor sold belongs to one of them.
    private func judge(_ claim: Claim, among others: [Claim]) {
        let same = others.filter { $0.resource == claim.resource }
        let held = same.reduce(0) { $0 + $1.amount }
        if held + claim.amount > claim.limit {
            note(.neverMoreThanThereIs, "\(held + claim.amount) of \(claim.limit) \(claim.resource) are claimed")
        }
        if let number = Ownership.number(in: claim), !same.isEmpty {
            note(.oneOwner, "\(number) belongs to two workflows")
        }
    }

    /// A commit was refused because another holds what it claims: what the cloud gave belongs to the other.
    func overtaken(_ process: Int) {
        notes.withLock { $0.uncommitted[process] = nil }
    }

    // MARK: - Calls

    /// A process asks the cloud for something that changes nothing.
    func looks(_ call: Call, in process: Int) {
        asks(call, in: process)
        notes.withLock { _ = $0.looks[process, default: []].insert(call) }
    }

    private func asks(_ call: Call, in process: Int) {
        if let given = notes.withLock({ $0.uncommitted[process] }) {
            note(
                .nothingLostBetweenCalls, "\(call.rawValue) was asked before what \(given.rawValue) gave was committed")
        }
    }

    /// A process asks the cloud to change something; called straight before it does.
    func asks(_ request: WatchedRequest, in process: Int) {
        asks(request.call, in: process)
        notes.withLock { $0.requests.append(request.call) }
        let (looks, workflows) = notes.withLock { ($0.looks[process] ?? [], $0.workflows.map(\.value)) }
        let wanted = request.call.precedingLooks
        if looks.isDisjoint(with: wanted) {
            let names = wanted.map(\.rawValue).sorted().joined(separator: " or ")
            note(.lookBeforeCreate, "\(request.call.rawValue) without a look at \(names)")
        }
        judgeGround(of: request, sentBy: workflows.filter { $0.staged.maySend(request) }, in: process)
        guard request.call.pays, let key = request.key else { return }
        let isSecond = notes.withLock { !$0.unaccounted.insert(key).inserted }
        if isSecond { note(.oneRequestPerEpoch, "a second request with key \(key) was sent") }
    }

    /// What pays, and what an announced effect asks for, is sent by the process that has just committed the intent of it;
    /// everything else for a workflow in whose state it is due.
    private func judgeGround(of request: WatchedRequest, sentBy owners: [Seen], in process: Int) {
        if owners.contains(where: { $0.intent == .last && $0.process == process }) { return }
        if request.call.pays || !owners.isEmpty && owners.allSatisfy({ $0.intent != .none }) {
            note(.intentBeforeRequest, "\(request) left without its intent")
        } else if owners.isEmpty {
            note(.ground, "\(request) was sent for no workflow that may send it")
        }
    }

    /// The cloud has answered a request that changes something.
    func answered(_ request: WatchedRequest, _ error: CloudError?, in process: Int) {
        notes.withLock { notes in
            if error == nil { notes.uncommitted[process] = request.call }
            if let key = request.key, error?.fate == .notDone { notes.unaccounted.remove(key) }
        }
    }
}
