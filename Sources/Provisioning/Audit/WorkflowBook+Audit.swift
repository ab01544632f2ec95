package import TransparencyLog
import Workflow
import WorkflowEngine

extension WorkflowBook {
    /// Audits the log of the store, and whether every order stands where it says.
    ///
    /// - Parameters:
    ///   - since: a checkpoint whose entries are not looked at again: only what came after them is read and replayed, and
    ///     only the orders that are in it are compared with where they stand. The log's beginning is judged by the hashes
    ///     that the store keeps of it; what an order goes on from is proven to be in the checkpoint.
    ///   - checkpoints: others that the log must agree with.
    /// - Throws: ``LogAudit/Problem``, naming the first position that does not verify; ``JournalError/unusable(_:)`` if an
    ///   order does not stand where its history ends.
    package func audit(
        _ log: some LeafLog, since: SignedCheckpoint? = nil, against checkpoints: [SignedCheckpoint],
        trusting verifier: VerifierKey
    ) async throws -> LogAudit.Report {
        // What is appended from here on is not of this audit.
        let size = try log.size
        var audit =
            if let since {
                try LogAudit(of: registry, in: log, since: since, against: checkpoints, trusting: verifier)
            } else {
                LogAudit(of: registry, against: checkpoints, trusting: verifier)
            }
        for start in stride(from: since?.checkpoint.size ?? 0, to: size, by: LogAudit.leavesAtATime) {
            var leaves: [LoggedLeaf] = []
            do {
                try log.forEachLeaf(in: start..<min(start + LogAudit.leavesAtATime, size)) { leaf, subtrees in
                    leaves.append(LoggedLeaf(leaf, subtrees: subtrees))
                }
            } catch {
                // What stands before what cannot be read is judged first.
                try audit.take(leaves)
                throw error
            }
            try audit.take(leaves)
        }
        let report = try audit.end()
        if let origin = report.origin, origin != LogLine.origin(of: journal.storeID) {
            throw LogAudit.Problem(position: nil, fault: .ofAnotherStore(journal.storeID))
        }
        let comparison = StoreComparison(journal: journal, registry: registry) { try log.size > size }
        if since == nil {
            try await comparison.requireAll(audit.orders, inFirst: size)
        } else {
            for (order, course) in audit.orders { try await comparison.require(order, course) }
        }
        return report
    }
}

/// Compares what a store keeps of its orders with what a log says of them: they are found, run and counted by it.
private struct StoreComparison {
    let journal: any Journal
    let registry: Registry
    /// Whether somebody has got on with an order since the log was read.
    let hasGrown: () throws -> Bool

    /// Requires that every order of the log is in the store as the log says, and that the store has no other.
    func requireAll(_ orders: [WorkflowID: LogAudit.Course], inFirst size: Int) async throws {
        var unseen = orders
        try await journal.forEachChunk(of: WorkflowQuery()) { records in
            for record in records {
                if let course = unseen.removeValue(forKey: record.id) {
                    try await require(record, course)
                } else {
                    // Placed since the log was read; else it was never placed.
                    let first = try await journal.history(of: record.id).first
                    guard let first, first.position > size else {
                        throw LogAudit.Problem(position: nil, fault: .orderNotInLog(record.id))
                    }
                }
            }
        }
        if let missing = unseen.keys.min(by: { $0.rawValue < $1.rawValue }) {
            throw LogAudit.Problem(position: nil, fault: .orderNotInStore(missing))
        }
    }

    func require(_ order: WorkflowID, _ course: LogAudit.Course) async throws {
        guard let record = try await journal.workflow(order) else {
            throw LogAudit.Problem(position: nil, fault: .orderNotInStore(order))
        }
        try await require(record, course)
    }

    private func require(_ record: StoredWorkflow, _ course: LogAudit.Course) async throws {
        var record = record
        while try !agrees(record, course) {
            // Somebody may have got on with it between two looks.
            guard let later = try await journal.workflow(record.id), later.version > record.version else {
                throw LogAudit.Problem(position: nil, fault: .orderStrayed(record.id))
            }
            record = later
        }
    }

    private func agrees(_ record: StoredWorkflow, _ course: LogAudit.Course) throws -> Bool {
        // Reading an order has compared it with the line of its version.
        guard try record.version == course.version || record.version > course.version && hasGrown() else {
            return false
        }
        return try registry.agreesWithItsState(record, placedAt: course.placedAt ?? record.createdAt)
    }
}
