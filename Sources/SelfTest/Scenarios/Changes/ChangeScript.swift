import Provisioning
import RealtimeCompute
import RealtimeComputeKinds
import Workflow
import WorkflowEngine

/// What the operator of changes does, whatever is changed.
protocol ChangeScript<Plan>: SimulationScript where K.Definition == SubjectChange<Plan> {
    associatedtype Plan: ChangePlan
}

extension ChangeScript {
    func command(on record: StoredWorkflow, on stage: Stage, _ chance: inout SeededGenerator) -> Command {
        switch chance.next(upTo: 20) {
        case ..<13: .advance(record.id)
        case ..<18: .confirm(record.id, despiteFindings: chance.isLucky(oneIn: 3))
        default: .decide(.withdraw, record.id)
        }
    }

    /// After how many rounds an operator no longer hopes for a prerequisite.
    private static var patience: Int { 20 }

    func answer(
        _ question: ChangeQuestion, of state: ChangeState<Plan>, on record: StoredWorkflow, in round: Int,
        on stage: Stage
    ) async {
        let survivor = Survivor()
        guard round < Self.patience else { return await stage.perform(.decide(.withdraw, record.id), by: survivor) }
        switch question {
        case .confirm: await stage.perform(.confirm(record.id, despiteFindings: false), by: survivor)
        case .mendPrerequisites: await stage.perform(.advance(record.id), by: survivor)
        }
    }
}
