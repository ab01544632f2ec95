package import TransparencyLog
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
        // Reading an order compares it with the last line of its history.
        for (order, placedAt) in audit.orders {
            guard let record = try await journal.workflow(order) else {
                throw LogAudit.Problem(position: nil, fault: .orderNotInStore(order))
            }
            guard try registry.isKept(record, placedAt: placedAt ?? record.createdAt) else {
                throw LogAudit.Problem(position: nil, fault: .orderStrayed(order))
            }
        }
        return report
    }
}
