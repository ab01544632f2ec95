import Synchronization

/// Where the state of a simulated cloud is kept.
protocol CloudStorage: Sendable {
    /// The state as it is now.
    ///
    /// - Throws: ``UnusableCloud``.
    func read() throws -> CloudState
    /// Changes the state; when this returns the change lasts.
    ///
    /// - Throws: what `body` throws, and then there was no change; ``UnusableCloud``, and then it is not known.
    func update<Result>(_ body: (inout CloudState) throws -> Result) throws -> Result
}

/// A cloud that lives as long as its process: for simulations.
final class CloudMemory: CloudStorage {
    private let state: Mutex<CloudState>

    init(_ state: CloudState) {
        self.state = Mutex(state)
    }

    func read() throws -> CloudState { state.withLock { $0 } }

    func update<Result>(_ body: (inout CloudState) throws -> Result) throws -> Result {
        try state.withLock { state in
            // Only a body that returns has changed anything.
            var changed = state
            let result = try body(&changed)
            state = changed
            return result
        }
    }
}
