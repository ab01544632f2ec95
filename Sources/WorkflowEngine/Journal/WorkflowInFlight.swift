public import Workflow

/// A workflow that is not at an end, as far as can be told at a glance.
public struct WorkflowInFlight: Equatable, Sendable {
    /// The id.
    public let id: WorkflowID
    /// The flat name of its state.
    public let phase: String

    /// Creates the record of a workflow in flight.
    public init(id: WorkflowID, phase: String) {
        self.id = id
        self.phase = phase
    }
}
