import Documents
package import Provisioning
package import RealtimeCompute
package import Wording
package import Workflow

extension SharedScalings {
    package func presentation(of state: SharedScaling.State, at now: Timestamp) -> Presentation {
        let scaling = state.scaling
        return Presentation(
            state.standing, because: state.reason,
            facts: [
                Fact(LocalizedText("order", zh: "订单"), "\(scaling.subject.orderName), \(scaling.subject.instance)"),
                Fact(LocalizedText("project", zh: "项目"), scaling.project.rawValue),
                Fact(LocalizedText("change", zh: "变更"), scaling.deed),
            ], findings: state.inspection?.findings.map(FindingView.init) ?? [],
            inspectedAt: state.inspection?.at, answers: state.answers,
            fields: [
                "sharedScaling": .fields([
                    "order": .text(scaling.subject.orderName.rawValue),
                    "instanceId": .text(scaling.subject.instance.rawValue),
                    "project": .text(scaling.project.rawValue),
                    "computeUnits": .fields([
                        "from": scaling.before.map { .integer($0.count) }, "to": .integer(scaling.target.count),
                    ]),
                ])
            ])
    }

    package func words(for effect: SharedScaling.Effect) -> LocalizedText {
        switch effect {
        case .look: LocalizedText("look at the project", zh: "查看项目")
        }
    }

    package func words(for question: SharedScaling.Question) -> LocalizedText {
        switch question {
        case .confirm: LocalizedText("confirm the change", zh: "确认变更")
        }
    }
}

extension PlannedSharedScaling {
    /// What is to be made of the project.
    fileprivate var deed: LocalizedText {
        LocalizedText("scaling \(project) to \(target)", zh: "\(project) 调整为 \(target)")
    }
}

extension SharedScaling.State {
    fileprivate var standing: Presentation.Standing {
        switch self {
        case .done: .reached
        case .withdrawn, .failed: .lost
        case .drafted: .needsAttention
        case .confirmed: .underWay
        }
    }

    fileprivate var inspection: (findings: [Finding], at: Timestamp)? {
        guard case .drafted(let drafted) = self else { return nil }
        return (drafted.findings, drafted.inspectedAt)
    }

    fileprivate var answers: [[String]] {
        guard case .drafted(let drafted) = self else { return [] }
        let name = scaling.name.rawValue
        let confirm = ["sluice", "order", "confirm", name]
        let withdraw = ["sluice", "order", "withdraw", name, "--reason", "TEXT"]
        let blocking = drafted.findings.blocking
        if blocking.isEmpty { return [confirm, withdraw] }
        // Nothing goes before another change.
        guard !blocking.contains(where: { $0.check == .clusterChange }) else { return [withdraw, confirm] }
        return [confirm + ["--despite-findings"], withdraw, confirm]
    }

    fileprivate var reason: Reason {
        let deed = scaling.deed
        switch self {
        case .drafted(let drafted):
            let names = drafted.findings.blocking.map(\.check.rawValue).joined(separator: ", ")
            let agreement = LocalizedText(
                "to be confirmed: \(deed.english), which you then make in the console",
                zh: "待确认：\(deed.chinese)，确认后请在控制台操作")
            let open = LocalizedText("(does not hold: \(names))", zh: "（不满足：\(names)）")
            return Reason("confirmation-needed", names.isEmpty ? agreement : agreement.followed(by: open))
        case .confirmed:
            return Reason(
                WaitReason.changeInConsole.rawValue,
                LocalizedText(
                    "the API does not scale shared mode: in the console, open Project Management, \(scaling.project), "
                        + "Scale; this is watched until it has happened (\(deed.english))",
                    zh: "共享模式只能在控制台变更：项目管理 → \(scaling.project) → 变配；此处持续观察直至完成（\(deed.chinese)）"))
        case .done(let done):
            return Reason(
                "done",
                LocalizedText(
                    "\(deed.english): done, seen \(done.at.rfc3339)", zh: "\(deed.chinese)：已完成，\(done.at.rfc3339)"))
        case .withdrawn(let withdrawn):
            return Reason("withdrawn", LocalizedText("withdrawn: \(withdrawn.reason)", zh: "已撤回：\(withdrawn.reason)"))
        case .failed(let failed):
            return Reason(
                "instance-lost",
                LocalizedText(
                    "instance \(scaling.subject.instance) was released, seen at \(failed.loss.at.rfc3339)",
                    zh: "实例 \(scaling.subject.instance) 已释放（\(failed.loss.at.rfc3339) 查看）"))
        }
    }
}
