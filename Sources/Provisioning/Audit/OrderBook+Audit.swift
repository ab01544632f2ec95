package import TransparencyLog
import Wording
import WorkflowEngine

extension OrderBook {
    /// Audits the log of the store, and whether every order stands where it says.
    ///
    /// - Throws: ``LogAudit/Problem``, naming the first position that does not verify; ``JournalError/unusable(_:)`` if an
    ///   order does not stand where its history ends.
    package func audit(
        _ log: some LeafLog, against checkpoints: [SignedCheckpoint], trusting verifier: VerifierKey
    ) async throws -> LogAudit.Report {
        var audit = LogAudit(against: checkpoints, trusting: verifier)
        var leaves: [LoggedLeaf] = []
        try log.forEachLeaf { leaf, subtrees in
            leaves.append(LoggedLeaf(leaf, subtrees: subtrees))
            guard leaves.count == LogAudit.leavesAtATime else { return }
            try audit.take(leaves)
            leaves.removeAll(keepingCapacity: true)
        }
        try audit.take(leaves)
        let report = try audit.end()
        // Reading an order compares it with the last line of its history.
        for order in audit.orders where try await journal.workflow(order) == nil {
            throw LogAudit.Problem(
                position: nil,
                reason: LocalizedText(
                    "order \(order) is in the log and not in the store", zh: "订单 \(order) 在日志中，但不在存储中"))
        }
        return report
    }
}
