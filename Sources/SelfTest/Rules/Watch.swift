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
    /// An order as its last commit left it.
    struct Seen {
        let state: OrderState
        let record: StoredWorkflow
        let event: OrderEvent.Name
        /// The process that made the commit.
        let process: Int
        let claims: [Claim]
    }

    private struct Notes {
        var orders: [WorkflowID: Seen] = [:]
        /// Requests to buy that were carried out, or may have been.
        var unaccounted: Set<PurchaseKey> = []
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
    private let notes = Mutex(Notes())

    /// - Parameter place: where a violation is to be seen again.
    init(at place: String) {
        self.place = place
    }

    var violations: [Violation] { notes.withLock { $0.violations } }
    var commits: Int { notes.withLock { $0.commits } }
    var requests: [Call] { notes.withLock { $0.requests } }
    var orders: [WorkflowID: Seen] { notes.withLock { $0.orders } }

    func note(_ rule: Rule, _ detail: String) {
        notes.withLock { $0.violations.append(Violation(of: rule, detail, at: place)) }
    }

    /// Takes a workflow as given, without judging how it came there.
    func assume(_ record: StoredWorkflow, _ state: OrderState, after event: OrderEvent.Name, claims: [Claim]) {
        notes.withLock {
            $0.orders[record.id] = Seen(state: state, record: record, event: event, process: 0, claims: claims)
        }
    }

    // MARK: - Processes

    /// A process has taken up an order.
    func turnBegan(in process: Int) {
        notes.withLock { notes in
            notes.looks[process] = []
            notes.uncommitted[process] = nil
        }
    }

    // MARK: - Commits

    func committed(_ commit: Commit, by process: Int) {
        let old = notes.withLock { $0.orders[commit.workflow.id] }
        let judge = CommitJudge(commit, after: old)
        for (rule, detail) in judge.faults { note(rule, "\(commit.workflow.name), \(commit.event): \(detail)") }
        guard let state = judge.state, let event = judge.event else { return }
        let seen = Seen(
            state: state, record: commit.workflow, event: event.name, process: process, claims: commit.claims)
        let others = notes.withLock { notes -> [Seen] in
            notes.commits += 1
            notes.uncommitted[process] = nil
            notes.orders[commit.workflow.id] = seen
            return notes.orders.filter { $0.key != commit.workflow.id }.map(\.value)
        }
        for claim in commit.claims {
            let held = others.flatMap(\.claims).filter { $0.resource == claim.resource }.reduce(0) { $0 + $1.amount }
            if held + claim.amount > claim.limit {
                note(.neverMoreThanThereIs, "\(held + claim.amount) of \(claim.limit) \(claim.resource) are claimed")
            }
        }
        if let number = state.purchase?.orderNumber,
            others.contains(where: { $0.state.purchase?.orderNumber == number })
        {
            note(.oneOwner, "\(number) belongs to two orders")
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
        let (looks, orders) = notes.withLock { ($0.looks[process] ?? [], $0.orders.map(\.value)) }
        if !looks.contains(request.precedingLook) {
            note(.lookBeforeCreate, "\(request.call.rawValue) without a look at \(request.precedingLook.rawValue)")
        }
        switch request {
        case .purchase(let key):
            let owner = orders.first { seen in
                guard case .purchasing(let purchasing) = seen.state else { return false }
                return purchasing.order.purchaseKey(inEpoch: purchasing.trail.epoch) == key
            }
            if owner?.event != .purchaseBegun || owner?.process != process {
                note(.intentBeforeRequest, "a request with key \(key) left without its intent")
            }
            let isSecond = notes.withLock { !$0.unaccounted.insert(key).inserted }
            if isSecond { note(.oneRequestPerEpoch, "a second request with key \(key) was sent") }
        case .createCluster(let instance):
            let owner = orders.contains { seen in
                if case .ready(let ready) = seen.state { ready.instance == instance } else { false }
            }
            if !owner { note(.ground, "a cluster was asked for on \(instance) by no order that is ready") }
        case .createProject(let cluster):
            let owner = orders.contains { seen in
                if case .running(let running) = seen.state { running.cluster.id == cluster } else { false }
            }
            if !owner { note(.ground, "a project was asked for on \(cluster) by no order that runs") }
        case .openTicket(let key):
            let owner = orders.contains { seen in
                if case .overdue(let overdue) = seen.state { overdue.order.ticketKey == key } else { false }
            }
            if !owner { note(.ground, "ticket \(key) was opened for no order that is overdue") }
        }
    }

    /// The cloud has answered a request that changes something.
    func answered(_ request: WatchedRequest, _ error: CloudError?, in process: Int) {
        notes.withLock { notes in
            if error == nil { notes.uncommitted[process] = request.call }
            if case .purchase(let key) = request, error?.fate == .notDone { notes.unaccounted.remove(key) }
        }
    }
}
