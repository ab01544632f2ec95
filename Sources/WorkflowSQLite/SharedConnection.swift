import GRDB
import Synchronization

/// The store's one connection, used by one at a time, in the order in which they come.
///
/// Whoever finds it free uses it at once, on its own thread. Who comes meanwhile holds no thread while it waits: the
/// connection's queue goes from one to the next by itself. If the connection were handed to the task that waits, it would
/// lie idle until a thread of the pool is free for that task.
final class SharedConnection: Sendable {
    let database: DatabaseQueue
    /// How many use the connection or wait for it.
    private let users = Atomic(0)

    init(_ database: DatabaseQueue) {
        self.database = database
    }

    /// Runs `body` on the connection, after all who came before.
    func use<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws -> Result {
        if let result = try useIfFree(body) { return result }
        return try await withCheckedThrowingContinuation { waiter in
            useLater { database in waiter.resume(with: Swift.Result { try body(database) }) }
        }
    }

    /// Runs `body` on the connection if nobody uses it; else does nothing, and gives `nil`.
    func useIfFree<Result>(_ body: (Database) throws -> Result) rethrows -> Result? {
        guard users.compareExchange(expected: 0, desired: 1, ordering: .acquiring).exchanged else { return nil }
        defer { users.subtract(1, ordering: .releasing) }
        return try database.writeWithoutTransaction(body)
    }

    /// Has `body` run on the connection, after all who came before; does not wait for it.
    func useLater(_ body: @escaping @Sendable (Database) -> Void) {
        users.add(1, ordering: .relaxed)
        database.asyncWriteWithoutTransaction { [self] database in
            defer { users.subtract(1, ordering: .releasing) }
            body(database)
        }
    }
}
