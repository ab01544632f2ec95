import Synchronization

/// Lets one in at a time, in the order in which they come; whoever has to wait holds no thread meanwhile.
///
/// The connection has a queue of its own, on which whoever waits would keep a thread from doing anything else: with as many
/// threads as cores, a commit would leave most of them idle.
final class Gate: Sendable {
    private struct Line {
        var isBusy = false
        private var waiting: [CheckedContinuation<Void, Never>] = []
        /// Those before it have been let in.
        private var first = 0

        var count: Int { waiting.count - first }

        mutating func add(_ waiter: CheckedContinuation<Void, Never>) { waiting.append(waiter) }

        /// Takes the next; `nil` if nobody waits.
        mutating func next() -> CheckedContinuation<Void, Never>? {
            guard first < waiting.count else { return nil }
            defer {
                first += 1
                // Now and then, so that it costs each of them little.
                if first == waiting.count || first == 1024 {
                    waiting.removeFirst(first)
                    first = 0
                }
            }
            return waiting[first]
        }
    }

    private let line = Mutex(Line())

    /// How many wait.
    var waiting: Int { line.withLock { $0.count } }

    /// Goes in if nobody is; else has to come another way.
    func enterIfFree() -> Bool {
        line.withLock { line in
            defer { line.isBusy = true }
            return !line.isBusy
        }
    }

    /// Goes in, after all who came before.
    func enter() async {
        guard !enterIfFree() else { return }
        await withCheckedContinuation { waiter in
            let isFree = line.withLock { line in
                defer { line.isBusy = true }
                if line.isBusy { line.add(waiter) }
                return !line.isBusy
            }
            if isFree { waiter.resume() }
        }
    }

    /// Goes out, and lets the next in.
    func leave() {
        let next: CheckedContinuation<Void, Never>? = line.withLock { line in
            let next = line.next()
            line.isBusy = next != nil
            return next
        }
        next?.resume()
    }

    /// Runs `body` inside.
    func pass<Result>(_ body: () throws -> Result) async rethrows -> Result {
        await enter()
        defer { leave() }
        return try body()
    }
}
