package import Documents
package import RealtimeCompute
package import Wording
import Workflow
import WorkflowEngine

/// What a look at the cloud adds to what is shown of a workflow; nothing of it is kept.
package struct Observation: Sendable {
    /// What somebody has to know, in a sentence.
    package let warning: LocalizedText
    /// The fields that scripts are given beside those of the workflow.
    package let fields: [String: JSONValue]

    package init(_ warning: LocalizedText, fields: [String: JSONValue]) {
        self.warning = warning
        self.fields = fields
    }
}

extension WorkflowBook {
    /// A report with what the cloud says now of what the workflow has brought.
    ///
    /// Of a workflow of another cloud, the report as it is.
    ///
    /// - Throws: ``CloudError`` if the look fails.
    package func observed(_ report: WorkflowReport, in cloud: any Cloud) async throws -> WorkflowReport {
        guard report.cloud == cloud.id.rawValue, let record = try await journal.workflow(report.id) else {
            return report
        }
        let observations = try await registry.observations(
            of: record, in: Environment(cloud: cloud, now: report.now, journal: journal))
        return observations.isEmpty ? report : report.adding(observations)
    }
}

extension Registry {
    fileprivate func observations(
        of record: StoredWorkflow, in environment: Environment
    ) async throws -> [Observation] {
        func observe<K: Kind>(_ kind: K) async throws -> [Observation] {
            try await kind.observations(of: try LoadedWorkflow<K.Definition>(record).state, in: environment)
        }
        return try await observe(try kind(named: record.kind))
    }
}
