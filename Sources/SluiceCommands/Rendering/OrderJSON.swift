import Provisioning
import RealtimeCompute
import Wording
import Workflow
import WorkflowEngine

/// An order as scripts see it.
///
/// Its field names are part of the contract with scripts. What is absent is left out.
struct OrderJSON: Encodable {
    let id: String
    let name: String
    let workflow: String
    let cloud: String
    let phase: String
    let version: Int
    let createdAt: String
    let updatedAt: String
    let next: NextJSON
    let capacity: CapacityJSON
    let estimate: Estimate
    let findings: [FindingJSON]
    let inspectedAt: String?
    let purchase: PurchaseJSON?
    let candidates: [CandidateJSON]?
    let cluster: ClusterJSON?
    let projects: [ProjectJSON]
    let ticket: TicketJSON?
    let loss: LossJSON?
    let attempts: AttemptsJSON?
    /// Only of `advance`: whether it committed a transition.
    let moved: Bool?

    init(_ order: OrderReport, in language: Language, moved: Bool? = nil) {
        id = order.id.rawValue
        name = order.name.rawValue
        workflow = ExclusiveOrder.kind
        cloud = order.state.order.cloud.rawValue
        phase = order.state.phase.rawValue
        version = order.version
        createdAt = order.createdAt.rfc3339
        updatedAt = order.updatedAt.rfc3339
        next = NextJSON(order.next, in: language)
        capacity = CapacityJSON(nodes: order.specification.capacity.nodes, load: order.load)
        estimate = order.specification.estimate
        findings = order.findings.map { FindingJSON($0, in: language) }
        inspectedAt = order.inspectedAt?.rfc3339
        purchase = PurchaseJSON(order)
        candidates = order.candidates.isEmpty ? nil : order.candidates.map(CandidateJSON.init)
        cluster = order.state.cluster.map(ClusterJSON.init)
        projects = order.projects.map { ProjectJSON($0.specification, $0.project) }
        ticket = TicketJSON(order)
        loss = LossJSON(order)
        attempts = AttemptsJSON(order)
        self.moved = moved
    }
}

struct NextJSON: Encodable {
    struct ReasonJSON: Encodable {
        let code: String
        let message: String
    }

    let kind: String
    let what: String?
    let dueAt: String?
    let command: String
    let reason: ReasonJSON

    init(_ next: NextStep, in language: Language) {
        switch next.kind {
        case .perform(let effect): (kind, what, dueAt) = ("perform", effect.rawValue, nil)
        case .wait(let effect, let until):
            // Rounded up, so that what is not due yet is not told to be.
            (kind, what, dueAt) = ("wait", effect.rawValue, until.nextWholeSecond.rfc3339)
        case .ask(let question): (kind, what, dueAt) = ("ask", question.rawValue, nil)
        case .finished: (kind, what, dueAt) = ("finished", nil, nil)
        }
        command = next.command.joined(separator: " ")
        reason = ReasonJSON(code: next.reason.code, message: next.reason.message(language))
    }
}

struct CapacityJSON: Encodable {
    let nodes: Int
    let computeUnits: Int
    let allocated: Int
    let free: Int

    init(nodes: Int, load: ClusterLoad) {
        self.nodes = nodes
        computeUnits = load.computeUnits.count
        allocated = load.allocated.count
        free = load.free.count
    }
}

struct FindingJSON: Encodable {
    struct ClaimantJSON: Encodable {
        let order: String
        let name: String
        let amount: Int
    }

    let check: String
    let severity: String
    let resource: String
    let observed: String
    let required: String
    let message: String
    let hint: String
    let claimedBy: [ClaimantJSON]?
    let missing: [String]?

    init(_ finding: Finding, in language: Language) {
        check = finding.check.rawValue
        severity = finding.severity.rawValue
        resource = finding.resource
        observed = finding.observed
        required = finding.required
        message = finding.message(language)
        hint = finding.hint(language)
        let claimants = finding.claimedBy.map {
            ClaimantJSON(order: $0.order.rawValue, name: $0.name, amount: $0.amount)
        }
        claimedBy = claimants.isEmpty ? nil : claimants
        missing = finding.missing.isEmpty ? nil : finding.missing
    }
}

