import Foundation
import TransparencyLog
import Workflow
import WorkflowEngine

extension LogAudit {
    /// The part of a log that an audit goes on from without looking at its lines again: those of a checkpoint.
    ///
    /// What is read of it, line by line as it is needed, is proven to be in the checkpoint's tree.
    struct Beginning: Sendable {
        let checkpoint: Checkpoint
        /// The tree's right edge, by the hashes that the store keeps.
        let frontier: Frontier
        private let log: any LeafLog

        /// - Throws: ``Problem`` if the log does not begin as the checkpoint says.
        init(of log: some LeafLog, upTo checkpoint: Checkpoint) throws {
            let size = try log.size
            guard checkpoint.size <= size else {
                throw Problem(position: size + 1, fault: .missing(wanted: checkpoint.size, there: size))
            }
            frontier = try log.frontier(ofFirst: checkpoint.size)
            guard frontier.root == checkpoint.root else {
                throw Problem(position: checkpoint.size, fault: .otherThanCheckpoint(size: checkpoint.size))
            }
            self.checkpoint = checkpoint
            self.log = log
        }

        /// The last transition of a workflow; `nil` if it had none yet.
        func lastTransition(of workflow: WorkflowID) throws -> HistoryEntry? {
            guard let (index, bytes) = try log.lastLeaf(of: workflow.rawValue, inFirst: checkpoint.size) else {
                return nil
            }
            try prove(bytes, at: index)
            guard let entry = LoggedTransition(bytes)?.entry, entry.workflow == workflow, entry.position == index + 1
            else { throw Problem(position: index + 1, fault: .notALine) }
            return entry
        }

        /// The changes of key, oldest first.
        func keyChanges() throws -> [LoggedKeyChange] {
            try log.leavesWithoutSubject(inFirst: checkpoint.size).map { index, bytes in
                try prove(bytes, at: index)
                guard let change = LoggedKeyChange(bytes), change.position == index + 1 else {
                    throw Problem(position: index + 1, fault: .notALine)
                }
                return change
            }
        }

        /// Requires that the log of an earlier checkpoint is the beginning of this one.
        func requireGrowth(from earlier: Checkpoint) throws {
            guard try log.root(ofFirst: earlier.size) == earlier.root,
                try log.consistencyProof(from: earlier.size, to: checkpoint.size)
                    .proves(earlier.root, isBeginningOf: checkpoint.root)
            else { throw Problem(position: earlier.size, fault: .otherThanCheckpoint(size: earlier.size)) }
        }

        /// Requires that a line is in the tree of the checkpoint, at its place.
        private func prove(_ leaf: Data, at index: Int) throws {
            let proof = try log.inclusionProof(of: index, inFirst: checkpoint.size)
            guard proof.proves(MerkleHash(leaf: leaf), in: checkpoint.root) else {
                throw Problem(position: index + 1, fault: .altered)
            }
        }
    }
}
