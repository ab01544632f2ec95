import Foundation
import GRDB
import Synchronization
import Testing

@testable import WorkflowSQLite

/// What those who use the connection see.
private final class Visits: Sendable {
    private struct Contents {
        var inside = 0
        var most = 0
        var order: [Int] = []
    }

    private let contents = Mutex(Contents())

    var most: Int { contents.withLock { $0.most } }
    var order: [Int] { contents.withLock { $0.order } }

    func visit(_ number: Int) {
        contents.withLock { contents in
            contents.inside += 1
            contents.most = max(contents.most, contents.inside)
            contents.order.append(number)
        }
        contents.withLock { $0.inside -= 1 }
    }
}

struct SharedConnectionTests {
    private let connection: SharedConnection

    init() throws {
        connection = SharedConnection(try DatabaseQueue())
    }

    @Test func `one uses it at a time, however many come`() async throws {
        let visits = Visits()
        try await withThrowingTaskGroup(of: Int?.self) { group in
            for number in 0..<3000 {
                group.addTask { [connection] in
                    try await connection.use { database in
                        visits.visit(number)
                        return try Int.fetchOne(database, sql: "SELECT ?", arguments: [number])
                    }
                }
            }
            let answers = try await group.reduce(into: Set()) { $0.insert($1) }
            #expect(answers == Set(0..<3000), "each has its own answer")
        }
        #expect(visits.most == 1)
        #expect(visits.order.count == 3000)
        #expect(connection.useIfFree { _ in } != nil, "nobody is left")
    }

    @Test func `they use it in the order in which they came`() async throws {
        let visits = Visits()
        let isHeld = DispatchSemaphore(value: 0)
        let goesOn = DispatchSemaphore(value: 0)
        connection.useLater { _ in
            isHeld.signal()
            goesOn.wait()
        }
        isHeld.wait()
        #expect(connection.useIfFree { _ in visits.visit(-1) } == nil)
        let last = AsyncStream<Void> { [connection] stream in
            for number in 0..<2500 {
                connection.useLater { _ in
                    visits.visit(number)
                    if number == 2499 { stream.finish() }
                }
            }
        }
        #expect(visits.order.isEmpty)
        goesOn.signal()
        for await _ in last {}
        #expect(visits.order == Array(0..<2500))
    }

    @Test(arguments: [false, true])
    func `one that throws lets the next use it`(waits: Bool) async throws {
        struct Thrown: Error {}
        if waits { connection.useLater { _ in Thread.sleep(forTimeInterval: 0.01) } }
        await #expect(throws: Thrown.self) { try await connection.use { _ in throw Thrown() } }
        #expect(try await connection.use { _ in 7 } == 7)
    }
}
