/// The right edge of a growing tree: the complete subtrees that its leaves make up, largest first.
///
/// All that is needed to append a leaf and to tell the root: as many hashes as the size has bits that are set.
public struct Frontier: Equatable, Sendable {
    /// How many leaves there are.
    public private(set) var size = 0
    private var subtrees: [MerkleHash] = []

    /// The edge of a tree without leaves.
    public init() {}

    /// The edge of a tree of `size` leaves.
    ///
    /// - Parameter subtrees: the roots of its complete subtrees, largest first: one for each bit of the size that is set.
    init(size: Int, subtrees: [MerkleHash]) {
        precondition(subtrees.count == size.nonzeroBitCount, "a tree's edge has a subtree for each bit of its size")
        self.size = size
        self.subtrees = subtrees
    }

    /// Appends a leaf.
    ///
    /// - Returns: the subtrees that are complete with it, smallest first: the leaf itself, and those it closes.
    @discardableResult
    public mutating func append(_ leaf: MerkleHash) -> [MerkleHash] {
        var complete = [leaf]
        var node = leaf
        for _ in 0..<size.trailingOnes {
            node = MerkleHash(subtrees.removeLast(), node)
            complete.append(node)
        }
        subtrees.append(node)
        size += 1
        return complete
    }

    /// The root of the tree.
    public var root: MerkleHash {
        guard var root = subtrees.last else { return .empty }
        for subtree in subtrees.dropLast().reversed() { root = MerkleHash(subtree, root) }
        return root
    }
}

extension Int {
    /// How many subtrees a leaf closes that is appended to so many.
    package var trailingOnes: Int { (~self).trailingZeroBitCount }
}
