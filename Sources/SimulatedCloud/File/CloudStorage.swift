import Synchronization

/// Where a simulated cloud is kept.
protocol CloudStorage: Sendable {
    /// What is true of the cloud as a whole.
    ///
    /// - Throws: ``UnusableCloud``, like all of these.
    func settings() throws -> CloudSettings
    /// The cloud's clock, which is asked for more often than anything else.
    func clock() throws -> CloudClock
    /// Lets `body` look things up, and make true on the way what has come to be by time alone, which may be kept or not:
    /// whoever looks next would find the same.
    func look<Result>(_ body: (inout CloudState) throws -> Result) throws -> Result
    /// Everything, in memory.
    func everything() throws -> CloudState
    /// Changes the cloud in one transaction; when this returns the change lasts.
    ///
    /// - Throws: what `body` throws, and then there was no change; ``UnusableCloud``, and then it is not known.
    func update<Result, Failure: Error>(_ body: (inout CloudState) throws(Failure) -> Result) throws -> Result
}

/// A cloud that lives as long as its process: for simulations.
final class CloudMemory: CloudStorage {
    private let state: Mutex<CloudState>

    init(_ state: CloudState) {
        self.state = Mutex(state)
    }

    func settings() throws -> CloudSettings { state.withLock { $0.settings } }

    func clock() throws -> CloudClock { state.withLock { $0.settings.clock } }

    // Kept, and where it is: a copy that a look changes, or that is there while another changes the state, would cost a
    // copy of every table that is touched.
    func look<Result>(_ body: (inout CloudState) throws -> Result) throws -> Result {
        try state.withLock { try body(&$0) }
    }

    func everything() throws -> CloudState { state.withLock { $0 } }

    func update<Result, Failure: Error>(_ body: (inout CloudState) throws(Failure) -> Result) throws -> Result {
        try state.withLock { state in
            // Only a body that returns has changed anything. What cannot fail changes the state where it is: beside a copy
            // every table that it touches would be copied too.
            let before = Failure.self == Never.self ? nil : state
            do {
                return try body(&state)
            } catch {
                if let before { state = before }
                throw error
            }
        }
    }
}
