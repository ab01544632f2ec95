import Synchronization

/// Remembers what a function has given: one that gives the same for the same, costs more than a lookup, and is asked the same
/// again and again.
final class Memo<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let capacity: Int
    private let known = Mutex<[Key: Value]>([:])

    /// - Parameter capacity: how many answers are remembered at most; when there are more, all are forgotten.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// What `make` gives for `key`.
    func value(for key: Key, _ make: () -> Value) -> Value {
        if let value = known.withLock({ $0[key] }) { return value }
        let value = make()
        known.withLock { known in
            if known.count >= capacity { known.removeAll() }
            known[key] = value
        }
        return value
    }
}
