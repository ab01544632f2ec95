import Synchronization
import WorkflowSQLite

/// The one connection of a process to its store, for those who use it at the same time; opened once there is a store.
final class SharedStore: Sendable {
    private let path: String
    private let key: KeyFile?
    private let access: SQLiteJournal.Access
    private let current: Mutex<SQLiteJournal?>

    /// - Parameter journal: the store, if it is open already.
    init(at path: String, key: KeyFile?, for access: SQLiteJournal.Access, open journal: SQLiteJournal? = nil) {
        self.path = path
        self.key = key
        self.access = access
        current = Mutex(journal)
    }

    /// The store; `nil` if there is none yet.
    func opened() throws -> SQLiteJournal? {
        try current.withLock { current in
            if current == nil, try SQLiteJournal.exists(at: path) {
                current =
                    access == .reading
                    ? try SQLiteJournal.open(path, for: .reading) : try SQLiteJournal.openOrCreate(path, key: key)
            }
            return current
        }
    }

    /// The store, made if there is none.
    func made() throws -> SQLiteJournal {
        try current.withLock { current in
            if let current { return current }
            let made = try SQLiteJournal.openOrCreate(path, key: key)
            current = made
            return made
        }
    }

    /// Leaves the store as one file.
    func close() throws { try current.withLock { try $0?.close() } }
}
