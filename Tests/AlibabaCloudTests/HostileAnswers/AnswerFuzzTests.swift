import AlibabaWire
import CloudEmulator
import RealtimeCompute
import SimulatedCloud
import Synchronization
import Testing
import Workflow
import WorkflowTestKit

@testable import AlibabaCloud

/// Answers of any kind: whatever comes, a call ends with a value or an error that says what became of it.
struct AnswerFuzzTests {
    @Test(arguments: Fuzzing.seeds(2))
    func `no answer to a look makes the adapter fall`(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let state = try (Bool.random(using: &random) ? VendorChange.bindQueue : .renew).state()
        let cloud = try SimulatedCloud(inMemory: state, realNow: { Adapter.now }, newRequestID: { "R" })
        for mutation in AnswerMutation.allCases {
            let transport = try MutatingTransport(cloud, seed: random.next(), mutation)
            for call in EveryCall.looks {
                let error = await error(of: call.make, transport)
                #expect(error.map { $0.fate == .notDone } ?? true, "\(call.name), \(mutation)")
            }
        }
    }

    @Test(arguments: Fuzzing.seeds(1), VendorChange.allCases)
    func `a change whose answer is not what it should be is never called refused`(
        seed: UInt64, change: VendorChange
    ) async throws {
        var random = SeededGenerator(seed: seed)
        for mutation in AnswerMutation.allCases {
            let cloud = try SimulatedCloud(
                inMemory: try change.state(), realNow: { Adapter.now }, newRequestID: { "R" })
            // The looks before it are as they should be.
            let transport = try MutatingTransport(cloud, seed: random.next(), mutation, only: change.rawValue)
            let error = await error(of: change.ask, transport)
            #expect(try cloud.overview().state.calls[change.call.rawValue] == 1)
            #expect(transport.changes(change.rawValue) == 1)
            guard let error, transport.isMutated else { continue }
            // A status or a code that the service itself gives may say that it was not done.
            let mayBeRefused = [.status, .flipped, .swapped, .long].contains(mutation)
            #expect(error.fate == .unknown || mayBeRefused, "\(mutation): \(error)")
        }
    }

    private func error(
        of call: @Sendable (AlibabaCloud) async throws -> Void, _ transport: MutatingTransport
    ) async -> CloudError? {
        do {
            try await call(
                Adapter.cloud(
                    over: transport, endpoints: try Endpoints(arguments: ["http://127.0.0.1"]) { _ in nil }))
            return nil
        } catch let error as CloudError {
            expectNoSecret(in: error)
            return error
        } catch {
            Issue.record(error)
            return nil
        }
    }
}

/// Answers as an emulator does, and changes what it says.
private final class MutatingTransport: Transport {
    private struct State {
        var random: SeededGenerator
        var actions: [String] = []
        var isMutated = false
    }

    private let emulator: CloudEmulator
    private let mutation: AnswerMutation
    private let action: String?
    private let state: Mutex<State>

    /// - Parameter action: whose answers are changed; `nil` is every other answer, by chance.
    init(_ cloud: SimulatedCloud, seed: UInt64, _ mutation: AnswerMutation, only action: String? = nil) throws {
        emulator = CloudEmulator(of: cloud, realNow: { Adapter.now })
        self.mutation = mutation
        self.action = action
        state = Mutex(State(random: SeededGenerator(seed: seed)))
    }

    /// Whether anything was said that the service does not say.
    var isMutated: Bool { state.withLock { $0.isMutated } }

    func changes(_ action: String) -> Int { state.withLock { $0.actions.filter { $0 == action }.count } }

    func send(_ request: WireRequest, to endpoint: Endpoint, changing: Bool) async throws -> WireResponse {
        let good = emulator.answer(request).response
        let own = request.headers["x-acs-action"] ?? "GetBucketInfo"
        return state.withLock { state in
            state.actions.append(own)
            let isMeant = action.map { $0 == own } ?? Bool.random(using: &state.random)
            guard isMeant else { return good }
            let answer = mutation.apply(to: good, by: &state.random)
            if answer != good { state.isMutated = true }
            return answer
        }
    }
}
