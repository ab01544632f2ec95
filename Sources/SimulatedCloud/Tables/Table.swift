import Workflow

/// Records in the order in which they came to be, found by what their indexes tell.
///
/// In memory it is a value. In a file it is a unit of work: it reads the rows that are looked up, and remembers those
/// that are changed until they are written (``changes``). Nothing but ``all`` reads more than it gives.
struct Table<Record: TableRecord>: Sendable {
    /// All rows; of a table in a file those that have changed.
    private var memory = MemoryRows<Record>()
    /// Rows of the file that have been removed.
    private var removed: Set<Int> = []
    private var nextPosition: Int?
    private let file: StoredTable<Record>?

    /// An empty table in memory.
    init() {
        file = nil
    }

    /// The table in a file.
    init(_ file: StoredTable<Record>) {
        self.file = file
    }

    // MARK: - Looking up

    /// The rows under `key`, by the time that the index tells, then in the order in which they came to be.
    ///
    /// - Parameters:
    ///   - from: the earliest time, of an index that tells times.
    ///   - through: the latest.
    ///   - limit: how many at most, the first.
    func rows(
        _ index: Record.Index, _ key: String, from: Timestamp? = nil, through: Timestamp? = nil, limit: Int = .max
    ) -> [TableRow<Record>] {
        let own = memory.rows(index, key, from: from, through: through, limit: limit)
        guard let file else { return own }
        // Some of those in the file may have changed since.
        let (most, isAll) = limit.addingReportingOverflow(memory.count + removed.count)
        let stored = file.rows(index, key, from: from, through: through, limit: isAll ? nil : most)
            .filter { !isChanged($0.position) }
        guard !own.isEmpty, !stored.isEmpty else { return Array((own + stored).prefix(limit)) }
        let time = { (row: TableRow<Record>) in row.record.entry(in: index)?.time ?? .earliest }
        let sorted = (stored + own).sorted { (time($0), $0.position) < (time($1), $1.position) }
        return Array(sorted.prefix(limit))
    }

    /// The first row under `key`.
    func row(_ index: Record.Index, _ key: String) -> TableRow<Record>? { rows(index, key, limit: 1).first }

    /// The first record under `key`.
    func first(_ index: Record.Index, _ key: String) -> Record? { row(index, key)?.record }

    /// The record at a place.
    subscript(position: Int) -> Record? {
        memory[position] ?? (removed.contains(position) ? nil : file?.record(at: position))
    }

    /// Every record: reads the whole table, which no call on the path of an order does.
    var all: [Record] {
        let changed = memory.positions.compactMap { position in
            memory[position].map { TableRow(position: position, record: $0) }
        }
        guard let file else { return changed.map(\.record) }
        let stored = file.all().filter { !isChanged($0.position) }
        return (stored + changed).sorted { $0.position < $1.position }.map(\.record)
    }

    /// The youngest records, so many of them, the oldest of these first.
    func youngest(_ limit: Int) -> [Record] {
        let own = memory.positions.suffix(limit).compactMap { position in
            memory[position].map { TableRow(position: position, record: $0) }
        }
        let stored = (file?.youngest(limit + memory.count + removed.count) ?? []).filter { !isChanged($0.position) }
        return (own + stored).sorted { $0.position < $1.position }.suffix(limit).map(\.record)
    }

    /// How many records there are, counted no further than `most`.
    func count(upTo most: Int) -> Int {
        guard let file else { return min(most, memory.count) }
        let last = file.lastPosition()
        let gone = removed.count { $0 <= last }
        return min(most, file.count(upTo: most + gone) - gone + memory.positions.count { $0 > last })
    }

    private func isChanged(_ position: Int) -> Bool { memory[position] != nil || removed.contains(position) }

    // MARK: - Changing

    mutating func append(_ record: Record) {
        let position = nextPosition ?? file.map { $0.lastPosition() + 1 } ?? 1
        memory[position] = record
        nextPosition = position + 1
    }

    mutating func replace(at position: Int, with record: Record) {
        guard self[position] != record else { return }
        memory[position] = record
    }

    mutating func remove(at position: Int) {
        memory[position] = nil
        if file != nil { removed.insert(position) }
    }

    mutating func removeAll(where isWanted: (Record) -> Bool) {
        let rows = file?.all() ?? []
        let positions = Set(rows.map(\.position) + memory.positions)
        for position in positions {
            if let record = self[position], isWanted(record) { remove(at: position) }
        }
    }

    /// A table in memory of the same records.
    var inMemory: Self {
        var table = Self()
        for record in all { table.append(record) }
        return table
    }

    /// What has yet to be written to the file; `nil` if nothing has.
    var changes: (put: [TableRow<Record>], remove: [Int])? {
        guard memory.count > 0 || !removed.isEmpty else { return nil }
        let put = memory.positions.compactMap { position in
            memory[position].map { TableRow(position: position, record: $0) }
        }
        return (put, removed.filter { memory[$0] == nil }.sorted())
    }
}

extension Table: Equatable {
    /// Tables are equal that hold the same records in the same order.
    static func == (one: Self, other: Self) -> Bool { one.all == other.all }
}

extension Table: Codable {
    init(from decoder: any Decoder) throws {
        self.init()
        var container = try decoder.unkeyedContainer()
        while !container.isAtEnd { append(try container.decode(Record.self)) }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        for record in all { try container.encode(record) }
    }
}
