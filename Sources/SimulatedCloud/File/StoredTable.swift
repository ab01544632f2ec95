import Foundation
import GRDB
import Synchronization
import Workflow

/// The connection to a cloud's file within one transaction.
///
/// The services' logic looks things up without knowing of files. A lookup that fails therefore finds nothing and is noted
/// here; whoever ends the transaction asks first, and lets nothing of it last.
final class UnitOfWork: Sendable {
    private let database: DatabaseQueue
    private let failure = Mutex<(any Error)?>(nil)

    init(on database: DatabaseQueue) {
        self.database = database
    }

    /// What `query` gives in the transaction under way; `nothing` if it fails.
    func look<Value>(orElse nothing: Value, _ query: (Database) throws -> Value) -> Value {
        do {
            return try database.unsafeReentrantRead(query)
        } catch {
            failure.withLock { $0 = $0 ?? error }
            return nothing
        }
    }

    /// Throws what a lookup has failed with, if one has.
    func expectNoFailure() throws {
        if let failure = failure.withLock({ $0 }) { throw failure }
    }
}

/// A table of a cloud's file: every record as JSON, with columns for what it is looked up by.
final class StoredTable<Record: TableRecord>: Sendable {
    private let unit: UnitOfWork

    init(in unit: UnitOfWork) {
        self.unit = unit
    }

    // MARK: - Looking up

    func rows(
        _ index: Record.Index, _ key: String, from: Timestamp?, through: Timestamp?, limit: Int?
    ) -> [TableRow<Record>] {
        let times = [from, through].compactMap { $0?.millisecondsSince1970 }
        // SQLite takes a limit below zero for none.
        let arguments = StatementArguments([key]) + StatementArguments(times) + [limit ?? -1]
        return fetch(Self.lookup(index, isFrom: from != nil, isThrough: through != nil), arguments)
    }

    /// The query of a lookup, which its index answers.
    static func lookup(_ index: Record.Index, isFrom: Bool, isThrough: Bool) -> String {
        "SELECT position, record FROM \(name) WHERE \(index.column) = ?"
            + (isFrom ? " AND \(index.timeColumn) >= ?" : "") + (isThrough ? " AND \(index.timeColumn) <= ?" : "")
            + " ORDER BY \(index.timeColumn), position LIMIT ?"
    }

    func all() -> [TableRow<Record>] { fetch("SELECT position, record FROM \(Self.name) ORDER BY position", []) }

    /// The youngest rows, so many of them.
    func youngest(_ limit: Int) -> [TableRow<Record>] {
        fetch("SELECT position, record FROM \(Self.name) ORDER BY position DESC LIMIT ?", [limit])
    }

    func count(upTo most: Int) -> Int {
        unit.look(orElse: 0) { database in
            try Int.fetchOne(
                database.cachedStatement(sql: "SELECT count(*) FROM (SELECT 1 FROM \(Self.name) LIMIT ?)"),
                arguments: [most]) ?? 0
        }
    }

    func record(at position: Int) -> Record? {
        fetch("SELECT position, record FROM \(Self.name) WHERE position = ?", [position]).first?.record
    }

    /// The place of the youngest record; 0 if there is none.
    func lastPosition() -> Int {
        unit.look(orElse: 0) { database in
            try Int.fetchOne(database.cachedStatement(sql: "SELECT max(position) FROM \(Self.name)")) ?? 0
        }
    }

    private func fetch(_ sql: String, _ arguments: StatementArguments) -> [TableRow<Record>] {
        unit.look(orElse: []) { database in
            let decoder = JSONDecoder()
            return try Row.fetchAll(try database.cachedStatement(sql: sql), arguments: arguments).map { row in
                let record = try decoder.decode(Record.self, from: Data((row[1] as String).utf8))
                return TableRow(position: row[0], record: record)
            }
        }
    }

    // MARK: - Writing

    private static var name: String { "\"\(Record.tableName)\"" }

    static func create(in database: Database) throws {
        let columns = Record.Index.allCases.flatMap { ["\($0.column) TEXT", "\($0.timeColumn) INTEGER"] }
        try database.execute(
            sql: """
                CREATE TABLE \(name) (
                    position INTEGER NOT NULL PRIMARY KEY,
                    record TEXT NOT NULL CONSTRAINT record_is_json CHECK (json_valid(record))
                    \(columns.map { ", " + $0 }.joined())
                ) STRICT
                """)
        for index in Record.Index.allCases {
            try database.execute(
                sql: """
                    CREATE INDEX "\(Record.tableName)_by_\(index.rawValue)" ON \(name)
                        (\(index.column), \(index.timeColumn)) WHERE \(index.column) IS NOT NULL
                    """)
        }
    }

    /// Gives the table of an earlier layout the columns and indexes of this one; makes one that there was not.
    static func layOutAnew(in database: Database) throws {
        guard try database.tableExists(Record.tableName) else { return try create(in: database) }
        let old = "\"\(Record.tableName) of an earlier layout\""
        for index in try database.indexes(on: Record.tableName) {
            try database.execute(sql: "DROP INDEX \"\(index.name)\"")
        }
        try database.execute(sql: "ALTER TABLE \(name) RENAME TO \(old)")
        try create(in: database)
        let rows = try Row.fetchCursor(database, sql: "SELECT position, record FROM \(old) ORDER BY position")
        let decoder = JSONDecoder()
        while let row = try rows.next() {
            let record = try decoder.decode(Record.self, from: Data((row[1] as String).utf8))
            try put(TableRow(position: row[0], record: record), in: database)
        }
        try database.execute(sql: "DROP TABLE \(old)")
    }

    static func put(_ row: TableRow<Record>, in database: Database) throws {
        var values: [(any DatabaseValueConvertible)?] = [row.position, try CloudFile.json(row.record)]
        for index in Record.Index.allCases {
            let entry = row.record.entry(in: index)
            values += [entry?.key, entry?.time?.millisecondsSince1970]
        }
        let marks = values.map { _ in "?" }.joined(separator: ", ")
        let statement = try database.cachedStatement(sql: "INSERT OR REPLACE INTO \(name) VALUES (\(marks))")
        try statement.execute(arguments: StatementArguments(values))
    }

    static func remove(at position: Int, in database: Database) throws {
        let statement = try database.cachedStatement(sql: "DELETE FROM \(name) WHERE position = ?")
        try statement.execute(arguments: [position])
    }
}

extension RawRepresentable<String> {
    fileprivate var column: String { "\"\(rawValue)\"" }
    /// The column of the time that an index tells.
    fileprivate var timeColumn: String { "\"\(rawValue)At\"" }
}
