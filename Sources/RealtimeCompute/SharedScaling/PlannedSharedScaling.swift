package import Workflow

/// A scaling of shared mode that is asked for.
///
/// The same in every phase.
package struct PlannedSharedScaling: Codable, Equatable, Sendable {
    package let id: WorkflowID
    package let name: OrderName
    package let subject: InstanceSubject
    /// The project that holds the compute units.
    package let project: ProjectName
    /// How many there were when it was placed; `nil` if that could not be seen.
    package let before: ComputeUnits?
    /// How many there are to be.
    package let target: ComputeUnits
    package let timing: Timing

    package init(
        id: WorkflowID, name: OrderName, subject: InstanceSubject, project: ProjectName, before: ComputeUnits?,
        target: ComputeUnits, timing: Timing
    ) {
        self.id = id
        self.name = name
        self.subject = subject
        self.project = project
        self.before = before
        self.target = target
        self.timing = timing
    }

    /// What must hold before it is confirmed, in the order in which findings are shown.
    package static func prerequisites(of subject: InstanceSubject, at now: Timestamp) -> [any Prerequisite] {
        [InstanceIsRenewable(subject, at: now), ClusterIsNotChanging(subject)]
    }
}

/// How many compute units an instance and its project were seen to have.
package struct SharedSight: Codable, Equatable, Sendable {
    package let instance: ComputeUnits?
    package let project: ComputeUnits?

    package init(instance: ComputeUnits?, project: ComputeUnits?) {
        self.instance = instance
        self.project = project
    }

    /// Whether both have what was to be.
    package func shows(_ target: ComputeUnits) -> Bool { instance == target && project == target }
}
