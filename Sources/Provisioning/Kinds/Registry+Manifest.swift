import Documents
package import WorkflowEngine

extension Registry {
    /// The manifest by which a workflow may be amended, as it would have to be if nothing were to change; `nil` if its kind
    /// is not amended.
    package func manifest(of record: StoredWorkflow) throws -> String? {
        func manifest<K: Kind>(_ kind: K) throws -> JSONValue? {
            kind.manifest(of: try LoadedWorkflow<K.Definition>(record).state)
        }
        return try manifest(try kind(named: record.kind))?.yaml
    }
}
