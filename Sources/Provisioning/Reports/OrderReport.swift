package import RealtimeCompute
package import Workflow
package import WorkflowEngine

/// All there is to say about an order at a time.
package struct OrderReport: Sendable {
    package let id: OrderID
    package let state: OrderState
    package let version: Int
    package let postponement: Postponement?
    package let createdAt: Timestamp
    package let updatedAt: Timestamp
    /// The time it is told for.
    package let now: Timestamp
    package let next: NextStep

    init(_ workflow: LoadedWorkflow<ExclusiveOrder>, at now: Timestamp) {
        let record = workflow.record
        id = record.id
        state = workflow.state
        version = record.version
        postponement = record.postponement
        createdAt = record.createdAt
        updatedAt = record.updatedAt
        self.now = now
        next = NextStep(of: workflow.state, workflow.next(at: now), postponement: record.postponement)
    }

    init(
        id: OrderID, state: OrderState, version: Int, postponement: Postponement?, createdAt: Timestamp,
        updatedAt: Timestamp, at now: Timestamp
    ) {
        self.id = id
        self.state = state
        self.version = version
        self.postponement = postponement
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.now = now
        next = NextStep(of: state, ExclusiveOrder.next(in: state, at: now), postponement: postponement)
    }

    package var specification: OrderSpecification { state.order.specification }
    package var name: OrderName { specification.name }

    package var isFinished: Bool { if case .finished = next.kind { true } else { false } }

    package var isAsking: Bool { if case .ask = next.kind { true } else { false } }
}

extension OrderReport {
    /// The cluster's CUs, and how many of them projects hold: as bought, or, once it runs, as last seen.
    package var load: ClusterLoad {
        switch state {
        case .running(let running): running.load
        case .provisioned(let provisioned): provisioned.load
        case .drafted, .confirmed, .purchasing, .paid, .blocked, .ready, .starting, .overdue, .withdrawn, .failed:
            ClusterLoad(computeUnits: specification.capacity.computeUnits, allocated: .zero)
        }
    }

    /// What was last found not to hold, as long as it matters.
    package var findings: [Finding] {
        switch state {
        case .drafted(let drafted): drafted.findings
        case .confirmed(let confirmed): confirmed.confirmation.inspection.findings
        case .purchasing(let purchasing): purchasing.confirmation.inspection.findings
        case .blocked(let blocked): blocked.findings
        case .ready(let ready): ready.clearance.findings
        case .paid, .starting, .overdue, .running, .provisioned, .withdrawn, .failed: []
        }
    }

    /// When the findings were made, while there is something to say about them.
    package var inspectedAt: Timestamp? {
        switch state {
        case .drafted(let drafted): drafted.inspectedAt
        case .confirmed(let confirmed): confirmed.confirmation.inspection.observedAt
        case .purchasing(let purchasing): purchasing.confirmation.inspection.observedAt
        case .blocked(let blocked): blocked.inspectedAt
        case .ready(let ready): ready.clearance.observedAt
        case .paid, .starting, .overdue, .running, .provisioned, .withdrawn, .failed: nil
        }
    }

    /// What was bought, once the purchase is ours.
    package var instance: InstanceID? {
        switch state {
        case .blocked(let blocked): blocked.instance
        case .ready(let ready): ready.instance
        case .starting(let starting): starting.instance
        case .overdue(let overdue): overdue.instance
        case .running(let running): running.instance
        case .provisioned(let provisioned): provisioned.instance
        case .failed(let failed): failed.instance
        case .drafted, .confirmed, .purchasing, .paid, .withdrawn: nil
        }
    }

    /// The order's projects: those of the manifest, with the id of each that exists.
    package var projects: [(specification: ProjectSpecification, project: Project?)] {
        let existing: [Project] =
            switch state {
            case .running(let running): running.projects
            case .provisioned(let provisioned): provisioned.projects
            case .failed(let failed): failed.projects
            case .drafted, .confirmed, .purchasing, .paid, .blocked, .ready, .starting, .overdue, .withdrawn: []
            }
        return specification.projects.map { wanted in (wanted, existing.first { $0.name == wanted.name }) }
    }

    /// How the cluster was lost, if it was.
    package var loss: ClusterLoss? {
        if case .failed(let failed) = state { failed.loss } else { nil }
    }

    /// The purchases among which the operator is asked to choose.
    package var candidates: [Purchase] {
        guard case .purchasing(let purchasing) = state, case .candidates(let candidates) = purchasing.question else {
            return []
        }
        return candidates
    }

    /// Whether it is unfinished and no project of it exists yet: what the vendor's console counts in its red badge.
    package var awaitsItsFirstProject: Bool {
        !isFinished && projects.allSatisfy { $0.project == nil }
    }

    /// How far the start of the cluster is, by the time it usually takes; `nil` when none is starting.
    package var startProgress: StartProgress? {
        switch state {
        case .starting(let starting): StartProgress(of: starting.cluster, at: now)
        case .overdue(let overdue): StartProgress(of: overdue.cluster, at: now)
        case .drafted, .confirmed, .purchasing, .paid, .blocked, .ready, .running, .provisioned, .withdrawn, .failed:
            nil
        }
    }
}

/// How far the start of a cluster is, by the time it usually takes.
package struct StartProgress: Equatable, Sendable {
    package let stage: String?
    package let elapsed: Duration
    /// What is left of the usual time; nothing once that has passed.
    package let expectedRest: Duration

    init(of cluster: WatchedCluster, at now: Timestamp) {
        stage = cluster.stage
        elapsed = max(.zero, now - cluster.createdAt)
        expectedRest = max(.zero, Figures.usualStart - elapsed)
    }

    /// The share of the usual time that has passed, at most 1.
    package var share: Double { min(1, elapsed / Figures.usualStart) }
}
