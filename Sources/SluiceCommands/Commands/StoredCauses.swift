import Diagnosis
import Provisioning
import RealtimeCompute
import Wording
import WorkflowEngine
import WorkflowSQLite

/// What the orders of a store rest on that may be the cause of errors that were seen.
struct StoredCauses {
    struct Cause {
        let order: String
        let check: String
        let resource: String
        let seen: String
        let command: [String]
    }

    /// More orders than this are not looked at: the youngest are.
    private static let most = 100

    private var causes: [Cause] = []

    /// Looks at the orders of the store, and at the cloud for what provisioned ones rest on; only where an error was seen
    /// of which that may be the cause.
    ///
    /// A cloud that cannot be asked is told of, and is no error.
    init(of sightings: [Diagnosis.Sighting], in context: Context) async throws {
        let checks = Set(sightings.flatMap(\.error.checks))
        guard !checks.isEmpty else { return }
        do {
            guard let journal = try context.journalForReading() else { return }
            try await findUnmended(checks, in: WorkflowBook(journal, of: context.registry, at: nil))
            try await findDrift(checks, in: journal, context)
        } catch let error as any Explained {
            context.console.note(error.message)
        }
    }

    /// What is known of orders that wait for it to be mended.
    private mutating func findUnmended(_ checks: Set<String>, in book: WorkflowBook) async throws {
        var found: [Cause] = []
        try await book.forEachChunk(of: WorkflowQuery(phases: ["drafted", "blocked"], limit: Self.most)) { reports in
            for report in reports {
                found += report.presentation.findings.filter { checks.contains($0.check) }.map {
                    Cause(
                        order: report.name, check: $0.check, resource: $0.resource, seen: $0.observed,
                        command: ["sluice", "mend", report.name])
                }
            }
        }
        causes += found
    }

    /// What provisioned orders rest on, as the cloud shows it now.
    private mutating func findDrift(
        _ checks: Set<String>, in journal: SQLiteJournal, _ context: Context
    ) async throws {
        let environment = try await context.environment(over: journal)
        var found: [Cause] = []
        try await journal.forEachChunk(of: WorkflowQuery(phases: ["provisioned"], limit: Self.most)) { records in
            for record in records where record.cloud == environment.cloud.id.rawValue {
                let drift = try await context.registry.drift(of: record, in: environment)?.drift ?? []
                found += drift.filter { checks.contains($0.what) }.map {
                    Cause(
                        order: record.name, check: $0.what, resource: $0.resource, seen: $0.seen, command: $0.command)
                }
            }
        }
        causes += found
    }

    func of(_ error: KnownError) -> [Cause] { causes.filter { error.checks.contains($0.check) } }
}
