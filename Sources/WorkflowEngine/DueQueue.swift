import Workflow

/// Who is to be served when: the earliest first, and of the same time whoever came first.
struct DueQueue {
    private struct Place {
        let due: Timestamp
        let number: Int
        let index: Int

        func isBefore(_ other: Self) -> Bool { due == other.due ? number < other.number : due < other.due }
    }

    /// A binary heap.
    private var places: [Place] = []
    /// How many have ever been added.
    private var added = 0

    var count: Int { places.count }
    var earliest: Timestamp? { places.first?.due }

    mutating func add(_ index: Int, due: Timestamp) {
        added += 1
        places.append(Place(due: due, number: added, index: index))
        var child = places.count - 1
        while child > 0, places[child].isBefore(places[(child - 1) / 2]) {
            places.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes the first whose time has come; `nil` if there is none.
    mutating func takeDue(at now: Timestamp) -> Int? {
        guard let first = places.first, first.due <= now else { return nil }
        places.swapAt(0, places.count - 1)
        places.removeLast()
        var parent = 0
        while true {
            let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < places.count }
            guard let child = children.min(by: { places[$0].isBefore(places[$1]) }),
                places[child].isBefore(places[parent])
            else { break }
            places.swapAt(parent, child)
            parent = child
        }
        return first.index
    }
}
