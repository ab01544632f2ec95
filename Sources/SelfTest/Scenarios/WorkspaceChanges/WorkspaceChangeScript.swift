import Documents
import Provisioning
import RealtimeCompute
import RealtimeComputeKinds
import SimulatedCloud
import Workflow
import WorkflowEngine

/// What changes of a workspace play: several at once on one workspace, which meanwhile is not paid for, is given other
/// CUs by somebody else, and is deleted.
protocol WorkspaceChangeScript<Plan>: ChangeScript where Plan: WorkspaceChangePlan {}

extension WorkspaceChangeScript {
    func happen(on stage: Stage, _ chance: inout SeededGenerator) throws {
        let happening = chance.isLucky(oneIn: 3) ? WorkspaceHappening.fault : chance.pick(WorkspaceHappening.allCases)
        if let change = try happening.change(on: stage, faults: calls, &chance) { try stage.change(change) }
    }

    func mend(_ stage: Stage) throws {
        try stage.change(.set("caller", "{ type: account, denied: [] }"))
        for workspace in try stage.cloud.overview().state.workspaces {
            try stage.change(.set("workspace/\(workspace.id)", "{ inArrears: false }"))
        }
    }
}

/// What may happen to the world while a workspace is changed.
private enum WorkspaceHappening: CaseIterable {
    case deny, allow, fallIntoArrears, pay, resizeInConsole, delete, fault, clearFaults

    func change(on stage: Stage, faults calls: [Call], _ chance: inout SeededGenerator) throws -> WorldChange? {
        switch self {
        case .deny:
            let looks = [Call.getWorkspace, .listNamespaces, .getCallerIdentity]
            return .set("caller", "{ denied: [ \(chance.pick(calls + looks).rawValue) ] }")
        case .allow: return .set("caller", "{ denied: [] }")
        case .fallIntoArrears: return try setting("{ inArrears: true }", on: stage)
        case .pay: return try setting("{ inArrears: false }", on: stage)
        case .resizeInConsole: return try setting("{ computeUnits: \(chance.pick([12, 16, 20])) }", on: stage)
        case .delete:
            let workspace = try stage.cloud.overview().state.workspaces.first
            return chance.isLucky(oneIn: 6) ? workspace.map { .deleteWorkspace($0.id) } : nil
        case .fault: return .add(.random(on: calls, &chance))
        case .clearFaults: return .clearFaults()
        }
    }

    private func setting(_ fields: String, on stage: Stage) throws -> WorldChange? {
        try stage.cloud.overview().state.workspaces.first.map { .attempt("workspace/\($0.id)", fields) }
    }
}

/// A workspace given more CUs, and again others.
struct WorkspaceScalingScript: WorkspaceChangeScript {
    typealias K = WorkspaceScalings
    typealias Plan = WorkspaceScalingPlan

    let manifests = [scaling("larger", 20), scaling("smaller", 10), scaling("too-small", 7)]

    let calls: [Call] = [.resizeWorkspace, .openTicket]

    private static func scaling(_ name: String, _ units: Int) -> Document {
        Document.ofSelfTest(
            """
            apiVersion: sluice/v1
            kind: WorkspaceScaling
            metadata: { name: \(name) }
            spec: { order: analytics, computeUnits: \(units) }
            """)
    }

    func breachesAtTheEnd(
        of state: ChangeState<WorkspaceScalingPlan>, as record: StoredWorkflow, in world: CloudState
    ) -> [Breach] {
        guard case .done(let done) = state, done.change.plan.nextRequest(done.after) != nil else { return [] }
        return [Breach(of: .sameEnd, "\(record.name) is done and the workspace was not what it was to become")]
    }
}

/// A workspace deleted, twice asked for.
struct WorkspaceReleaseScript: WorkspaceChangeScript {
    typealias K = WorkspaceReleases
    typealias Plan = WorkspaceReleasePlan

    let manifests = [release("gone"), release("gone-too")]

    let calls: [Call] = [.deleteWorkspace, .openTicket]

    private static func release(_ name: String) -> Document {
        Document.ofSelfTest(
            """
            apiVersion: sluice/v1
            kind: WorkspaceRelease
            metadata: { name: \(name) }
            spec: { order: analytics, confirm: analytics }
            """)
    }

    func breachesAtTheEnd(
        of state: ChangeState<WorkspaceReleasePlan>, as record: StoredWorkflow, in world: CloudState
    ) -> [Breach] {
        guard case .done(let done) = state else { return [] }
        let isThere = world.workspaces.contains { $0.id == done.change.subject.workspace && !$0.isDeleted }
        return isThere ? [Breach(of: .sameEnd, "\(record.name) is done and the workspace is there")] : []
    }
}
