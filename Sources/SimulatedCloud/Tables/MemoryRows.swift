import Workflow

/// Rows in memory, with their indexes: no lookup costs more for what else is there.
struct MemoryRows<Record: TableRecord>: Sendable {
    /// A place under one key of an index.
    private struct Slot: Comparable {
        let time: Timestamp
        let position: Int

        static func < (one: Self, other: Self) -> Bool { (one.time, one.position) < (other.time, other.position) }
    }

    private var records: [Int: Record] = [:]
    private var slots: [Record.Index: [String: [Slot]]] = [:]

    var count: Int { records.count }
    var positions: [Int] { records.keys.sorted() }

    subscript(position: Int) -> Record? {
        get { records[position] }
        set {
            if let old = records[position] { changeSlots(of: old, at: position) { $0.remove($1) } }
            records[position] = newValue
            if let newValue { changeSlots(of: newValue, at: position) { $0.add($1) } }
        }
    }

    /// The rows under `key`, by time and then by position.
    func rows(
        _ index: Record.Index, _ key: String, from: Timestamp?, through: Timestamp?, limit: Int
    ) -> [TableRow<Record>] {
        guard let slots = slots[index]?[key] else { return [] }
        let start = from.map { time in slots.firstPlace { $0.time >= time } } ?? 0
        let end = through.map { time in slots.firstPlace { $0.time > time } } ?? slots.count
        guard start < end else { return [] }
        return slots[start..<end].prefix(limit).compactMap { slot in
            records[slot.position].map { TableRow(position: slot.position, record: $0) }
        }
    }

    private mutating func changeSlots(of record: Record, at position: Int, _ change: (inout [Slot], Slot) -> Void) {
        for index in Record.Index.allCases {
            guard let entry = record.entry(in: index) else { continue }
            let slot = Slot(time: entry.time ?? .earliest, position: position)
            change(&slots[index, default: [:]][entry.key, default: []], slot)
            if slots[index]?[entry.key]?.isEmpty == true { slots[index]?[entry.key] = nil }
        }
    }
}

extension Array where Element: Comparable {
    /// Adds an element to a sorted array.
    fileprivate mutating func add(_ element: Element) {
        // What comes to be comes mostly last.
        if last.map({ $0 < element }) ?? true { return append(element) }
        insert(element, at: firstPlace { $0 >= element })
    }

    /// Removes an element from a sorted array.
    fileprivate mutating func remove(_ element: Element) {
        let place = firstPlace { $0 >= element }
        if place < count, self[place] == element { remove(at: place) }
    }

    /// The first place from which on `isAfter` holds.
    fileprivate func firstPlace(where isAfter: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
