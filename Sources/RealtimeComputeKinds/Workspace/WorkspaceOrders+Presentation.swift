import Documents
package import Provisioning
package import RealtimeCompute
import Wording
package import Workflow

extension WorkspaceOrders {
    package func presentation(of state: WorkspaceOrder.State, at now: Timestamp) -> Presentation {
        Presentation(
            state.standing, because: state.reason, facts: state.facts, findings: state.findings.map(FindingView.init),
            inspectedAt: state.inspectedAt, progress: state.progress(at: now), answers: state.answers,
            fields: state.fields)
    }
}

extension WorkspaceOrder.State {
    private var specification: WorkspaceOrder.Specification { order.specification }

    fileprivate var standing: Presentation.Standing {
        switch self {
        case .provisioned: .reached
        case .withdrawn, .failed: .lost
        case .drafted, .blocked, .overdue: .needsAttention
        case .confirmed, .purchasing, .creating, .running: .underWay
        }
    }

    fileprivate var findings: [Finding] {
        switch self {
        case .drafted(let drafted): drafted.findings
        case .blocked(let blocked): blocked.findings
        case .confirmed, .purchasing, .creating, .overdue, .running, .provisioned, .withdrawn, .failed: []
        }
    }

    fileprivate var inspectedAt: Timestamp? {
        switch self {
        case .drafted(let drafted): drafted.inspectedAt
        case .blocked(let blocked): blocked.inspectedAt
        case .confirmed, .purchasing, .creating, .overdue, .running, .provisioned, .withdrawn, .failed: nil
        }
    }

    private var price: Estimate? {
        switch self {
        case .drafted(let drafted): drafted.price
        case .confirmed(let confirmed): confirmed.price
        case .blocked(let blocked): blocked.price
        case .purchasing(let purchasing): purchasing.price
        case .creating, .overdue, .running, .provisioned, .withdrawn, .failed: nil
        }
    }

    /// The workspace as it was last seen.
    private var seen: Workspace? {
        switch self {
        case .creating(let creating), .overdue(let creating): creating.seen
        case .running(let running): running.seen
        case .provisioned(let provisioned): provisioned.seen
        case .drafted, .confirmed, .blocked, .purchasing, .withdrawn, .failed: nil
        }
    }

    private var pending: PendingPayment<WorkspacePurchase>? {
        if case .purchasing(let purchasing) = self { purchasing.payment } else { nil }
    }

    fileprivate func progress(at now: Timestamp) -> Progress? {
        guard case .creating(let creating) = self else { return nil }
        return Progress(
            stage: creating.seen?.stage ?? "CREATING", since: creating.since, usually: Figures.usualWorkspaceStart,
            at: now)
    }

    fileprivate var answers: [[String]] {
        let name = specification.name.rawValue
        let amend = ["sluice", "order", "amend", name, "MANIFEST"]
        let withdraw = ["sluice", "order", "withdraw", name, "--reason", "TEXT"]
        switch self {
        case .drafted(let drafted):
            let confirm = ["sluice", "order", "confirm", name]
            return drafted.findings.blocking.isEmpty ? [confirm] : [confirm + ["--despite-findings"], amend, confirm]
        case .blocked: return [["sluice", "advance", name], withdraw]
        case .purchasing: return answersForPayment(of: name)
        case .running: return [["sluice", "advance", name], amend]
        case .confirmed, .creating, .overdue, .provisioned, .withdrawn, .failed: return []
        }
    }

