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
    private let uncountedLooks: UncountedLooks
    /// Who calls, if it is not the world's caller.
    private let caller: SimulatedCaller?

    init(
        _ storage: any CloudStorage,
        realNow: @escaping @Sendable () -> Timestamp,
        newRequestID: @escaping @Sendable () -> RequestID
    ) throws {
        self.storage = storage
        self.realNow = realNow
        self.newRequestID = newRequestID
        uncountedLooks = UncountedLooks()
        caller = nil
        id = try storage.settings().id
    }

    private init(_ cloud: SimulatedCloud, as caller: SimulatedCaller) {
        storage = cloud.storage
        realNow = cloud.realNow
        newRequestID = cloud.newRequestID
        uncountedLooks = cloud.uncountedLooks
        id = cloud.id
        self.caller = caller
    }

    /// The same cloud, called by somebody else than the world's caller.
    package func called(by caller: SimulatedCaller) -> SimulatedCloud { SimulatedCloud(self, as: caller) }

    /// A cloud that lives in memory, with time and ids from outside.
    package convenience init(
        inMemory state: CloudState,
        realNow: @escaping @Sendable () -> Timestamp,
        newRequestID: @escaping @Sendable () -> RequestID
    ) throws {
        try self.init(CloudMemory(state), realNow: realNow, newRequestID: newRequestID)
    }

    /// What time it is in the cloud.
    package func now() throws -> Timestamp { try storage.clock().now(at: realNow()) }

    /// The clock as it runs now, and the real time to read it at.
    package func clock() throws -> (clock: CloudClock, realNow: Timestamp) {
        (try storage.clock(), realNow())
    }

    /// All there is, as of now.
    package func overview() throws -> (state: CloudState, now: Timestamp) {
        var state = try storage.everything()
        let now = state.clock.now(at: realNow())
        state.settle(at: now)
        uncountedLooks.counts.withLock { state.count($0) }
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
        guard uncountedLooks.counts.withLock({ !$0.isEmpty }) else { return }
        try storage.update { countLooks(in: &$0) }
    }

    private func countLooks(in state: inout CloudState) {
        let looks = uncountedLooks.counts.withLock { looks in
            defer { looks = [:] }
            return looks
        }
        state.count(looks)
    }

    /// Answers a request that changes something.
    func submit(_ request: Request) throws(CloudError) -> (Reply, RequestID) {
        let (submission, requestID) = try deliver(request)
        guard submission.delivery.isReadable else { throw .noAnswer }
        switch submission.result {
        case .success(let reply): return (reply, requestID)
        case .failure(let error): throw error.under(requestID)
        }
    }

    /// Takes a request that changes something, and says how its answer is to be told.
    package func deliver(_ request: Request) throws(CloudError) -> (Submission, RequestID) {
        let requestID = newRequestID()
        let submission = try reaching(fate: .unknown) {
            try upToNow { () -> Submission? in
                try storage.update { state in
                    countLooks(in: &state)
                    let now = state.settings.clock.now(at: realNow())
                    guard state.settle(at: now, atMost: Self.mostEvents) < Self.mostEvents else { return nil }
                    return state.submit(request, by: caller, at: now)
                }
            }
        }
        return (submission, requestID)
    }

    /// How much may have come to be by time alone until a look writes it down, so that no later one finds it again.
    private static let unwrittenEvents = 16
    /// How much comes to be by time alone in one transaction at most: where a fleet moves on at once, memory stays small.
    static let mostEvents = 256

    /// What `body` gives once nothing more has to come to be by time alone: until then it gives `nil`.
    private func upToNow<Result>(_ body: () throws -> Result?) rethrows -> Result {
        while true {
            if let result = try body() { return result }
        }
    }

    /// Writes down what has come to be by time alone, in as many transactions as it takes.
    private func settle() throws {
        var events = Self.mostEvents
        while events == Self.mostEvents {
            events = try storage.update {
                $0.settle(at: $0.settings.clock.now(at: realNow()), atMost: Self.mostEvents)
            }
        }
    }

    /// Answers a look.
    package func look<Value: Sendable>(
        _ call: Call, _ body: (CloudState, _ now: Timestamp) -> Value
    ) throws(CloudError) -> Answer<Value> {
        let requestID = newRequestID()
        uncountedLooks.counts.withLock { $0[call.rawValue, default: 0] += 1 }
        let value = try reaching(fate: .notDone) {
            try upToNow { () -> Value? in
                let (value, events) = try storage.look { state in
                    try state.acting(as: caller) { state in
                        guard !state.settings.caller.denied.contains(call) else {
                            throw CloudError.noPermission.under(requestID)
                        }
                        let now = state.settings.clock.now(at: realNow())
                        let events = state.settle(at: now, atMost: Self.mostEvents)
                        return (events < Self.mostEvents ? body(state, now) : nil, events)
                    }
                }
                if events > Self.unwrittenEvents { try settle() }
                return value
            }
        }
        return Answer(value, requestID: requestID)
    }

    /// Looks at what is no call of any service: whose key it is, say.
    package func look<Value>(uncounted body: (CloudState, _ now: Timestamp) throws -> Value) throws -> Value {
        try reaching(fate: .notDone) {
            try upToNow { () -> Value? in
                let value = try storage.look { state -> Value? in
                    let now = state.settings.clock.now(at: realNow())
                    guard state.settle(at: now, atMost: Self.mostEvents) < Self.mostEvents else { return nil }
                    return try body(state, now)
                }
                if value == nil { try settle() }
                return value
            }
        }
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

/// Looks that have been answered and not yet been counted in the state: counting is not worth a write of its own.
private final class UncountedLooks: Sendable {
    let counts = Mutex<[String: Int]>([:])
}

extension CloudState {
    package mutating func count(_ looks: [String: Int]) {
        for (call, count) in looks { settings.calls[call, default: 0] += count }
    }
}

extension CloudError {
    func under(_ request: RequestID) -> Self {
        // No request id comes with an answer that never came.
        guard fate == .notDone, code != "Unreachable" else { return self }
        return CloudError(
            code: code, vendorMessage: vendorMessage, requestID: request, fate: fate, isTransient: isTransient,
            retryAfter: retryAfter, missingAction: missingAction)
    }
}
