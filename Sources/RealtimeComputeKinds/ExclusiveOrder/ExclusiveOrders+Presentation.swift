import Documents
package import Provisioning
package import RealtimeCompute
import Wording
package import Workflow

extension ExclusiveOrders {
    package func presentation(of state: OrderState, at now: Timestamp) -> Presentation {
        Presentation(
            state.standing, because: state.reason, facts: state.facts, findings: state.findings.map(FindingView.init),
            inspectedAt: state.inspectedAt, progress: state.progress(at: now), answers: state.answers,
            awaitsItsFirstProject: !state.isOver && state.projects.allSatisfy { $0.project == nil },
            isBought: state.purchase != nil,
            fields: state.fields)
    }
}

extension OrderState {
    fileprivate var specification: OrderSpecification { order.specification }

    fileprivate var standing: Presentation.Standing {
        switch self {
        case .provisioned: .reached
        case .withdrawn, .failed: .lost
        case .drafted, .blocked, .overdue: .needsAttention
        case .confirmed, .purchasing, .paid, .ready, .starting, .running: .underWay
        }
    }

    fileprivate var isOver: Bool { standing == .reached || standing == .lost }

    /// The cluster's CUs, and how many of them projects hold: as bought, or, once it runs, as last seen.
    fileprivate var load: ClusterLoad {
        switch self {
        case .running(let running): running.load
        case .provisioned(let provisioned): provisioned.load
        case .drafted, .confirmed, .purchasing, .paid, .blocked, .ready, .starting, .overdue, .withdrawn, .failed:
            ClusterLoad(computeUnits: specification.capacity.computeUnits, allocated: .zero)
        }
    }

    fileprivate var findings: [Finding] {
        switch self {
        case .drafted(let drafted): drafted.findings
        case .confirmed(let confirmed): confirmed.confirmation.inspection.findings
        case .purchasing(let purchasing): purchasing.confirmation.inspection.findings
        case .blocked(let blocked): blocked.findings
        case .ready(let ready): ready.clearance.findings
        case .paid, .starting, .overdue, .running, .provisioned, .withdrawn, .failed: []
        }
    }

    fileprivate var inspectedAt: Timestamp? {
        switch self {
        case .drafted(let drafted): drafted.inspectedAt
        case .confirmed(let confirmed): confirmed.confirmation.inspection.observedAt
        case .purchasing(let purchasing): purchasing.confirmation.inspection.observedAt
        case .blocked(let blocked): blocked.inspectedAt
        case .ready(let ready): ready.clearance.observedAt
        case .paid, .starting, .overdue, .running, .provisioned, .withdrawn, .failed: nil
        }
    }

