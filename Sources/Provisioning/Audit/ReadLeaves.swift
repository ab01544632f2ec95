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

    }

    let leaves: [Leaf]
    /// The places of what is a transition.
    let orders: LinesOfOrders

    /// Reads leaves; works on all cores.
    init(_ leaves: [LoggedLeaf], replaying isReplaying: Bool) {
        let read = leaves.concurrentMap(parts: { leaves in
            isReplaying
                ? Self.read(leaves)
                : leaves.map { Leaf(hash: MerkleHash(leaf: $0.bytes), line: .unread, subtrees: $0.subtrees) }
        })
        self.leaves = read
        orders = LinesOfOrders(in: read)
    }

    /// Reads leaves that stand together: their bytes are held in one place, and what follows on itself is kept once.
    private static func read(_ leaves: ArraySlice<LoggedLeaf>) -> [Leaf] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(leaves.reduce(0) { $0 + $1.bytes.count })
        for leaf in leaves { unsafe leaf.bytes.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) } }
        var common = LoggedTransition.CommonTexts()
        var start = 0
        return leaves.map { leaf in
            let line = start..<start + leaf.bytes.count
            start = line.upperBound
            let read: Line
            if let logged = LoggedTransition(line, of: bytes, sharing: &common) {
                read = .transition(Transition(logged))
            } else if let change = LoggedKeyChange(leaf.bytes) {
                read = .keyChange(change)
            } else {
                read = .foreign
            }
            return Leaf(hash: MerkleHash(leaf: leaf.bytes), line: read, subtrees: leaf.subtrees)
        }
    }
}
