/// A tree whose complete subtrees can be asked for.
public protocol MerkleTree {
    /// How many leaves there are.
    var size: Int { get throws }

    /// The root of a complete subtree: of the 2^`level` leaves from `index` × 2^`level` on.
    func subtree(atLevel level: Int, _ index: Int) throws -> MerkleHash
}

extension MerkleTree {
    /// The root of the first `size` leaves.
    public func root(ofFirst size: Int) throws -> MerkleHash {
        size == 0 ? .empty : try root(of: 0..<size)
    }

    /// The right edge of the tree of the first `size` leaves, to be appended to without looking at them.
    public func frontier(ofFirst size: Int) throws -> Frontier {
        var subtrees: [MerkleHash] = []
        var start = 0
        for level in (0..<Int.bitWidth - 1).reversed() where size & (1 << level) != 0 {
            subtrees.append(try subtree(atLevel: level, start >> level))
            start += 1 << level
        }
        return Frontier(size: size, subtrees: subtrees)
    }

    /// What leads from a leaf to the root of the first `size` leaves (RFC 6962, section 2.1.1).
    public func inclusionProof(of index: Int, inFirst size: Int) throws -> InclusionProof {
        precondition(0 <= index && index < size, "a leaf is proven that is in the tree")
        return InclusionProof(index: index, size: size, path: try path(to: index, in: 0..<size))
    }

    /// What shows that the first `old` leaves are the first of the first `new` leaves (RFC 6962, section 2.1.2).
    public func consistencyProof(from old: Int, to new: Int) throws -> ConsistencyProof {
        precondition(0 <= old && old <= new, "a tree is consistent with a larger one")
        let path = old == 0 || old == new ? [] : try consistency(of: old, in: 0..<new, isWhole: true)
        return ConsistencyProof(old: old, new: new, path: path)
    }

    /// The root of a range that begins where a subtree as large as it would.
    private func root(of range: Range<Int>) throws -> MerkleHash {
        let level = range.count.trailingZeroBitCount
        if range.count == 1 << level { return try subtree(atLevel: level, range.lowerBound >> level) }
        let middle = range.middle
        return MerkleHash(
            try root(of: range.lowerBound..<middle), try root(of: middle..<range.upperBound))
    }

    private func path(to index: Int, in range: Range<Int>) throws -> [MerkleHash] {
        guard range.count > 1 else { return [] }
        let (left, right) = (range.lowerBound..<range.middle, range.middle..<range.upperBound)
        return index < range.middle
            ? try path(to: index, in: left) + [root(of: right)] : try path(to: index, in: right) + [root(of: left)]
    }

    private func consistency(of old: Int, in range: Range<Int>, isWhole: Bool) throws -> [MerkleHash] {
        // Whoever checks has the root of the whole old tree already.
        if old == range.upperBound { return isWhole ? [] : [try root(of: range)] }
        let (left, right) = (range.lowerBound..<range.middle, range.middle..<range.upperBound)
        return old <= range.middle
            ? try consistency(of: old, in: left, isWhole: isWhole) + [root(of: right)]
            : try consistency(of: old, in: right, isWhole: false) + [root(of: left)]
    }
}

extension Range<Int> {
    /// Where a tree of this range is split: the larger part, and the left, is the largest power of two below its size.
    fileprivate var middle: Int {
        lowerBound + 1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    }
}
