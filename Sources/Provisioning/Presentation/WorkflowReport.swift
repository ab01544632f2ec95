import CanonicalJSON
package import Workflow
package import WorkflowEngine

/// All there is to say about a workflow at a time.
package struct WorkflowReport: Sendable {
    package let id: WorkflowID
    package let name: String
    /// The kind of workflow, as it is stored.
    package let kind: String
    /// The cloud it acts on.
    package let cloud: String
    package let phase: String
    package let version: Int
    package let postponement: Postponement?
    package let createdAt: Timestamp
    package let updatedAt: Timestamp
    /// The time it is told for.
    package let now: Timestamp
    package let next: NextStep
    package private(set) var presentation: Presentation

    init<K: Kind>(_ workflow: LoadedWorkflow<K.Definition>, of kind: K, at now: Timestamp) {
        let record = workflow.record
        self.init(
            workflow.state, of: kind, on: record.cloud, version: record.version, postponement: record.postponement,
            workflow.next(at: now), createdAt: record.createdAt, updatedAt: record.updatedAt, at: now)
    }

    /// A workflow as it was after an entry of its history.
    init<K: Kind>(past entry: HistoryEntry, of kind: K, on cloud: String, createdAt: Timestamp, at now: Timestamp)
        throws
    {
        let state = try StateCoding<K.Definition>.state(
            from: entry.state.text, of: entry.workflow, version: entry.version, definition: entry.definitionVersion)
        self.init(
            state, of: kind, on: cloud, version: entry.version, postponement: nil,
            K.Definition.next(in: state, at: now), createdAt: createdAt, updatedAt: entry.at, at: now)
    }

    private init<K: Kind>(
        _ state: K.Definition.State, of kind: K, on cloud: String, version: Int, postponement: Postponement?,
        _ next: Next<K.Definition.Effect, K.Definition.Event, K.Definition.Question>, createdAt: Timestamp,
        updatedAt: Timestamp, at now: Timestamp
    ) {
        (id, name) = kind.identity(of: state)
        self.kind = kind.name
        self.cloud = cloud
        phase = K.Definition.phase(of: state).rawValue
        self.version = version
        self.postponement = postponement
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.now = now
        presentation = kind.presentation(of: state, at: now)
        self.next = NextStep(of: kind, named: name, next, presentation, postponement: postponement)
    }

    /// The same report with what a look at the cloud has shown.
    func adding(_ observations: [Observation]) -> Self {
        var report = self
        report.presentation.warnings += observations.map(\.warning)
        for observation in observations { report.presentation.fields.merge(observation.fields) { $1 } }
        return report
    }

    package var isFinished: Bool { if case .finished = next.step { true } else { false } }

    package var isAsking: Bool { if case .ask = next.step { true } else { false } }

    package var standing: Presentation.Standing { presentation.standing }
}

extension Registry {
    /// Reads a workflow and says all there is to say about it.
    func report(_ record: StoredWorkflow, at now: Timestamp) throws -> WorkflowReport {
        try report(record, of: try kind(named: record.kind), at: now)
    }

    private func report<K: Kind>(_ record: StoredWorkflow, of kind: K, at now: Timestamp) throws -> WorkflowReport {
        WorkflowReport(try LoadedWorkflow(record), of: kind, at: now)
    }

    /// Says all there was to say about a workflow after an entry of its history.
    package func report(
        past entry: HistoryEntry, on cloud: String, createdAt: Timestamp, at now: Timestamp
    ) throws -> WorkflowReport {
        try WorkflowReport(past: entry, of: try kind(named: entry.kind), on: cloud, createdAt: createdAt, at: now)
    }
}
