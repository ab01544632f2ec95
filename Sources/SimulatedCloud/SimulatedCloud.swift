import Foundation
package import RealtimeCompute
import Synchronization
import Wording
package import Workflow

/// A cloud in a file: real enough to fool the engine, and to rehearse on.
///
/// It has its own clock, stock that runs out, clusters that go through stages, grants and orders that take time to
/// show, a sale that closes on its date, and faults on script. It is shared by processes as a cloud is by its callers,
/// and what it has answered lasts.
package final class SimulatedCloud: Sendable {
    package let id: CloudID
    let storage: any CloudStorage
    private let realNow: @Sendable () -> Timestamp
    private let newRequestID: @Sendable () -> RequestID
    /// Looks that have been answered and not yet been counted in the state: counting is not worth a write of its own.
    private let uncountedLooks = Mutex<[String: Int]>([:])

    init(
        _ storage: any CloudStorage,
        realNow: @escaping @Sendable () -> Timestamp,
        newRequestID: @escaping @Sendable () -> RequestID
    ) throws {
        self.storage = storage
        self.realNow = realNow
        self.newRequestID = newRequestID
        id = try storage.settings().id
    }

    /// A cloud that lives in memory, with time and ids from outside.
    package convenience init(
        inMemory state: CloudState,
        realNow: @escaping @Sendable () -> Timestamp,
        newRequestID: @escaping @Sendable () -> RequestID
    ) throws {
        try self.init(CloudMemory(state), realNow: realNow, newRequestID: newRequestID)
    }

    /// What time it is in the cloud.
    package func now() throws -> Timestamp { try storage.settings().clock.now(at: realNow()) }

    /// The clock as it runs now, and the real time to read it at.
    package func clock() throws -> (clock: CloudClock, realNow: Timestamp) {
        (try storage.settings().clock, realNow())
    }

    /// All there is, as of now.
    package func overview() throws -> (state: CloudState, now: Timestamp) {
        var state = try storage.everything()
        let now = state.clock.now(at: realNow())
        state.settle(at: now)
        uncountedLooks.withLock { state.count($0) }
        return (state, now)
    }

    /// Changes the cloud as somebody else than Sluice would.
    package func change<Result>(_ body: (inout CloudState, _ now: Timestamp, _ realNow: Timestamp) throws -> Result)
        throws
        -> Result
    {
        try storage.update { state in
            let real = realNow()
            return try body(&state, state.clock.now(at: real), real)
        }
    }

    /// Jumps the clock.
    package func advanceClock(by duration: Duration) throws {
        try storage.update { $0.settings.clock.advance(by: duration, at: realNow()) }
    }

    /// Writes down how often was looked.
    ///
    /// What is not written is only not counted.
    package func flush() throws {
        guard uncountedLooks.withLock({ !$0.isEmpty }) else { return }
        try storage.update { countLooks(in: &$0) }
    }

    private func countLooks(in state: inout CloudState) {
        let looks = uncountedLooks.withLock { looks in
            defer { looks = [:] }
            return looks
        }
        state.count(looks)
    }

    /// Answers a request that changes something.
    func submit(_ request: Request) throws(CloudError) -> (Reply, RequestID) {
        let requestID = newRequestID()
        let result = try reaching(fate: .unknown) {
            try storage.update { state in
                countLooks(in: &state)
                return state.submit(request, at: state.settings.clock.now(at: realNow()))
            }
        }
        switch result {
        case .success(let reply): return (reply, requestID)
        case .failure(let error): throw error.under(requestID)
        }
    }

    /// How much may have come to be by time alone until a look writes it down, so that no later one finds it again.
    private static let unwrittenEvents = 16

    /// Answers a look.
    func look<Value: Sendable>(
        _ call: Call, _ body: (CloudState, _ now: Timestamp) -> Value
    ) throws(CloudError) -> Answer<Value> {
        let requestID = newRequestID()
        uncountedLooks.withLock { $0[call.rawValue, default: 0] += 1 }
        let (value, events) = try reaching(fate: .notDone) {
            try storage.read { state in
                guard !state.settings.caller.denied.contains(call) else {
                    throw CloudError.noPermission.under(requestID)
                }
                let now = state.settings.clock.now(at: realNow())
                var state = state
                let events = state.settle(at: now)
                return (body(state, now), events)
            }
        }
        if events > Self.unwrittenEvents {
            try reaching(fate: .notDone) {
                try storage.update { _ = $0.settle(at: $0.settings.clock.now(at: realNow())) }
            }
        }
        return Answer(value, requestID: requestID)
    }

    /// A file that cannot be used is a cloud that cannot be reached.
    private func reaching<Result>(fate: CloudError.Fate, _ body: () throws -> Result) throws(CloudError) -> Result {
        do {
            return try body()
        } catch let error as CloudError {
            throw error
        } catch let error as UnusableCloud {
            throw CloudError(
                code: "CloudUnreachable", vendorMessage: error.message.english, fate: fate, isTransient: true)
        } catch {
            throw CloudError(
                code: "CloudUnreachable", vendorMessage: "\(type(of: error))", fate: fate, isTransient: true)
        }
    }
}

extension CloudState {
    mutating func count(_ looks: [String: Int]) {
        for (call, count) in looks { settings.calls[call, default: 0] += count }
    }
}

extension CloudError {
    func under(_ request: RequestID) -> Self {
        // No request id comes with an answer that never came.
        guard fate == .notDone, code != "Unreachable" else { return self }
        return CloudError(
            code: code, vendorMessage: vendorMessage, requestID: request, fate: fate, isTransient: isTransient,
            retryAfter: retryAfter)
    }
}
