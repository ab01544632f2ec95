package import Foundation
package import TransparencyLog

/// A leaf as it is audited: its bytes and, if a store keeps it, the subtrees that were noted with it.
package struct LoggedLeaf: Sendable {
    package let bytes: Data
    package let subtrees: [MerkleHash]?

    package init(_ bytes: Data, subtrees: [MerkleHash]? = nil) {
        self.bytes = bytes
        self.subtrees = subtrees
    }
}
