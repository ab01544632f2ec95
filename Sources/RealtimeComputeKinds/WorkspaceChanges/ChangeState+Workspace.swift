import Documents
import Provisioning
import RealtimeCompute
import Wording

extension ChangeState where Plan: WorkspaceChangePlan {
    /// The workspace as scripts see it.
    var workspaceFields: JSONValue {
        let subject = change.subject
        return .fields([
            "id": .text(subject.workspace.rawValue), "name": .text(subject.workspaceName.rawValue),
            "region": .text(subject.region.rawValue), "status": sight.status.map { .text($0) },
            "computeUnits": sight.computeUnits.map { .integer($0.count) },
        ])
    }

    /// As ``reason(_:agreement:byHand:atWork:loss:)``, of a workspace.
    func reason(_ deed: LocalizedText, agreement: LocalizedText) -> Reason {
        reason(deed, agreement: agreement, byHand: deed, atWork: .workspaceChanging) { loss in
            let (id, status) = (change.subject.workspace, loss.status?.rawValue ?? "-")
            return Reason(
                "workspace-lost",
                LocalizedText("workspace \(id) is gone: \(status)", zh: "工作空间 \(id) 已不存在：\(status)"))
        }
    }

    /// What people are shown of every change of a workspace.
    func facts(_ deed: LocalizedText) -> [Fact] {
        [
            Fact(LocalizedText("workspace", zh: "工作空间"), "\(change.subject.workspaceName) \(change.subject.workspace)"),
            Fact(LocalizedText("order", zh: "订单"), change.subject.orderName.rawValue),
            Fact(LocalizedText("change", zh: "变更"), deed),
        ]
    }
}

extension ChangeEffect {
    /// What is done to a workspace, in a few words.
    var wordsOfWorkspaces: LocalizedText {
        self == .look ? LocalizedText("look at the workspace", zh: "查看工作空间") : words
    }
}
