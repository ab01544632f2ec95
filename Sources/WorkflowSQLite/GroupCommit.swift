import GRDB
import Synchronization

/// Commits what comes at the same time together: in one transaction, with one sync.
///
/// Whoever comes alone is served at once and waits for nobody. While a transaction is being synced, others gather; they go
/// into the next. Each of them is done whole or not at all, and whether one is refused does not touch the others.
final class GroupCommit: Sendable {
    /// A change of the store, and who waits for it.
    struct Change: Sendable {
        let make: @Sendable (Database, RecentCommits) throws -> Void
        let waiter: CheckedContinuation<Void, any Error>
    }

    private struct Line {
        var isBusy = false
        var waiting: [Change] = []
    }

    /// So many at once that nobody waits for long.
    private static let most = 1000

    private let line = Mutex(Line())

    /// How many wait for the next transaction.
    var waiting: Int { line.withLock { $0.waiting.count } }

    /// Makes a change of a journal; when this returns, it is durable.
    func make(
        in journal: SQLiteJournal, _ change: @escaping @Sendable (Database, RecentCommits) throws -> Void
    ) async throws {
        try await withCheckedThrowingContinuation { waiter in
            let isFirst = line.withLock { line in
                line.waiting.append(Change(make: change, waiter: waiter))
                defer { line.isBusy = true }
                return !line.isBusy
            }
            guard isFirst else { return }
            guard journal.connection.useIfFree({ commitNext(in: journal, on: $0) }) == nil else { return }
            commitLater(in: journal)
        }
    }

    /// Commits those who wait as soon as the connection is free.
    private func commitLater(in journal: SQLiteJournal) {
        journal.connection.useLater { [self] in commitNext(in: journal, on: $0) }
    }

    /// Commits those who wait, and leaves those who have come meanwhile to the next turn on the connection.
    private func commitNext(in journal: SQLiteJournal, on database: Database) {
        let group = line.withLock { line in
            let group = Array(line.waiting.prefix(Self.most))
            line.waiting.removeFirst(group.count)
            return group
        }
        let errors = journal.make(group, on: database)
        let isAnyoneWaiting = line.withLock { line in
            line.isBusy = !line.waiting.isEmpty
            return line.isBusy
        }
        if isAnyoneWaiting { commitLater(in: journal) }
        for (change, error) in zip(group, errors) {
            if let error { change.waiter.resume(throwing: error) } else { change.waiter.resume() }
        }
    }
}

extension SQLiteJournal {
    /// Makes changes in one transaction: each that is refused has changed nothing, and the rest are committed and synced.
    ///
    /// - Returns: for each, what kept it from being made.
    func make(_ changes: [GroupCommit.Change], on database: Database) -> [(any Error)?] {
        var isRefused = false
        do {
            try write(on: database) { recent in
                do {
                    for change in changes { try change.make(database, recent) }
                } catch {
                    isRefused = true
                    throw error
                }
            }
            return changes.map { _ in nil }
        } catch {
            // Nothing of it is committed, as far as is known. Where it was for a refusal, that is sure.
            return isRefused && changes.count > 1 ? makeEach(of: changes, on: database) : changes.map { _ in error }
        }
    }

    /// Makes changes in one transaction, each in a part of its own.
    ///
    /// Most often none is refused, and what the parts cost would be for nothing.
    private func makeEach(of changes: [GroupCommit.Change], on database: Database) -> [(any Error)?] {
        var errors = [(any Error)?](repeating: nil, count: changes.count)
        do {
            try write(on: database) { recent in
                for (index, change) in changes.enumerated() {
                    do {
                        try database.inPreparedSavepoint { try change.make(database, recent) }
                    } catch {
                        recent.forget()
                        // Where SQLite has taken all of it back, nothing of it may go on.
                        guard database.isInsideTransaction else { throw error }
                        errors[index] = error
                    }
                }
            }
        } catch {
            // Nothing of it is committed, as far as is known.
            return errors.map { earlier in earlier.map { earlier in mapped(earlier) } ?? error }
        }
        // Of the database's own errors the journal makes its own.
        return errors.map { error in error.map { error in mapped(error) } }
    }

    private func mapped(_ error: any Error) -> any Error {
        do {
            try Self.mapping(path) { throw error }
            return error
        } catch {
            return error
        }
    }
}
