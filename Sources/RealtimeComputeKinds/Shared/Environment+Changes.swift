import Provisioning
import RealtimeCompute
import Workflow
import WorkflowEngine

extension Environment {
    /// The workflows that have changed a cluster or an instance, in the order in which they were placed.
    func changes(of subject: some ChangeSubject) async throws -> [StoredWorkflow] {
        var changes: [StoredWorkflow] = []
        for held in try await claims(on: [subject.changedClaim.resource]) {
            if let record = try await workflow(held.holder.rawValue) { changes.append(record) }
        }
        return changes.sorted { $0.id.rawValue < $1.id.rawValue }
    }

    /// Whether a workflow of the store is changing it now.
    func isBeingChanged(_ subject: some ChangeSubject) async throws -> Bool {
        try await !claims(on: [subject.changeClaim.resource]).isEmpty
    }
}
