extension String {
    /// The candidate that a person most likely meant by this word, if one is near enough to be worth suggesting.
    ///
    /// Near enough is at most a third of the word's length, and at least one, in single characters added, taken away,
    /// changed, or swapped with their neighbour; without regard to case.
    public func nearest(among candidates: some Sequence<String>) -> String? {
        // Nobody means one of our words by a long text.
        guard count <= 64 else { return nil }
        let allowed = max(1, count / 3)
        var best: (candidate: String, distance: Int)?
        for candidate in candidates {
            let distance = Array(lowercased()).editDistance(to: Array(candidate.lowercased()))
            if distance <= allowed, distance < best?.distance ?? Int.max {
                best = (candidate, distance)
            }
        }
        return best?.candidate
    }
}

extension [Character] {
    fileprivate func editDistance(to other: Self) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array<Int>(0...other.count)
        for (row, character) in enumerated() {
            var current = [row + 1]
            for (column, otherCharacter) in other.enumerated() {
                let substitution = previous[column] + (character == otherCharacter ? 0 : 1)
                var distance = Swift.min(substitution, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, character == other[column - 1], self[row - 1] == otherCharacter {
                    distance = Swift.min(distance, beforePrevious[column - 1] + 1)
                }
                current.append(distance)
            }
            (beforePrevious, previous) = (previous, current)
        }
        return previous[other.count]
    }
}
