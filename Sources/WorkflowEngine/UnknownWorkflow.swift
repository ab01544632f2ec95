public import Workflow

/// There is no workflow of this id.
public struct UnknownWorkflow: Error, Equatable {
    /// The id that was asked for.
    public let id: WorkflowID
}
