import Foundation
import TransparencyLog
import WorkflowEngine

/// Leaves of a log that were hashed, and read if they are to be replayed: all of an audit that asks for no leaf before them.
package struct ReadLeaves: Sendable {
    struct Leaf: Sendable {
        let hash: MerkleHash
        let line: Line
        let subtrees: [MerkleHash]?
    }

    /// A transition, held in one place: to copy it would cost as much as the step.
    final class Transition: Sendable {
        let logged: LoggedTransition

        init(_ logged: LoggedTransition) {
            self.logged = logged
        }
    }

    /// What a leaf says.
    enum Line: Sendable {
        /// Not looked at.
        case unread
        case transition(Transition)
        indirect case keyChange(LoggedKeyChange)
        case foreign

        fileprivate init(_ leaf: Data) {
            if let logged = LoggedTransition(leaf) {
                self = .transition(Transition(logged))
            } else if let change = LoggedKeyChange(leaf) {
                self = .keyChange(change)
            } else {
                self = .foreign
            }
        }
    }

    let leaves: [Leaf]

    /// Reads leaves; works on all cores.
    init(_ leaves: [LoggedLeaf], replaying isReplaying: Bool) {
        self.leaves = leaves.concurrentMap { leaf in
            Leaf(
                hash: MerkleHash(leaf: leaf.bytes), line: isReplaying ? Line(leaf.bytes) : .unread,
                subtrees: leaf.subtrees)
        }
    }
}
