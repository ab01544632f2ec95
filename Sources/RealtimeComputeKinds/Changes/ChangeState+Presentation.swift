import Documents
import Provisioning
package import RealtimeCompute
import Wording
import Workflow

/// A look at a change before it is placed.
package struct ChangePreview<Plan: ChangePlan>: Sendable {
    let name: String
    let subject: Plan.Subject
    let plan: Plan
    let before: Plan.Sight
    let inspection: Inspection
    let timing: Timing

    func placement(as id: WorkflowID, in environment: Environment) -> ChangeEvent<Plan> {
        let change = PlannedChange(
            id: id, name: OrderName(rawValue: name), store: StoreID(rawValue: environment.store ?? ""),
            subject: subject, plan: plan, before: before, timing: timing)
        return .placed(ChangePlacement(of: change, inspection: inspection))
    }
}

extension ChangeState {
    var standing: Presentation.Standing {
        switch self {
        case .done: .reached
        case .withdrawn, .failed: .lost
        case .drafted, .blocked, .overdue: .needsAttention
        case .confirmed, .ready, .requesting, .changing: .underWay
        }
    }

    var findings: [Finding] {
        switch self {
        case .drafted(let drafted): drafted.findings
        case .blocked(let blocked): blocked.findings
        case .ready(let ready): ready.clearance.findings
        case .confirmed, .requesting, .changing, .overdue, .done, .withdrawn, .failed: []
        }
    }

    var inspectedAt: Timestamp? {
        switch self {
        case .drafted(let drafted): drafted.inspectedAt
        case .blocked(let blocked): blocked.inspectedAt
        case .ready(let ready): ready.clearance.observedAt
        case .confirmed, .requesting, .changing, .overdue, .done, .withdrawn, .failed: nil
        }
    }

    /// How the subject was last seen by the change.
    var sight: Plan.Sight {
        switch self {
        case .changing(let changing): changing.sight ?? change.before
        case .overdue(let overdue): overdue.sight ?? change.before
        case .done(let done): done.after
        case .drafted, .confirmed, .blocked, .ready, .requesting, .withdrawn, .failed: change.before
        }
    }

    func progress(at now: Timestamp) -> Progress? {
        let (since, status): (Timestamp, String?)
        switch self {
        case .changing(let changing): (since, status) = (changing.since, changing.sight?.status)
        case .overdue(let overdue): (since, status) = (overdue.since, overdue.sight?.status)
        case .drafted, .confirmed, .blocked, .ready, .requesting, .done, .withdrawn, .failed: return nil
        }
        return Progress(stage: status ?? "Changing", since: since, usually: Figures.usualChange, at: now)
    }