    /// What was bought, once the purchase is ours.
    fileprivate var instance: InstanceID? {
        switch self {
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

    /// The order's projects: those of the manifest, with each that exists.
    fileprivate var projects: [(specification: ProjectSpecification, project: Project?)] {
        let existing: [Project] =
            switch self {
            case .running(let running): running.projects
            case .provisioned(let provisioned): provisioned.projects
            case .failed(let failed): failed.projects
            case .drafted, .confirmed, .purchasing, .paid, .blocked, .ready, .starting, .overdue, .withdrawn: []
            }
        return specification.projects.map { wanted in (wanted, existing.first { $0.name == wanted.name }) }
    }

    /// The purchases among which the operator is asked to choose.
    fileprivate var candidates: [Purchase] {
        guard case .purchasing(let purchasing) = self, case .candidates(let candidates) = purchasing.question else {
            return []
        }
        return candidates
    }

    fileprivate func progress(at now: Timestamp) -> Progress? {
        switch self {
        case .starting(let starting): Progress(ofStarting: starting.cluster, at: now)
        case .overdue(let overdue): Progress(ofStarting: overdue.cluster, at: now)
        case .drafted, .confirmed, .purchasing, .paid, .blocked, .ready, .running, .provisioned, .withdrawn, .failed:
            nil
        }
    }

    /// The commands that answer what is asked, the least costly first: what buys or changes cannot be taken back.
    fileprivate var answers: [[String]] {
        let name = specification.name.rawValue
        let advance = ["sluice", "advance", name]
        let amend = ["sluice", "order", "amend", name, "MANIFEST"]
        switch self {
        case .drafted(let drafted):
            let confirm = ["sluice", "order", "confirm", name]
            // What would be refused as things stand comes last.
            let blocking = drafted.findings.blocking
            if blocking.isEmpty { return [confirm] }
            let mustHold = blocking.contains { ExclusiveOrders.neverPassedOver.contains($0.check) }
            return mustHold ? [confirm, amend] : [confirm + ["--despite-findings"], amend, confirm]
        case .blocked, .running:
            return [advance, amend]
        case .purchasing:
            return answersForPayment(of: name)
        case .starting:
            return [advance, ["sluice", "order", "abandon", name, "--reason", "TEXT"]]
        case .confirmed, .paid, .ready, .overdue, .provisioned, .withdrawn, .failed:
            return []
        }
    }

    // MARK: - For people

    fileprivate var facts: [Fact] {
        var facts: [Fact] = []
        if let purchase { facts.append(.purchase(purchase, instance: instance)) }
        facts += candidates.map { .candidate($0) }
        if let cluster {
            let stage = cluster.stage.map { " (\($0))" } ?? ""
            facts.append(
                Fact(
                    LocalizedText("cluster", zh: "集群"), "\(cluster.name) \(cluster.id), \(cluster.status.title)\(stage)"
                ))
        }
        for (specification, project) in projects {
            let words = "\(specification.name), \(specification.computeUnits)"
            facts.append(
                Fact(
                    LocalizedText("project", zh: "项目"),
                    project.map { LocalizedText(verbatim: "\(words) \($0.id)") }
                        ?? LocalizedText("\(words) (not created yet)", zh: "\(words)（尚未创建）")))
        }
        let nodes = specification.capacity.nodes
        facts.append(
            Fact(
                LocalizedText("capacity", zh: "容量"),
                LocalizedText(
                    "\(nodes) nodes, \(load.computeUnits), \(load.free) free",
                    zh: "\(nodes) 个节点，\(load.computeUnits)，空闲 \(load.free)")))
        facts.append(Fact(LocalizedText("estimate", zh: "估价"), specification.estimate.words))
        return facts
    }

    // MARK: - For scripts

    fileprivate var fields: [String: JSONValue] {
        let fields: [String: JSONValue?] = [
            "capacity": .capacity(nodes: specification.capacity.nodes, load),
            "estimate": .estimate(specification.estimate),
            "purchase": purchaseFields,
            "candidates": candidates.isEmpty ? nil : .list(candidates.map { .candidate($0) }),
            "cluster": cluster.map(JSONValue.cluster),
            "projects": .list(projects.map { .project($0.specification, $0.project) }),
            "ticket": ticketFields,
            "loss": lossFields,
        ]
        return fields.compactMapValues(\.self)
    }

    /// `nil` as long as nobody has asked for a purchase.
    private var purchaseFields: JSONValue? {
        if let purchase {
            return .purchase(purchase, instance: instance)
        }
        guard case .purchasing(let purchasing) = self else { return nil }
        return .purchase(purchasing.payment, of: order)
    }

    private var ticketFields: JSONValue? {
        guard case .overdue(let overdue) = self else { return nil }
        return switch overdue.ticket {
        case .due: nil
        case .open(let ticket): ["id": .text(ticket.rawValue)]
        case .refused(let refusal): ["refusedWith": .text(refusal.code)]
        }
    }

    /// What was paid for and what remains in the account, of an order whose cluster is lost.
    private var lossFields: JSONValue? {
        guard case .failed(let failed) = self else { return nil }
        return [
            "cause": .text(failed.loss.cause.rawValue), "at": .text(failed.loss.at.rfc3339),
            "paidFor": [
                "orderNumber": .text(failed.purchase.orderNumber.rawValue),
                "masters": .machines(specification.masters), "slaves": .machines(specification.slaves),
            ],
            "remaining": [
                "instanceId": .text(failed.instance.rawValue),
                "projects": .list(projects.compactMap { $0.project?.name.rawValue }.map { .text($0) }),
            ],
        ]
    }
}

extension Progress {
    /// How far the start of a cluster is.
    init(ofStarting cluster: WatchedCluster, at now: Timestamp) {
        self.init(
            stage: cluster.stage ?? ClusterStatus.starting.title, since: cluster.createdAt, usually: Figures.usualStart,
            at: now)
    }
}
