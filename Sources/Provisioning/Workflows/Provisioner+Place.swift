import Workflow
import WorkflowEngine

extension Provisioner {
    /// Places workflows as they were previewed, all of them or none, and gives them as they stand.
    ///
    /// Anyone may. When this returns, they are durable.
    ///
    /// - Throws: ``JournalError/nameTaken(_:)``, or a definition's refusal.
    package func place(_ previews: [any AnyPreview]) async throws -> [WorkflowReport] {
        let environment = try await environment()
        let commits = try previews.map {
            try $0.placement(as: newID(at: environment.now), in: environment, by: operatorActor)
        }
        try await journal.commit(commits)
        let now = try await clock.now()
        return try commits.map { try registry.report($0.workflow, at: now) }
    }

    /// Places what a manifest asks for, after looking at what it rests on.
    package func place(_ manifest: any AnyManifest) async throws -> WorkflowReport {
        try await place([try await manifest.preview(in: try await environment())])[0]
    }
}