struct PurchaseJSON: Encodable {
    let orderNumber: String?
    let instanceId: String?
    let key: String?
    let epoch: Int
    let paidAt: String?

    /// `nil` as long as nobody has asked for a purchase.
    init?(_ order: OrderReport) {
        if let purchase = order.state.purchase {
            orderNumber = purchase.orderNumber.rawValue
            instanceId = order.instance?.rawValue
            key = purchase.key?.rawValue
            epoch = purchase.epoch
            paidAt = purchase.paidAt.rfc3339
        } else if case .purchasing(let purchasing) = order.state {
            (orderNumber, instanceId, paidAt) = (nil, nil, nil)
            key = purchasing.order.purchaseKey(inEpoch: purchasing.trail.epoch).rawValue
            epoch = purchasing.trail.epoch
        } else {
            return nil
        }
    }
}

struct CandidateJSON: Encodable {
    let orderNumber: String
    let madeAt: String
    let key: String?

    init(_ purchase: Purchase) {
        orderNumber = purchase.orderNumber.rawValue
        madeAt = purchase.madeAt.rfc3339
        key = purchase.key?.rawValue
    }
}

struct ClusterJSON: Encodable {
    let id: String
    let name: String
    let status: String
    let stage: String?
    let since: String
    let createdAt: String

    init(_ cluster: WatchedCluster) {
        id = cluster.id.rawValue
        name = cluster.name.rawValue
        status = cluster.status.title
        stage = cluster.stage
        since = cluster.since.rfc3339
        createdAt = cluster.createdAt.rfc3339
    }
}

struct ProjectJSON: Encodable {
    let name: String
    let id: String?
    let computeUnits: Int

    init(_ specification: ProjectSpecification, _ project: Project?) {
        name = specification.name.rawValue
        id = project?.id.rawValue
        computeUnits = specification.computeUnits.count
    }
}

struct TicketJSON: Encodable {
    let id: String?
    let refusedWith: String?

    init?(_ order: OrderReport) {
        guard case .overdue(let overdue) = order.state else { return nil }
        switch overdue.ticket {
        case .due: return nil
        case .open(let ticket): (id, refusedWith) = (ticket.rawValue, nil)
        case .refused(let refusal): (id, refusedWith) = (nil, refusal.code)
        }
    }
}

/// What was paid for and what remains in the account, of an order whose cluster is lost.
struct LossJSON: Encodable {
    struct PaidFor: Encodable {
        let orderNumber: String
        let masters: Machines
        let slaves: Machines
    }

    struct Remaining: Encodable {
        let instanceId: String?
        let projects: [String]
    }

    let cause: String
    let at: String
    let paidFor: PaidFor?
    let remaining: Remaining

    init?(_ order: OrderReport) {
        guard let loss = order.loss else { return nil }
        cause = loss.cause.rawValue
        at = loss.at.rfc3339
        let specification = order.specification
        paidFor = order.state.purchase.map {
            PaidFor(
                orderNumber: $0.orderNumber.rawValue, masters: specification.masters, slaves: specification.slaves)
        }
        remaining = Remaining(
            instanceId: order.instance?.rawValue, projects: order.projects.compactMap { $0.project?.name.rawValue })
    }
}

struct AttemptsJSON: Encodable {
    struct LastError: Encodable {
        let code: String
        let message: String?
        let requestId: String?
    }

    let count: Int
    let lastError: LastError

    /// `nil` while no call has failed.
    init?(_ order: OrderReport) {
        guard let postponement = order.postponement, postponement.attempt > 0 else { return nil }
        count = postponement.attempt
        let reason = postponement.reason
        lastError = LastError(code: reason.code, message: reason.detail, requestId: reason.requestID)
    }
}
