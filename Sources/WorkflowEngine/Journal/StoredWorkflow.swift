public import Workflow

/// A workflow as it is kept.
public struct StoredWorkflow: Equatable, Sendable {
    /// Its identity.
    public let id: WorkflowID
    /// The name people know it by, unique in the store.
    public let name: String
    /// The kind of workflow.
    public let kind: String
    /// The version of the definition that wrote the state.
    public let definitionVersion: Int
    /// The identity of the cloud that it acts on.
    public let cloud: String
    /// The region of the cloud that it is about; `nil` if it is about no one region.
    public let region: String?
    /// The flat name of its phase.
    public let phase: String
    /// Whether nothing more is to be done.
    public let isFinished: Bool
    /// Whether it asked somebody after its last transition; of what an older release wrote, whether it may.
    public let isAsking: Bool
    /// The state, as JSON.
    public let state: String
    /// The number of transitions so far.
    public let version: Int
    /// When the next attempt is due and why, if something is postponed.
    public let postponement: Postponement?
    /// The time of the first transition, in the cloud's time.
    public let createdAt: Timestamp
    /// The time of the last transition, in the cloud's time.
    public let updatedAt: Timestamp

    /// Creates the record of a workflow.
    public init(
        id: WorkflowID, name: String, kind: String, definitionVersion: Int, cloud: String, region: String? = nil,
        phase: String, isFinished: Bool, isAsking: Bool = false, state: String, version: Int,
        postponement: Postponement?,
        createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.definitionVersion = definitionVersion
        self.cloud = cloud
        self.region = region
        self.phase = phase
        self.isFinished = isFinished
        self.isAsking = isAsking
        self.state = state
        self.version = version
        self.postponement = postponement
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
