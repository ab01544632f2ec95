import AlibabaWire
import RealtimeCompute
import Synchronization
import Testing

@testable import AlibabaCloud

struct CallLimitTests {
    private static let throttling = CloudError(code: "Throttling.User", vendorMessage: "slow down", isTransient: true)

    private final class Counts: Sendable {
        let state = Mutex((now: 0, most: 0, all: 0))

        func begin() {
            state.withLock { state in
                state.now += 1
                state.most = max(state.most, state.now)
                state.all += 1
            }
        }

        func end() { state.withLock { $0.now -= 1 } }
    }

    private func throttle(_ limits: CallLimits, _ service: VendorService) async {
        await #expect(throws: CloudError.self) { try await limits.withPlace(of: service) { throw Self.throttling } }
    }

    @Test func `a service that throttles is called half as often at once, and more again when it bears it`()
        async throws
    {
        let limits = CallLimits()
        #expect(limits.limit(of: .vpc) == 8)
        await throttle(limits, .vpc)
        #expect(limits.limit(of: .vpc) == 4)
        for _ in 0..<5 { await throttle(limits, .vpc) }
        #expect(limits.limit(of: .vpc) == 1)
        // Another service is not called less for it.
        #expect(limits.limit(of: .ecs) == 8)
        for _ in 0..<20 { try await limits.withPlace(of: .vpc) {} }
        #expect((4...8).contains(limits.limit(of: .vpc)))
        for _ in 0..<5000 { try await limits.withPlace(of: .vpc) {} }
        #expect(limits.limit(of: .vpc) == Int(CallLimits.most))
    }

    @Test func `of calls that were under way together, the first that is throttled halves the limit`() async {
        let limits = CallLimits()
        // Each is refused once all are under way.
        let (all, one) = AsyncStream.makeStream(of: Void.self)
        let begun = Counts()
        await withDiscardingTaskGroup { group in
            let gate = Task { for await _ in all where begun.state.withLock({ $0.all }) == 8 { return } }
            for _ in 0..<8 {
                group.addTask {
                    await #expect(throws: CloudError.self) {
                        try await limits.withPlace(of: .vpc) {
                            begun.begin()
                            one.yield()
                            await gate.value
                            throw Self.throttling
                        }
                    }
                }
            }
        }
        #expect(limits.limit(of: .vpc) == 4)
    }

    @Test func `other refusals do not count`() async throws {
        let limits = CallLimits()
        await #expect(throws: CloudError.self) {
            try await limits.withPlace(of: .oss) { throw CloudError(code: "AccessDenied", vendorMessage: "no") }
        }
        #expect(limits.limit(of: .oss) == 8)
    }

    @Test func `no more are under way than may be, and everybody has a turn`() async throws {
        let limits = CallLimits()
        for _ in 0..<2 { await throttle(limits, .bss) }
        let counts = Counts()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    // What is refused does not raise the limit by much.
                    try? await limits.withPlace(of: .bss) {
                        counts.begin()
                        try await Task.sleep(for: .milliseconds(1))
                        counts.end()
                    }
                }
            }
            try await group.waitForAll()
        }
        let (now, most, all) = counts.state.withLock { $0 }
        #expect((now, all) == (0, 100))
        #expect((2...15).contains(most))
    }
}
