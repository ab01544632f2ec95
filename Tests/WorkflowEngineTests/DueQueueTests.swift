import Testing
import Workflow

@testable import WorkflowEngine

struct DueQueueTests {
    @Test func `the earliest comes first, of the same time whoever came first, and nobody before the time`() {
        let start = Timestamp(millisecondsSince1970: 1_000_000)
        var queue = DueQueue()
        #expect(queue.count == 0)
        for (index, seconds) in [5, 3, 5, 1, 4, 1].enumerated() { queue.add(index, due: start + .seconds(seconds)) }
        #expect(queue.earliest == start + .seconds(1))
        #expect(queue.takeDue(at: start) == nil)
        var taken: [Int] = []
        while let index = queue.takeDue(at: start + .seconds(4)) { taken.append(index) }
        #expect(taken == [3, 5, 1, 4])
        #expect(queue.count == 2)
        #expect(queue.takeDue(at: start + .seconds(5)) == 0)
        #expect(queue.takeDue(at: start + .seconds(5)) == 2)
        #expect(queue.count == 0)
    }

    @Test func `whatever is added and taken, it comes in the order of its times`() {
        let seed = UInt64.random(in: .min ... .max)
        var generator = Generator(state: seed)
        var (queue, waiting): (DueQueue, [(due: Int, number: Int)]) = (DueQueue(), [])
        for number in 0..<2000 {
            if Int.random(in: 0..<3, using: &generator) > 0 {
                let due = Int.random(in: 0..<100, using: &generator)
                queue.add(number, due: Timestamp(millisecondsSince1970: Int64(due)))
                waiting.append((due, number))
            } else {
                let now = Int.random(in: 0..<100, using: &generator)
                let expected = waiting.filter { $0.due <= now }.min { ($0.due, $0.number) < ($1.due, $1.number) }
                let taken = queue.takeDue(at: Timestamp(millisecondsSince1970: Int64(now)))
                #expect(taken == expected?.number, "seed \(seed)")
                waiting.removeAll { $0.number == taken }
            }
        }
    }
}

private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
