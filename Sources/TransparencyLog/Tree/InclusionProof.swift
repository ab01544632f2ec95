/// What shows that a leaf is in a tree.
public struct InclusionProof: Equatable, Sendable {
    /// The leaf's place, from 0.
    public let index: Int
    /// How many leaves the tree has.
    public let size: Int
    /// The subtrees beside the way to the root, from the leaf on.
    public let path: [MerkleHash]

    /// Takes a proof as it came.
    public init(index: Int, size: Int, path: [MerkleHash]) {
        self.index = index
        self.size = size
        self.path = path
    }

    /// Whether it shows that `leaf` is in the tree of this root (RFC 9162, section 2.1.3.2).
    public func proves(_ leaf: MerkleHash, in root: MerkleHash) -> Bool {
        guard 0 <= index, index < size else { return false }
        var (place, last) = (index, size - 1)
        var node = leaf
        for sibling in path {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                node = MerkleHash(sibling, node)
                // Where the tree is ragged the node has no sibling at some levels.
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                node = MerkleHash(node, sibling)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 && node == root
    }
}
