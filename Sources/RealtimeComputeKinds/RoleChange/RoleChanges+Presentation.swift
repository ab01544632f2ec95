import Documents
package import Provisioning
package import RealtimeCompute
import Wording
package import Workflow

extension RoleChanges {
    package func presentation(of state: RoleChange.State, at now: Timestamp) -> Presentation {
        let plan = state.change.plan
        var facts = [
            Fact(LocalizedText("role", zh: "角色"), plan.role.rawValue),
            Fact(LocalizedText("change", zh: "变更"), plan.words),
        ]
        if let last = state.lastRequest { facts.append(Fact(LocalizedText("last request", zh: "最近的请求"), last)) }
        return Presentation(
            state.standing, because: state.reason, facts: facts, findings: state.findings.map(FindingView.init),
            inspectedAt: state.inspectedAt, answers: state.answers, fields: ["roleChange": state.json])
    }
}

extension RolePlan {
    var words: LocalizedText {
        switch (deed, way) {
        case (.authorize, _):
            isByHand
                ? LocalizedText("authorise \(role) by hand", zh: "手动授权 \(role)")
                : LocalizedText("authorise \(role)", zh: "授权 \(role)")
        case (.reinitialise, _):
            LocalizedText("delete \(role) and authorise it again", zh: "删除 \(role) 并重新授权")
        case (.tighten, _):
            LocalizedText(
                "take \(Figures.actionsOfCreation.joined(separator: " and ")) from \(role)",
                zh: "收回 \(role) 的 \(Figures.actionsOfCreation.joined(separator: "、"))")
        case (.repair, .completing):
            LocalizedText("give \(role) its three policies", zh: "补全 \(role) 及其三条策略")
        case (.repair, .anew):
            LocalizedText(
                "delete the stacks, \(role) and its policies, and make them again",
                zh: "删除资源栈、\(role) 及其策略并重新创建")
        }
    }

    var json: JSONValue {
        .fields([
            "change": .text(deed.rawValue), "role": .text(role.rawValue),
            "byHand": isByHand ? true : nil, "acceptOutage": deed == .reinitialise ? .boolean(acceptsOutage) : nil,
            "way": deed == .repair ? .integer(way.rawValue) : nil,
        ])
    }
}

extension RoleChange.State {
    fileprivate var standing: Presentation.Standing {
        switch self {
        case .done: .reached
        case .withdrawn: .lost
        case .drafted, .blocked: .needsAttention
        case .confirmed, .changing: .underWay
        }
    }

    fileprivate var findings: [Finding] {
        switch self {
        case .drafted(let drafted): drafted.findings
        case .blocked(let blocked): blocked.findings
        case .confirmed, .changing, .done, .withdrawn: []
        }
    }

    fileprivate var inspectedAt: Timestamp? {
        switch self {
        case .drafted(let drafted): drafted.inspectedAt
        case .blocked(let blocked): blocked.inspectedAt
        case .confirmed, .changing, .done, .withdrawn: nil
        }
    }

    fileprivate var lastRequest: String? {
        guard case .changing(let changing) = self, let request = changing.answered?.request else { return nil }
        return request.call.rawValue + (request.subject.map { " \($0)" } ?? "")
    }

    fileprivate var answers: [[String]] {
        let name = change.name.rawValue
        let withdraw = ["sluice", "order", "withdraw", name, "--reason", "TEXT"]
        switch self {
        case .drafted: return [["sluice", "order", "confirm", name], withdraw]
        case .blocked(let blocked): return [["sluice", "advance", name]] + (blocked.stage == nil ? [withdraw] : [])
        case .confirmed, .changing, .done, .withdrawn: return []
        }
    }

    fileprivate var reason: Reason {
        let words = change.plan.words
        switch self {
        case .drafted(let drafted):
            let blocking = drafted.findings.blocking
            let names = blocking.map(\.check.rawValue).joined(separator: ", ")
            let agreement = LocalizedText("to be confirmed: \(words.english)", zh: "待确认：\(words.chinese)")
            return Reason(
                "confirmation-needed",
                blocking.isEmpty
                    ? agreement
                    : agreement.followed(by: LocalizedText("(does not hold: \(names))", zh: "（不满足：\(names)）")))
        case .confirmed:
            return Reason("inspection-due", LocalizedText("confirmed; to be inspected next", zh: "已确认；下一步检查"))
        case .blocked(let blocked):
            let names = blocked.findings.blocking.map(\.check.rawValue).joined(separator: ", ")
            return Reason(
                "prerequisites-do-not-hold", LocalizedText("does not hold: \(names)", zh: "不满足：\(names)"))
        case .changing(let changing):
            let (stage, count) = (changing.stage + 1, change.plan.stages.count)
            return Reason(
                "role-changing",
                count == 1
                    ? words
                    : LocalizedText(
                        "\(words.english): stage \(stage) of \(count)", zh: "\(words.chinese)：第 \(stage)/\(count) 阶段"))
        case .done(let done):
            return Reason(
                "done",
                LocalizedText(
                    "\(words.english): done, seen \(done.at.rfc3339)", zh: "\(words.chinese)：已完成，\(done.at.rfc3339)"))
        case .withdrawn(let withdrawn):
            return Reason("withdrawn", LocalizedText("withdrawn: \(withdrawn.reason)", zh: "已撤回：\(withdrawn.reason)"))
        }
    }

    fileprivate var json: JSONValue {
        guard case .object(var fields) = change.plan.json else { return .null }
        if case .changing(let changing) = self {
            fields["stage"] = .integer(changing.stage + 1)
            fields["stages"] = .integer(change.plan.stages.count)
            if let lastRequest { fields["lastRequest"] = .text(lastRequest) }
        }
        return .object(fields)
    }
}
