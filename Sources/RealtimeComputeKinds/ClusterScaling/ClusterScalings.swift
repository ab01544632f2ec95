import Documents
package import Provisioning
package import RealtimeCompute
package import Wording
package import Workflow

/// Clusters scaled out and in by whole slaves, and given other masters.
package struct ClusterScalings: ChangeKind {
    package typealias Plan = ScalingPlan

    package init() {}

    package let title = LocalizedText("scaling of a cluster", zh: "集群扩缩容")

    package var decisions: [Decision<Definition>] { ChangeDecisions<ScalingPlan>.all() }

    // MARK: - From a manifest to a draft

    /// What a manifest asks for.
    package struct Request: ChangeRequest {
        package let name: String
        let order: String
        let slaves: Int?
        /// Given or not, it is the one that the cluster has.
        let slaveModel: MachineModel?
        let masters: MachineModel?
        let vSwitch: VSwitchID?
        let timing: Timing
    }

    package func preview(_ request: Request, in environment: Environment) async throws -> ChangePreview<ScalingPlan> {
        let subject = try await environment.cluster(ofOrder: request.order)
        let plan = ScalingPlan(slaves: request.slaves, masters: request.masters, vSwitch: request.vSwitch)
        let (details, inspection) = try await plan.inspect(subject, besides: nil, in: environment)
        if let model = request.slaveModel, let has = details?.slaves.model, model != has {
            throw RefusedRequest(
                "slave-model-fixed",
                LocalizedText(
                    "cluster \(subject.clusterName) has slaves of \(has.rawValue); their model never changes",
                    zh: "集群 \(subject.clusterName) 的 Slave 机型为 \(has.rawValue)，不可更改"),
                hint: LocalizedText("Leave the model away, or buy a new cluster.", zh: "请去掉机型，或购买新集群。"))
        }
        if let vSwitch = request.vSwitch, let has = details?.slaves.count, request.slaves ?? has <= has {
            throw RefusedRequest(
                "nothing-for-vswitch",
                LocalizedText(
                    "vSwitch \(vSwitch) is for new slaves, and there would be none: the cluster has \(has)",
                    zh: "交换机 \(vSwitch) 用于新增 Slave，但不会新增：集群已有 \(has) 个"),
                hint: LocalizedText("Leave the vSwitch away, or ask for more slaves.", zh: "请去掉交换机，或增加 Slave 数量。"))
        }
        return ChangePreview(
            name: request.name, subject: subject, plan: plan, before: ClusterSight(details), inspection: inspection,
            timing: request.timing)
    }

    package func report(_ preview: ChangePreview<ScalingPlan>) -> PreviewReport {
        PreviewReport(
            facts: [Fact(LocalizedText("change", zh: "变更"), preview.plan.deed(preview.subject))],
            findings: preview.inspection.findings.map(FindingView.init),
            fields: ["clusterScaling": preview.plan.fields(preview.subject, preview.before)])
    }

    // MARK: - On the way

    package func presentation(of state: ChangeState<ScalingPlan>, at now: Timestamp) -> Presentation {
        let (change, plan) = (state.change, state.change.plan)
        let deed = plan.deed(change.subject)
        let name = change.name.rawValue
        let console = LocalizedText(
            "of a subscription the API changes nothing: in the console, open Cluster Management, \(change.subject.clusterName), "
                + "Scale; this is watched until it has happened (\(deed.english))",
            zh: "包年包月集群只能在控制台变更：集群管理 → \(change.subject.clusterName) → 变配；此处持续观察直至完成（\(deed.chinese)）")
        let isLarger = plan.masters != nil || plan.slaves ?? 0 > change.before.slaves?.count ?? 0
        let agreement =
            isLarger
            ? LocalizedText(
                "to be confirmed: \(deed.english); more machines cost more from then on",
                zh: "待确认：\(deed.chinese)；新增机器即刻计费")
            : LocalizedText("to be confirmed: \(deed.english)", zh: "待确认：\(deed.chinese)")
        return Presentation(
            state.standing, because: state.reason(deed, agreement: agreement, byHand: console),
            facts: [
                Fact(LocalizedText("cluster", zh: "集群"), "\(change.subject.clusterName) \(change.subject.cluster)"),
                Fact(LocalizedText("order", zh: "订单"), change.subject.orderName.rawValue),
                Fact(LocalizedText("change", zh: "变更"), deed),
            ], findings: state.findings.map(FindingView.init), inspectedAt: state.inspectedAt,
            progress: state.progress(at: now),
            answers: state.answers(confirming: ["sluice", "order", "confirm", name]),
            fields: [
                "clusterScaling": plan.fields(change.subject, change.before), "cluster": state.clusterFields,
                "ticket": state.ticketFields,
            ].compactMapValues(\.self))
    }

    /// A cluster that was scaled is not what its order asked for, and yet as it should be.
    package func acceptedChange(in state: ChangeState<ScalingPlan>) -> AcceptedChange? {
        guard case .done(let done) = state else { return nil }
        return .scaled(masters: done.after.masters?.model, slaves: done.after.slaves?.count)
    }
}

extension ScalingPlan {
    /// What is to be made of the cluster.
    func deed(_ subject: ClusterSubject) -> LocalizedText {
        var (english, chinese): ([String], [String]) = ([], [])
        if let slaves {
            english.append("to \(slaves) \(slaves == 1 ? "slave" : "slaves")")
            chinese.append("调整为 \(slaves) 个 Slave")
        }
        if let masters {
            english.append("to masters of \(masters.rawValue)")
            chinese.append("Master 机型改为 \(masters.rawValue)")
        }
        return LocalizedText(
            "scaling \(subject.clusterName) \(english.joined(separator: " and "))",
            zh: "\(subject.clusterName) \(chinese.joined(separator: "，"))")
    }

    func fields(_ subject: ClusterSubject, _ before: ClusterSight) -> JSONValue {
        .fields([
            "order": .text(subject.orderName.rawValue),
            "slaves": slaves.map { ["from": before.slaves.map { .integer($0.count) } ?? .null, "to": .integer($0)] },
            "masters": masters.map {
                ["from": before.masters.map { .text($0.model.rawValue) } ?? .null, "to": .text($0.rawValue)]
            },
            "vSwitch": vSwitch.map { .text($0.rawValue) },
        ])
    }
}
