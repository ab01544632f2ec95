import Documents
package import Provisioning
package import RealtimeCompute
import Wording
package import Workflow

extension SharedOrders {
    package func presentation(of state: SharedOrder.State, at now: Timestamp) -> Presentation {
        let standing = state.standing
        return Presentation(
            standing, because: state.reason, facts: state.facts,
            findings: state.inspection?.findings.map(FindingView.init) ?? [],
            inspectedAt: state.inspection?.observedAt, answers: state.answers,
            awaitsItsFirstProject: standing != .reached && standing != .lost, isBought: state.purchase != nil,
            fields: state.fields)
    }
}

extension SharedOrder.State {
    fileprivate var specification: SharedOrder.Specification { order.specification }

    fileprivate var standing: Presentation.Standing {
        switch self {
        case .provisioned: .reached
        case .withdrawn: .lost
        case .drafted, .blocked: .needsAttention
        case .confirmed, .purchasing, .paid, .ready: .underWay
        }
    }

    /// What was last looked at, as long as it matters.
    fileprivate var inspection: (findings: [Finding], observedAt: Timestamp)? {
        switch self {
        case .drafted(let drafted):
            (drafted.findings, drafted.inspectedAt)
        case .confirmed(let confirmed):
            (confirmed.confirmation.inspection.findings, confirmed.confirmation.inspection.observedAt)
        case .purchasing(let purchasing):
            (purchasing.confirmation.inspection.findings, purchasing.confirmation.inspection.observedAt)
        case .blocked(let blocked):
            (blocked.findings, blocked.inspectedAt)
        case .ready(let ready):
            (ready.clearance.findings, ready.clearance.observedAt)
        case .paid, .provisioned, .withdrawn:
            nil
        }
    }

    private var instance: InstanceID? {
        switch self {
        case .blocked(let blocked): blocked.instance
        case .ready(let ready): ready.instance
        case .provisioned(let provisioned): provisioned.instance
        case .drafted, .confirmed, .purchasing, .paid, .withdrawn: nil
        }
    }

    private var endsAt: Timestamp? {
        switch self {
        case .ready(let ready): ready.endsAt
        case .provisioned(let provisioned): provisioned.endsAt
        case .drafted, .confirmed, .purchasing, .paid, .blocked, .withdrawn: nil
        }
    }

    private var project: Project? { if case .provisioned(let provisioned) = self { provisioned.project } else { nil } }

    private var pending: PendingPayment<SharedPurchase>? {
        if case .purchasing(let purchasing) = self { purchasing.payment } else { nil }
    }

    /// The commands that answer what is asked, the least costly first.
    fileprivate var answers: [[String]] {
        let name = specification.name.rawValue
        let advance = ["sluice", "advance", name]
        let amend = ["sluice", "order", "amend", name, "MANIFEST"]
        switch self {
        case .drafted(let drafted):
            let confirm = ["sluice", "order", "confirm", name]
            let blocking = drafted.findings.blocking
            // A sale that has closed is not passed over.
            guard !blocking.contains(where: { $0.check == .saleOpen }) else {
                return [["sluice", "order", "withdraw", name, "--reason", "TEXT"]]
            }
            return blocking.isEmpty ? [confirm] : [confirm + ["--despite-findings"], amend, confirm]
        case .blocked, .ready: return [advance, amend]
        case .purchasing: return answersForPayment(of: name)
        case .confirmed, .paid, .provisioned, .withdrawn: return []
        }
    }

    // MARK: - For people

    fileprivate var facts: [Fact] {
        var facts: [Fact] = []
        if let purchase { facts.append(.purchase(purchase, instance: instance)) }
        facts += pending?.shown.map { .candidate($0) } ?? []
        facts.append(.bought(specification))
        if let endsAt { facts.append(Fact(LocalizedText("ends at", zh: "到期时间"), endsAt.rfc3339)) }
        let words = "\(specification.project.name), \(specification.project.computeUnits)"
        facts.append(
            Fact(
                LocalizedText("project", zh: "项目"),
                project.map { LocalizedText(verbatim: "\(words) \($0.id)") }
                    ?? LocalizedText("\(words) (not created yet)", zh: "\(words)（尚未创建）")))
        return facts
    }

    // MARK: - For scripts

    fileprivate var fields: [String: JSONValue] {
        let purchase: JSONValue? = self.purchase.map { .purchase($0) } ?? pending.map { .purchase($0, of: order) }
        let candidates = pending?.shown ?? []
        return [
            "sharedOrder": .fields([
                "computeUnits": .integer(specification.computeUnits.count), "purchase": purchase,
                "candidates": candidates.isEmpty ? nil : .list(candidates.map { .candidate($0) }),
                "instanceId": instance.map { .text($0.rawValue) }, "endsAt": endsAt.map { .text($0.rfc3339) },
                "project": .fields([
                    "name": .text(specification.project.name.rawValue), "id": project.map { .text($0.id.rawValue) },
                ]),
            ])
        ]
    }
}

extension Fact {
    /// What an order of shared mode buys.
    static func bought(_ specification: SharedOrder.Specification) -> Self {
        let months = specification.months
        return Fact(
            LocalizedText("to buy", zh: "购买内容"),
            LocalizedText(
                "\(specification.computeUnits) in \(specification.region) for \(months) \(months == 1 ? "month" : "months")",
                zh: "\(specification.region) \(specification.computeUnits)，\(months) 个月"))
    }
}
