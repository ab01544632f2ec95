package import RealtimeCompute
package import Wording
package import Workflow
package import WorkflowEngine

/// Something that a workflow has brought, or rests on, and that is no longer as it was ordered.
package struct Drift: Equatable, Sendable {
    /// What is otherwise: the id of a prerequisite, or `cluster.size` and the like.
    package let what: String
    /// What was looked at: `bucket/risk-udf`.
    package let resource: String
    package let ordered: String
    package let seen: String
    /// What to do about it.
    package let hint: LocalizedText
    /// The words of the command that mends it, or looks further.
    package let command: [String]

    package init(
        _ what: String, of resource: String, ordered: String, seen: String, hint: LocalizedText, command: [String]
    ) {
        self.what = what
        self.resource = resource
        self.ordered = ordered
        self.seen = seen
        self.hint = hint
        self.command = command
    }
}

/// What a change has knowingly made of a cluster, or of an instance.
package enum AcceptedChange: Equatable, Sendable {
    /// Given it other machines; what is `nil` it has left as it was.
    case scaled(masters: MachineModel?, slaves: Int?)
    /// Given an instance of shared mode so many compute units.
    case resized(ComputeUnits)
    /// Released it.
    case released
}

/// What a workflow that was looked at for drift has come to.
package struct DriftReport: Sendable {
    package let id: WorkflowID
    package let name: String
    package let drift: [Drift]
}

extension Registry {
    /// Looks at everything that a workflow has brought and rests on; `nil` of one that has nothing to compare.
    ///
    /// - Throws: ``CloudError`` if a look fails that may succeed later.
    package func drift(of record: StoredWorkflow, in environment: Environment) async throws -> DriftReport? {
        func look<K: Kind>(_ kind: K) async throws -> [Drift]? {
            try await kind.drift(of: try LoadedWorkflow<K.Definition>(record).state, in: environment) { holder in
                try self.acceptedChange(in: holder)
            }
        }
        return try await look(try kind(named: record.kind)).map {
            DriftReport(id: record.id, name: record.name, drift: $0)
        }
    }

    /// What a change has knowingly made of a cluster; `nil` if it is no such change.
    private func acceptedChange(in record: StoredWorkflow) throws -> AcceptedChange? {
        func read<K: Kind>(_ kind: K) throws -> AcceptedChange? {
            kind.acceptedChange(in: try LoadedWorkflow<K.Definition>(record).state)
        }
        return try read(try kind(named: record.kind))
    }
}
