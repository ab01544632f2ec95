import RealtimeCompute
import SimulatedCloud
import Workflow
import WorkflowEngine

/// An order and its world at a moment: all that what happens next can depend on.
struct Situation: Sendable {
    let record: StoredWorkflow
    let state: OrderState
    let event: OrderEvent.Name
    let cloud: CloudState
    let now: Timestamp

    var isFinished: Bool {
        if case .finished = ExclusiveOrder.next(in: state, at: now) { true } else { false }
    }

    /// The same for situations from which the same can happen.
    var key: String {
        isFinished ? record.phase : Equivalence(of: self).text
    }
}
