public import Foundation

/// A log as it is kept: its leaves, and the subtrees that were noted with each.
public protocol LeafLog: MerkleTree, Sendable {
    /// Gives the leaves of a range of places, from 0, in their order, with the subtrees that were noted as complete with
    /// each.
    ///
    /// Only one leaf is held at a time.
    func forEachLeaf(
        in places: Range<Int>, _ body: (_ leaf: Data, _ subtrees: [MerkleHash]) throws -> Void
    ) throws

    /// The last leaf that is of a subject among the first `size`, and its place, from 0.
    ///
    /// What subjects are is the log's own matter.
    func lastLeaf(of subject: String, inFirst size: Int) throws -> (index: Int, bytes: Data)?

    /// The leaves among the first `size` that are of no subject but say something of the log itself, and their places,
    /// from 0.
    func leavesWithoutSubject(inFirst size: Int) throws -> [(index: Int, bytes: Data)]
}

extension LeafLog {
    /// Gives every leaf that there is now.
    public func forEachLeaf(_ body: (_ leaf: Data, _ subtrees: [MerkleHash]) throws -> Void) throws {
        try forEachLeaf(in: 0..<size, body)
    }
}
