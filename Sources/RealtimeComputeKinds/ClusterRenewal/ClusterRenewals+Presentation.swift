import Documents
package import Provisioning
package import RealtimeCompute
import Wording
package import Workflow

extension ClusterRenewals {
    package func presentation(of state: ClusterRenewal.State, at now: Timestamp) -> Presentation {
        Presentation(
            state.standing, because: state.reason, facts: state.facts, findings: state.findings.map(FindingView.init),
            inspectedAt: state.inspection?.observedAt, answers: state.answers, fields: state.fields)
    }
}

extension ClusterRenewal.State {
    fileprivate var standing: Presentation.Standing {
        switch self {
        case .done: .reached
        case .withdrawn, .failed: .lost
        case .drafted: .needsAttention
        case .confirmed, .purchasing, .paid: .underWay
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
        case .paid, .done, .withdrawn, .failed:
            nil
        }
    }

    fileprivate var findings: [Finding] { inspection?.findings ?? [] }

    private var newEndsAt: Timestamp? { if case .done(let done) = self { done.newEndsAt } else { nil } }

    private var pending: PendingPayment<Renewal>? {
        if case .purchasing(let purchasing) = self { purchasing.payment } else { nil }
    }

    fileprivate var answers: [[String]] {
        let name = order.name.rawValue
        switch self {
        case .drafted(let drafted):
            let confirm = ["sluice", "order", "confirm", name]
            let blocking = drafted.findings.blocking
            // Some things must hold whatever the operator says.
            let mustHold = blocking.contains { $0.check == .clusterChange } || before == nil
            return blocking.isEmpty || mustHold ? [confirm] : [confirm + ["--despite-findings"], confirm]
        case .purchasing: return answersForPayment(of: name)
        case .confirmed, .paid, .done, .withdrawn, .failed: return []
        }
    }

    // MARK: - For people

    fileprivate var facts: [Fact] {
        var facts = [
            Fact(LocalizedText("order", zh: "订单"), "\(order.subject.orderName), \(order.subject.instance)")
        ]
        if let cluster = order.subject.cluster, let name = order.subject.clusterName {
            facts.append(Fact(LocalizedText("cluster", zh: "集群"), "\(name) \(cluster)"))
        }
        if let name = order.subject.workspaceName {
            facts.append(Fact(LocalizedText("workspace", zh: "工作空间"), name.rawValue))
        }
        if let purchase { facts.append(.purchase(purchase)) }
        facts += pending?.shown.map { .candidate($0) } ?? []
        if let newEndsAt, let before {
            facts.append(Fact(LocalizedText("ended at", zh: "原到期时间"), before.endsAt.rfc3339))
            facts.append(Fact(LocalizedText("renewed until", zh: "续费至"), newEndsAt.rfc3339))
        } else {
            facts += Fact.ends(before, after: order.months)
        }
        if let estimate { facts.append(Fact(LocalizedText("estimate", zh: "估价"), estimate.words)) }
        return facts
    }

    private var estimate: Estimate? { before?.estimate(of: order.months) }

    // MARK: - For scripts

    fileprivate var fields: [String: JSONValue] {
        let purchase: JSONValue? =
            self.purchase.map { .purchase($0) } ?? pending.map { .purchase($0, of: order) }
        let candidates = pending?.shown ?? []
        let fields: [String: JSONValue?] = [
            "clusterRenewal": .fields([
                "order": .text(order.subject.orderName.rawValue),
                "instanceId": .text(order.subject.instance.rawValue), "months": .integer(order.months),
                "endsAt": before.map { .text($0.endsAt.rfc3339) },
                "newEndsAt": newEndsAt.map { .text($0.rfc3339) }, "purchase": purchase,
                "candidates": candidates.isEmpty ? nil : .list(candidates.map { .candidate($0) }),
            ]),
            "cluster": order.subject.cluster.map { cluster in
                .fields([
                    "id": .text(cluster.rawValue), "name": order.subject.clusterName.map { .text($0.rawValue) },
                ])
            },
            "workspace": order.subject.workspaceName.map { name in
                ["id": .text(order.subject.instance.rawValue), "name": .text(name.rawValue)]
            },
            "estimate": estimate.map(JSONValue.estimate),
        ]
        return fields.compactMapValues(\.self)
    }
}

extension Fact {
    /// When a subscription ends, and when it will, renewed.
    static func ends(_ subscription: Subscription?, after months: Int) -> [Self] {
        guard let subscription else { return [] }
        return [
            Fact(LocalizedText("ends at", zh: "到期时间"), subscription.endsAt.rfc3339),
            Fact(LocalizedText("renewed until", zh: "续费至"), subscription.end(after: months).rfc3339),
        ]
    }
}
