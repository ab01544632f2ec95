import Provisioning
package import RealtimeCompute
import RealtimeComputeKinds
import SimulatedCloud
import Workflow
import WorkflowEngine

/// Changes of a workspace, beside the order that brought it, while it is not paid for and somebody deletes it.
package protocol WorkspaceChangeScenario<Plan>: ChangeScenario where Plan: WorkspaceChangePlan {}

extension WorkspaceChangeScenario {
    /// All is seen at once; what is bought shows late.
    package var roots: [Root] {
        [Root(name: "plain"), Root(name: "hidden", world: [.set("visibility", "{ orders: 1m }")])]
    }

    // MARK: - Exploration

    package func moves(in situation: Situation, of state: ChangeState<Plan>, from root: Root) -> [Move] {
        let id = situation.subject
        let workspace = state.change.subject.workspace
        let withdraw = Move.command(.decide(.withdraw, id))
        let isThere = situation.cloud.workspaces.contains { $0.id == workspace && !$0.isDeleted }
        let delete: [Move] = isThere ? [.world(.deleteWorkspace(workspace))] : []
        let toggles: [Move] =
            isThere
            ? [true, false].map { .world(.set("workspace/\(workspace)", "{ inArrears: \($0) }")) } : []
        switch state {
        case .drafted: return confirmations(of: id) + [withdraw] + toggles
        case .confirmed, .blocked, .ready: return [withdraw] + toggles + delete
        case .requesting, .changing, .overdue: return delete
        case .done, .withdrawn, .failed: return []
        }
    }

    package var fields: ComparedFields {
        var fields = ComparedFields.standard
        fields.leftOut.formUnion([
            "zones", "vSwitches", "instances", "buckets", "roles", "policies", "vpcs", "purchases",
        ])
        fields.ages["since"] = ExplorationTiming.allowance
        fields.ages["at"] = ExplorationTiming.window
        fields.ages["createdAt"] = nil
        return fields
    }

    // MARK: - Rules

    package func maySend(_ request: WatchedRequest, in state: ChangeState<Plan>) -> Bool {
        switch (request.call, state) {
        case (.resizeWorkspace, .requesting), (.deleteWorkspace, .requesting):
            request.subject == state.change.subject.workspace.rawValue
        case (.openTicket, .overdue): request.key == state.change.ticketKey.rawValue
        case (_, _): false
        }
    }
}