    /// Why it stands where it stands, in words that every kind of change shares.
    ///
    /// - Parameters:
    ///   - deed: what is asked for: "scaling risk_cluster to 8 slaves".
    ///   - agreement: what a confirmation accepts.
    ///   - atWork: what is waited for while it is being made.
    ///   - loss: that the subject is gone.
    func reason(
        _ deed: LocalizedText, agreement: LocalizedText, byHand console: LocalizedText,
        atWork: WaitReason = .clusterChanging, loss: (Plan.Loss) -> Reason
    ) -> Reason {
        switch self {
        case .drafted(let drafted):
            let names = drafted.findings.blocking.map(\.check.rawValue).joined(separator: ", ")
            let open =
                names.isEmpty
                ? agreement
                : agreement.followed(by: LocalizedText("(does not hold: \(names))", zh: "（不满足：\(names)）"))
            return Reason("confirmation-needed", open)
        case .confirmed:
            return Reason(
                "inspection-due", LocalizedText("confirmed; to be inspected next", zh: "已确认；下一步检查"))
        case .blocked(let blocked):
            let names = blocked.findings.blocking.map(\.check.rawValue).joined(separator: ", ")
            return Reason(
                "prerequisites-do-not-hold", LocalizedText("does not hold: \(names)", zh: "不满足：\(names)"))
        case .ready(let ready) where ready.change.plan.isByHand(for: ready.change.subject):
            return Reason(WaitReason.changeInConsole.rawValue, console)
        case .ready:
            return Reason(
                "request-due",
                LocalizedText("every prerequisite held; next: \(deed.english)", zh: "前提条件均满足；下一步：\(deed.chinese)"))
        case .requesting:
            return Reason(WaitReason.changeNotVisible.rawValue, WaitReason.changeNotVisible.message)
        case .changing(let changing):
            return Reason(
                atWork.rawValue,
                LocalizedText(
                    "\(deed.english), since \(changing.since.rfc3339)",
                    zh: "\(deed.chinese)，自 \(changing.since.rfc3339)"))
        case .overdue(let overdue):
            let ticket =
                switch overdue.ticket {
                case .due: LocalizedText("a ticket is to be opened next", zh: "下一步提交工单")
                case .open(let id): LocalizedText("ticket \(id) is open", zh: "工单 \(id) 已提交")
                case .refused(let refusal):
                    LocalizedText(
                        "a ticket was refused (\(refusal.code)): open one by hand", zh: "工单被拒绝（\(refusal.code)）：请手工提交")
                }
            return Reason(
                "change-overdue",
                LocalizedText(
                    "\(deed.english), since \(overdue.since.rfc3339): past its allowance; \(ticket.english)",
                    zh: "\(deed.chinese)，自 \(overdue.since.rfc3339)：已超时；\(ticket.chinese)"))
        case .done(let done):
            return Reason(
                "done",
                LocalizedText(
                    "\(deed.english): done, seen \(done.at.rfc3339)", zh: "\(deed.chinese)：已完成，\(done.at.rfc3339)"))
        case .withdrawn(let withdrawn):
            return Reason("withdrawn", LocalizedText("withdrawn: \(withdrawn.reason)", zh: "已撤回：\(withdrawn.reason)"))
        case .failed(let failed):
            return loss(failed.loss)
        }
    }

    /// The commands that answer what is asked; what would be refused as things stand comes last, and nothing goes before
    /// another change.
    func answers(confirming confirm: [String]) -> [[String]] {
        let name = change.name.rawValue
        let withdraw = ["sluice", "order", "withdraw", name, "--reason", "TEXT"]
        switch self {
        case .drafted(let drafted):
            let blocking = drafted.findings.blocking
            if blocking.isEmpty { return [confirm, withdraw] }
            return blocking.contains { $0.check == .clusterChange }
                ? [withdraw, confirm] : [confirm + ["--despite-findings"], withdraw, confirm]
        case .blocked: return [["sluice", "advance", name], withdraw]
        case .confirmed, .ready, .requesting, .changing, .overdue, .done, .withdrawn, .failed: return []
        }
    }

    var ticketFields: JSONValue? {
        guard case .overdue(let overdue) = self else { return nil }
        return switch overdue.ticket {
        case .due: nil
        case .open(let ticket): ["id": .text(ticket.rawValue)]
        case .refused(let refusal): ["refusedWith": .text(refusal.code)]
        }
    }
}

extension ChangeEffect {
    var words: LocalizedText {
        switch self {
        case .inspect: LocalizedText("look at the prerequisites", zh: "检查前提条件")
        case .request: LocalizedText("ask for the change", zh: "请求变更")
        case .look: LocalizedText("look at the cluster", zh: "查看集群")
        case .openTicket: LocalizedText("open a ticket", zh: "提交工单")
        }
    }
}

extension ChangeQuestion {
    var words: LocalizedText {
        switch self {
        case .confirm: LocalizedText("confirm the change", zh: "确认变更")
        case .mendPrerequisites:
            LocalizedText("mend the prerequisites and advance, or withdraw the change", zh: "修正前提条件后推进，或撤回变更")
        }
    }
}
