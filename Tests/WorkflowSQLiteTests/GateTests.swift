import Synchronization
import Testing

@testable import WorkflowSQLite

/// What those who go through see.
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

struct GateTests {
    @Test func `one is in at a time, however many come`() async {
        let gate = Gate()
        let visits = Visits()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<3000 { group.addTask { await gate.pass { visits.visit(number) } } }
        }
        #expect(visits.most == 1)
        #expect(visits.order.count == 3000)
        #expect(gate.enterIfFree(), "nobody is left inside")
    }

    @Test func `they go in in the order in which they came`() async throws {
        let gate = Gate()
        let visits = Visits()
        #expect(gate.enterIfFree())
        #expect(!gate.enterIfFree())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<2500 {
                let waiting = gate.waiting
                group.addTask { await gate.pass { visits.visit(number) } }
                while gate.waiting == waiting { try await Task.sleep(for: .microseconds(50)) }
            }
            gate.leave()
            try await group.waitForAll()
        }
        #expect(visits.order == Array(0..<2500))
    }

    @Test func `one that throws lets the next in`() async throws {
        struct Thrown: Error {}
        let gate = Gate()
        await #expect(throws: Thrown.self) { try await gate.pass { throw Thrown() } }
        #expect(gate.enterIfFree())
    }
}
