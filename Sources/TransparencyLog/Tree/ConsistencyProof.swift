/// What shows that a tree is the beginning of a larger one.
public struct ConsistencyProof: Equatable, Sendable {
    /// How many leaves the old tree has.
    public let old: Int
    /// How many leaves the new tree has.
    public let new: Int
    /// The subtrees from which both roots follow.
    public let path: [MerkleHash]

    /// Takes a proof as it came.
    public init(old: Int, new: Int, path: [MerkleHash]) {
        self.old = old
        self.new = new
        self.path = path
    }

    /// Whether it shows that the tree of `oldRoot` is the beginning of the tree of `newRoot` (RFC 9162, section 2.1.4.2).
    public func proves(_ oldRoot: MerkleHash, isBeginningOf newRoot: MerkleHash) -> Bool {
        guard 0 <= old, old <= new else { return false }
        if old == 0 { return path.isEmpty && oldRoot == .empty }
        if old == new { return path.isEmpty && oldRoot == newRoot }
        // A complete old tree is itself the first of its subtrees.
        let isComplete = old & (old - 1) == 0
        guard let first = isComplete ? oldRoot : path.first else { return false }
        let rest = isComplete ? path[...] : path.dropFirst()
        var (place, last) = (old - 1, new - 1)
        while place & 1 == 1 {
            place >>= 1
            last >>= 1
        }
        var (oldNode, newNode) = (first, first)
        for sibling in rest {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                oldNode = MerkleHash(sibling, oldNode)
                newNode = MerkleHash(sibling, newNode)
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                newNode = MerkleHash(newNode, sibling)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 && oldNode == oldRoot && newNode == newRoot
    }
}
