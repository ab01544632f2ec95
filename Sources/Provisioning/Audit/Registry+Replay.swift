import Workflow
package import WorkflowEngine

extension Registry {
    /// A replay of the history of a workflow of this kind, at its beginning.
    func replay(ofKind name: String) throws(UnknownKind) -> any HistoryReplay {
        func replay<K: Kind>(_ kind: K) -> any HistoryReplay { Replay(of: kind) }
        return replay(try kind(named: name))
    }

    /// A replay that goes on after an entry that was verified before.
    func replay(after entry: HistoryEntry) throws -> any HistoryReplay {
        func replay<K: Kind>(_ kind: K) throws -> any HistoryReplay { try Replay(of: kind, after: entry) }
        return try replay(try kind(named: entry.kind))
    }

    /// Whether a workflow is kept under what its state makes of it: what the store finds it by, and runs it by.
    func isKept(_ record: StoredWorkflow, placedAt time: Timestamp) throws -> Bool {
        func isKept<K: Kind>(_ kind: K) throws -> Bool {
            kind.isKept(try LoadedWorkflow<K.Definition>(record), placedAt: time)
        }
        return try isKept(try kind(named: record.kind))
    }

    /// The name that the workflow had after this transition; `nil` if its state cannot be read.
    package func name(after entry: HistoryEntry) -> String? {
        func name<K: Kind>(_ kind: K) throws -> String {
            kind.identity(
                of: try StateCoding<K.Definition>.state(
                    from: entry.state, of: entry.workflow, version: entry.version, definition: entry.definitionVersion)
            ).name
        }
        do {
            return try name(try kind(named: entry.kind))
        } catch {
            // Whoever needs the state itself says what is wrong with it.
            return nil
        }
    }
}

extension Kind {
    /// Whether a workflow is kept under what its state makes of it.
    ///
    /// - Parameter time: when it was placed, by its history.
    func isKept(_ workflow: LoadedWorkflow<Definition>, placedAt time: Timestamp) -> Bool {
        let (record, state) = (workflow.record, workflow.state)
        let identity = identity(of: state)
        return record.id == identity.id && record.name == identity.name && record.createdAt == time
            && record.region == Definition.region(of: state)
            && record.phase == Definition.phase(of: state).rawValue
            && record.isFinished == Definition.next(in: state, at: record.updatedAt).isFinished
    }
}
