public import Foundation

/// A log as it is kept: its leaves, and the subtrees that were noted with each.
public protocol LeafLog: MerkleTree {
    /// Gives every leaf in its order, with the subtrees that were noted as complete with it.
    ///
    /// Only one leaf is held at a time. All of them are of one moment, whoever appends meanwhile.
    func forEachLeaf(_ body: (_ leaf: Data, _ subtrees: [MerkleHash]) throws -> Void) throws
}
