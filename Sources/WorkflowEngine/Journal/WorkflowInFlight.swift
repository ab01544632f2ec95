public import Workflow

/// A workflow that is not at an end, as far as can be told without reading its state.
public struct WorkflowInFlight: Equatable, Sendable {
    /// The id.
    public let id: WorkflowID
    /// The name people know it by.
    public let name: String
    /// The cloud it acts on.
    public let cloud: String
    /// The flat name of its state.
    public let phase: String

    /// Creates the record of a workflow in flight.
    public init(id: WorkflowID, name: String, cloud: String, phase: String) {
        self.id = id
        self.name = name
        self.cloud = cloud
        self.phase = phase
    }
}
