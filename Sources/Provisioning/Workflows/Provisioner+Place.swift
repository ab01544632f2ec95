package import Documents
import RealtimeCompute
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

    /// Places a workflow of a kind under the next name that is free: `risk-scale-1`.
    ///
    /// - Parameters:
    ///   - subject: what the name begins with; of a long one, as much as leaves room.
    ///   - verb: what it is called after that.
    ///   - spec: what its manifest says.
    package func place(
        _ kind: String, of subject: String, _ verb: String, spec: [String: JSONValue]
    ) async throws -> WorkflowReport {
        let name = try await freeName(subject, verb)
        let manifest = ManifestFormat.manifest(kind, named: name, spec: spec)
        return try await place(try registry.manifest(in: try Document(text: manifest.text, source: name)))
    }

    private func freeName(_ subject: String, _ verb: String) async throws -> String {
        var number = 1
        while true {
            let suffix = "-\(verb)-\(number)"
            let name = String(subject.prefix(NameRule.longestOrder - suffix.count)) + suffix
            if try await journal.workflow(named: name) == nil { return name }
            number += 1
        }
    }
}
