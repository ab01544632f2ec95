import Provisioning
import SimulatedCloud
import Workflow
import WorkflowEngine

/// A state with the scenario of its kind, for whoever knows neither.
protocol StagedState: Sendable {
    var value: any Sendable { get }
    func isFinished(at now: Timestamp) -> Bool
    /// Whether something may still be asked of it, though it be finished.
    var mayGoOn: Bool { get }
    func maySend(_ request: WatchedRequest) -> Bool
    func moves(in situation: Situation, from root: Root) -> [Move]
    var fields: ComparedFields { get }
    /// What of it, and of the world, something can still depend on.
    func remains(in situation: Situation) -> Remains

    func command(on record: StoredWorkflow, on stage: Stage, _ chance: inout SeededGenerator) -> Command
    func answer(_ question: String, on record: StoredWorkflow, in round: Int, on stage: Stage) async
    func breachesAtTheEnd(as record: StoredWorkflow, in world: CloudState) -> [Breach]
}

/// A state with the scenario of its kind.
struct Staged<S: Scenario>: StagedState {
    let state: S.Definition.State
    let scenario: S

    var value: any Sendable { state }

    func isFinished(at now: Timestamp) -> Bool { S.Definition.next(in: state, at: now).isFinished }

    var mayGoOn: Bool { scenario.mayGoOn(state) }

    func maySend(_ request: WatchedRequest) -> Bool { scenario.maySend(request, in: state) }

    func moves(in situation: Situation, from root: Root) -> [Move] {
        scenario.moves(in: situation, of: state, from: root)
    }

    var fields: ComparedFields { scenario.fields }

    func remains(in situation: Situation) -> Remains {
        var remains = Remains(of: state, in: situation.cloud)
        scenario.forget(&remains, of: state, in: situation)
        return remains
    }

    func command(on record: StoredWorkflow, on stage: Stage, _ chance: inout SeededGenerator) -> Command {
        scenario.simulation?.command(on: record, on: stage, &chance) ?? .advance(record.id)
    }

    func answer(_ question: String, on record: StoredWorkflow, in round: Int, on stage: Stage) async {
        guard let question = S.Definition.Question(rawValue: question) else { return }
        await scenario.simulation?.answer(question, of: state, on: record, in: round, on: stage)
    }

    func breachesAtTheEnd(as record: StoredWorkflow, in world: CloudState) -> [Breach] {
        scenario.simulation?.breachesAtTheEnd(of: state, as: record, in: world) ?? []
    }
}
