import Provisioning
import Workflow
import WorkflowEngine

/// What may happen next in a situation: by Sluice, by its operator, by the world, or by time alone.
package enum Move: Sendable {
    case command(Command)
    case world(WorldChange)
    case tick
}

extension Situation {
    /// The moves that can matter here, whatever the kind: time passes, workflows are advanced, and what the scenario has.
    func moves(from root: Root) -> [Move] {
        guard !hasEnded else { return [] }
        let unfinished = workflows.filter { !$0.isFinished(at: now) }
        let advances = unfinished.map { Move.command(.advance($0.record.id)) }
        let isOver = explored.isFinished(at: now) && !explored.staged.mayGoOn
        return [.tick] + advances + (isOver ? [] : explored.staged.moves(in: self, from: root))
    }
}
