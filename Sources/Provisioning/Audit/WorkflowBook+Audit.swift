package import TransparencyLog
import WorkflowEngine

extension WorkflowBook {
    /// Audits the log of the store, and whether every order stands where it says.
    ///
    /// - Throws: ``LogAudit/Problem``, naming the first position that does not verify; ``JournalError/unusable(_:)`` if an
    ///   order does not stand where its history ends.
    package func audit(
        _ log: some LeafLog, against checkpoints: [SignedCheckpoint], trusting verifier: VerifierKey
    ) async throws -> LogAudit.Report {
        var audit = LogAudit(of: registry, against: checkpoints, trusting: verifier)
        var leaves: [LoggedLeaf] = []
        do {
            try log.forEachLeaf { leaf, subtrees in
                leaves.append(LoggedLeaf(leaf, subtrees: subtrees))
                guard leaves.count == LogAudit.leavesAtATime else { return }
                defer { leaves.removeAll(keepingCapacity: true) }
                try audit.take(leaves)
            }
        } catch {
            // What stands before what cannot be read is judged first.
            try audit.take(leaves)
            throw error
        }
        try audit.take(leaves)
        let report = try audit.end()
        // Reading an order compares it with the last line of its history.
        for order in audit.orders where try await journal.workflow(order) == nil {
            throw LogAudit.Problem(position: nil, fault: .orderNotInStore(order))
        }
        return report
    }
}
