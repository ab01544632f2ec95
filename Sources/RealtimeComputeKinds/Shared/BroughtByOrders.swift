import RealtimeCompute
import WorkflowEngine

/// What the orders of a store have brought, looked at order by order, as the cloud shows it now.
package struct BroughtByOrders<Thing: Sendable> {
    private let query: WorkflowQuery
    private let journal: any Journal
    private let cloud: any Cloud
    private let look: (StoredWorkflow) async throws -> Thing?

    /// - Parameters:
    ///   - query: the orders that may have brought something, the oldest first.
    ///   - look: what an order has brought; `nil` if it cannot be seen, or is gone.
    init(
        _ query: WorkflowQuery, of journal: any Journal, in cloud: any Cloud,
        _ look: @escaping (StoredWorkflow) async throws -> Thing?
    ) {
        self.query = query
        self.journal = journal
        self.cloud = cloud
        self.look = look
    }

    /// What can be seen and is not gone, the oldest order first; and the orders that are of other clouds.
    package func all() async throws -> (things: [Thing], foreign: [String]) {
        var (things, foreign): ([Thing], [String]) = ([], [])
        try await journal.forEachChunk(of: query) { records in
            let (found, others) = try await brought(by: records)
            things += found
            foreign += others
        }
        return (things, foreign)
    }

    /// Whether orders of a kind may have brought something in a phase.
    package func mayComeOf(_ kind: String, in phase: String) -> Bool {
        query.kinds.contains(kind) && query.phases.contains(phase)
    }

    /// What the orders at some places have brought, the youngest order first; and those of them that are of other clouds.
    package func some(_ places: Range<Int>) async throws -> (things: [Thing], foreign: [String]) {
        var query = query
        query.isDescending = true
        query.places = places
        query.isCounting = false
        let selection = try await journal.select(query)
        let records = try await journal.workflows(of: selection, at: 0..<selection.count)
        return try await brought(by: records)
    }

    private func brought(by records: [StoredWorkflow]) async throws -> (things: [Thing], foreign: [String]) {
        var (things, foreign): ([Thing], [String]) = ([], [])
        for record in records {
            guard record.cloud == cloud.id.rawValue else {
                foreign.append(record.name)
                continue
            }
            if let thing = try await look(record) { things.append(thing) }
        }
        return (things, foreign)
    }
}