    fileprivate var reason: Reason {
        switch self {
        case .drafted(let drafted):
            if let refusal = drafted.purchaseRefusal {
                return Reason(
                    "purchase-refused",
                    LocalizedText(
                        "the vendor refused the purchase: \(refusal.code), \(refusal.message)",
                        zh: "购买被拒绝：\(refusal.code)，\(refusal.message)"))
            }
            let names = drafted.findings.blocking.map(\.check.rawValue).joined(separator: ", ")
            let agreement = LocalizedText("to be confirmed: this agrees to pay", zh: "待确认：确认即同意付款")
            return Reason(
                "confirmation-needed",
                names.isEmpty
                    ? agreement
                    : agreement.followed(by: LocalizedText("(does not hold: \(names))", zh: "（不满足：\(names)）")))
        case .confirmed:
            return Reason("purchase-due", LocalizedText("confirmed; to be bought next", zh: "已确认；下一步购买"))
        case .blocked(let blocked):
            guard !blocked.findings.blocking.isEmpty else { return .mended }
            let names = blocked.findings.blocking.map(\.check.rawValue).joined(separator: ", ")
            return Reason(
                "prerequisites-do-not-hold",
                LocalizedText("nothing is bought: does not hold: \(names)", zh: "尚未购买：不满足：\(names)"))
        case .purchasing(let purchasing): return purchasing.payment.reason(by: purchasing.order.timing)
        case .creating(let creating):
            let reason = creating.seen == nil ? WaitReason.workspaceNotVisible : .workspaceCreating
            return Reason(reason.rawValue, reason.message)
        case .overdue(let overdue):
            return Reason(
                "workspace-overdue",
                LocalizedText(
                    "workspace \(overdue.purchase.orderNumber) has been creating since \(overdue.since.rfc3339): past "
                        + "its allowance; open a ticket in the vendor's console",
                    zh: "工作空间 \(overdue.purchase.orderNumber) 自 \(overdue.since.rfc3339) 起创建中：已超时；请在控制台提交工单"))
        case .running(let running):
            guard let refused = running.refusal else {
                return Reason(
                    "namespaces-due",
                    LocalizedText("the workspace runs; its namespaces are arranged next", zh: "工作空间运行中；下一步配置项目空间"))
            }
            let (request, refusal) = (refused.request, refused.refusal)
            return Reason(
                "namespace-refused",
                LocalizedText(
                    "\(request.call.rawValue) \(request.name) was refused: \(refusal.code), \(refusal.message)",
                    zh: "\(request.call.rawValue) \(request.name) 被拒绝：\(refusal.code)，\(refusal.message)"))
        case .provisioned(let provisioned):
            return Reason(
                "provisioned",
                LocalizedText(
                    "workspace \(provisioned.seen.id) runs, its namespaces have their CUs",
                    zh: "工作空间 \(provisioned.seen.id) 运行中，项目空间已获得 CU"))
        case .withdrawn(let withdrawn):
            return Reason("withdrawn", LocalizedText("withdrawn: \(withdrawn.reason)", zh: "已撤回：\(withdrawn.reason)"))
        case .failed(let failed):
            let status = failed.loss.status?.rawValue ?? "-"
            return Reason(
                "workspace-lost",
                LocalizedText(
                    "workspace \(failed.purchase.orderNumber) is gone: \(status)",
                    zh: "工作空间 \(failed.purchase.orderNumber) 已不存在：\(status)"))
        }
    }

    // MARK: - For people

    fileprivate var facts: [Fact] {
        var facts: [Fact] = []
        if let workspace {
            facts.append(Fact(LocalizedText("workspace", zh: "工作空间"), workspace.rawValue))
        }
        facts += pending?.shown.map { .candidate($0) } ?? []
        facts.append(.bought(specification))
        if let price { facts.append(.price(price)) }
        if let endsAt = seen?.endsAt { facts.append(Fact(LocalizedText("ends at", zh: "到期时间"), endsAt.rfc3339)) }
        for namespace in specification.namespaces {
            facts.append(
                Fact(LocalizedText("namespace", zh: "项目空间"), "\(namespace.name), \(namespace.computeUnits)"))
        }
        return facts
    }

    // MARK: - For scripts

    fileprivate var fields: [String: JSONValue] {
        let made: [Namespace]? = if case .provisioned(let provisioned) = self { provisioned.namespaces } else { nil }
        let namespaces = specification.namespaces.map { wanted -> JSONValue in
            [
                "name": .text(wanted.name.rawValue),
                "computeUnits": .integer(
                    made?.first { $0.name == wanted.name }?.computeUnits.count ?? wanted.computeUnits.count),
            ]
        }
        let candidates = pending?.shown ?? []
        return [
            "workspace": .fields([
                "id": workspace.map { .text($0.rawValue) }, "status": seen.map { .text($0.status.rawValue) },
                "stage": seen?.stage.map { .text($0) },
                "computeUnits": .integer((seen?.computeUnits ?? specification.workspace.computeUnits).count),
                "endsAt": seen?.endsAt.map { .text($0.rfc3339) }, "namespaces": .list(namespaces),
                "candidates": candidates.isEmpty ? nil : .list(candidates.map { .candidate($0) }),
            ]),
            "purchase": purchase.map { .purchase($0) } ?? pending.map { .purchase($0, of: order) },
            "estimate": price.map { .estimate($0) },
        ].compactMapValues(\.self)
    }
}

extension Fact {
    /// What an order of a workspace buys.
    static func bought(_ specification: WorkspaceOrder.Specification) -> Self {
        let workspace = specification.workspace
        let (term, zh): (String, String) =
            switch workspace.billing {
            case .subscription(let months): ("for \(months) \(months == 1 ? "month" : "months")", "\(months) 个月")
            case .payAsYouGo: ("pay-as-you-go", "按量付费")
            }
        return Fact(
            LocalizedText("to buy", zh: "购买内容"),
            LocalizedText(
                "\(workspace.computeUnits) in \(workspace.zone), \(term)",
                zh: "\(workspace.zone) \(workspace.computeUnits)，\(zh)"))
    }

    static func price(_ estimate: Estimate) -> Self {
        Fact(LocalizedText("price", zh: "价格"), estimate.words)
    }
}
