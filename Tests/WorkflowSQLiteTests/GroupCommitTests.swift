import Foundation
import GRDB
import Testing
import Workflow
import WorkflowEngine
import WorkflowTestKit

@testable import WorkflowSQLite

/// Commits that come at once, and what a journal knows of its own last ones.
struct GroupCommitTests {
    @Test func `whatever comes at once is committed each for itself, and what is refused touches no other`()
        async throws
    {
        let store = try TemporaryStore()
        let journal = try SQLiteJournal.openOrCreate(store.path)
        let names = (0..<200).map { "order\($0 / 2)" }
        // Every name comes twice: one of the two is refused, whichever is later.
        let results = await withTaskGroup(of: (any Error)?.self) { group in
            for (index, name) in names.enumerated() {
                let commit = TemporaryStore.placing(name, number: index + 1)
                group.addTask {
                    do {
                        try await journal.commit(commit)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let refused = results.compactMap(\.self)
        #expect(refused.count == 100)
        #expect(refused.allSatisfy { if case JournalError.nameTaken = $0 { true } else { false } })
        let kept = try await journal.workflows()
        #expect(Set(kept.map(\.name)).count == 100)
        #expect(kept.count == 100)
        // The log has no gap, and its hashes are those of its lines.
        #expect(try journal.check().isEmpty)
        for workflow in kept { #expect(try await journal.history(of: workflow.id).count == 1) }
    }

    @Test func `several wait for one transaction`() async throws {
        let store = try TemporaryStore()
        let journal = try SQLiteJournal.openOrCreate(store.path)
        let held = try #require(try LockFile(store.path + ".lock").take(byte: 0))
        let before = try journal.transactions()
        // On threads of their own: the first holds one while it waits for the writers' lock, and other tests keep those
        // of the pool busy for longer than that is waited for.
        try await withTaskExecutorPreference(OwnThreads()) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<50 {
                    let commit = TemporaryStore.placing("order\(index)", number: index + 1)
                    group.addTask { try await journal.commit(commit) }
                }
                // While the first waits, the others gather behind it.
                while journal.group.waiting < 49 { try await Task.sleep(for: .milliseconds(5)) }
                held.release()
                try await group.waitForAll()
            }
        }
        #expect(try await journal.workflows().count == 50)
        #expect(try journal.transactions() - before == 2)
    }

    @Test func `what another connection has committed is not missed for what was known`() async throws {
        let store = try TemporaryStore()
        let one = try SQLiteJournal.openOrCreate(store.path)
        let other = try SQLiteJournal.openOrCreate(store.path)
        var commits = [TemporaryStore.placing("a")]
        let id = commits[0].workflow.id
        try await one.commit(commits[0])
        // By turns, so that each has known the other's workflow and log as they were.
        for turn in 1...20 {
            let next = TemporaryStore.moving(commits[turn - 1])
            try await (turn % 3 == 0 ? one : other).commit(next)
            commits.append(next)
            #expect(try await one.workflow(id) == next.workflow)
            #expect(try await other.workflow(id) == next.workflow)
        }
        #expect(try one.check().isEmpty)
        #expect(try await one.history(of: id).count == 21)
    }

    @Test func `claims that another connection has written are replaced`() async throws {
        let store = try TemporaryStore()
        let one = try SQLiteJournal.openOrCreate(store.path)
        let other = try SQLiteJournal.openOrCreate(store.path)
        let (seats, beds) = (Claim("seats", amount: 4, limit: 4), Claim("beds", amount: 1, limit: 1))
        let placed = TemporaryStore.placing("a", claims: [seats, beds])
        try await one.commit(placed)
        // Read, it is known, but not what it claims.
        #expect(try await other.workflow(placed.workflow.id) == placed.workflow)
        let moved = TemporaryStore.moving(placed, claims: [beds])
        try await other.commit(moved)
        // What one knew it to claim is not what it claims.
        let again = TemporaryStore.moving(moved, claims: [seats])
        try await one.commit(again)
        for journal in [one, other] {
            let held = try await journal.claims(on: ["seats", "beds"], in: "cloud", exceptOf: nil)
            #expect(held == [HeldClaim(seats, holder: placed.workflow.id, named: "a")])
        }
    }

    @Test func `of several that come at once, those that are free get what they claim`() async throws {
        let store = try TemporaryStore()
        let journal = try SQLiteJournal.openOrCreate(store.path)
        let claimed = await withTaskGroup(of: Bool.self) { group in
            for number in 1...60 {
                let seat = Claim("seats", amount: 1, limit: 25)
                let commit = TemporaryStore.placing("order\(number)", number: number, claims: [seat])
                group.addTask {
                    do {
                        try await journal.commit(commit)
                        return true
                    } catch JournalError.claimed(resource: "seats") {
                        return false
                    } catch {
                        Issue.record(error)
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(claimed == 25)
        #expect(try await journal.claims(on: ["seats"], in: "cloud", exceptOf: nil).count == 25)
        #expect(try await journal.workflows().count == 25)
        #expect(try journal.check().isEmpty)
    }

    @Test func `what was refused is not taken for what is known`() async throws {
        let store = try TemporaryStore()
        let journal = try SQLiteJournal.openOrCreate(store.path)
        let placed = TemporaryStore.placing("a")
        try await journal.commit(placed)
        let moved = TemporaryStore.moving(placed)
        // The second of the two is refused, and so the first has not happened.
        await #expect(throws: JournalError.overtaken(placed.workflow.id)) { try await journal.commit([moved, moved]) }
        #expect(try await journal.workflow(placed.workflow.id) == placed.workflow)
        try await journal.commit(moved)
        #expect(try await journal.workflow(placed.workflow.id) == moved.workflow)
        #expect(try journal.check().isEmpty)
    }
}

extension SQLiteJournal {
    /// How often something was committed to the file, as its log tells.
    fileprivate func transactions() throws -> Int {
        // A frame of the log that ends a transaction says how large the database is then.
        let log = try Data(contentsOf: URL(fileURLWithPath: file + "-wal"))
        let frames = stride(from: 32, to: log.count, by: 24 + 4096)
        return frames.count { log[$0 + 4..<$0 + 8].contains { $0 != 0 } }
    }
}
