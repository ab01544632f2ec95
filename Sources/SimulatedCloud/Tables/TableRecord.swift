import Workflow

/// What lies in a table, and what it is looked up by.
protocol TableRecord: Codable, Equatable, Sendable {
    /// What such a record can be looked up by; the raw values are the names of columns.
    associatedtype Index: RawRepresentable<String> & CaseIterable & Hashable & Sendable

    /// The table's name in a file.
    static var tableName: String { get }

    /// Where this record stands in an index; `nil` if it is not in it.
    func entry(in index: Index) -> IndexEntry?
}

/// A place in an index: under a key, and among those of the same key by time where the index tells it.
struct IndexEntry: Equatable, Sendable {
    let key: String
    let time: Timestamp?

    init(_ key: String, at time: Timestamp? = nil) {
        self.key = key
        self.time = time
    }
}

/// A record and its place in its table, which it keeps for as long as it is there: older ones come first.
struct TableRow<Record: TableRecord>: Sendable {
    let position: Int
    let record: Record
}
