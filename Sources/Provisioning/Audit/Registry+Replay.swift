import CanonicalJSON
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

    /// Whether the store keeps a workflow as its state says: under its name, in its region, as at its end or not.
    ///
    /// - Parameter time: when it was placed, by its history.
    func agreesWithItsState(_ record: StoredWorkflow, placedAt time: Timestamp) throws -> Bool {
        func agrees<K: Kind>(_ kind: K) throws -> Bool {
            kind.agrees(try LoadedWorkflow<K.Definition>(record), placedAt: time)
        }
        return try agrees(try kind(named: record.kind))
    }

    /// The name that the workflow had after this transition; `nil` if its state cannot be read.
    package func name(after entry: HistoryEntry) -> String? {
        func name<K: Kind>(_ kind: K) throws -> String {
            kind.identity(
                of: try StateCoding<K.Definition>.state(
                    from: entry.state.text, of: entry.workflow, version: entry.version,
                    definition: entry.definitionVersion)
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
    /// Whether a workflow is kept as its state says.
    ///
    /// - Parameter time: when it was placed, by its history.
    func agrees(_ workflow: LoadedWorkflow<Definition>, placedAt time: Timestamp) -> Bool {
        let (record, state) = (workflow.record, workflow.state)
        let (identity, next) = (identity(of: state), Definition.next(in: state, at: record.updatedAt))
        return record.id == identity.id && record.name == identity.name && record.createdAt == time
            && record.cloud == cloud(of: state) ?? record.cloud
            && record.region == Definition.region(of: state)
            && record.phase == Definition.phase(of: state).rawValue
            && record.isFinished == next.isFinished
            // What an older release wrote may ask, as far as it is known.
            && (record.isAsking || !next.isAsking)
    }
}
