import RealtimeCompute
import SimulatedCloud
import Testing

@testable import AlibabaCloud

/// Connections that are kept, and that the server closes without a word.
struct KeptConnectionTests {
    private func run(
        _ change: VendorChange,
        _ body: @Sendable @escaping (SimulatedCloud, AlibabaCloud, BreakingProxy) async throws -> Void
    ) async throws {
        let server = try await EmulatedVendor.standard.port()
        try await BreakingProxy.run(before: server) { proxy, port in
            let cloud = try SimulatedCloud(
                inMemory: try change.state(), realNow: { Adapter.now }, newRequestID: { "R" })
            try await withHTTP { http in
                try await body(cloud, try EmulatedVendor.standard.adapter(of: cloud, over: http, port: port), proxy)
            }
        }
    }

    @Test(arguments: VendorChange.allCases)
    func `a change goes over a connection of its own`(_ change: VendorChange) async throws {
        try await run(change) { _, seen, proxy in
            for _ in 0..<3 { _ = try await seen.clusters(in: "cn-beijing") }
            try await change.ask(seen)
            _ = try await seen.clusters(in: "cn-beijing")
            let changes = proxy.exchanges.filter { VendorChange(rawValue: $0.action) != nil }
            #expect(!changes.isEmpty)
            #expect(changes.allSatisfy { $0.predecessors == 0 })
            // Looks share theirs, so that the above tells something.
            #expect(proxy.exchanges.contains { $0.predecessors > 1 })
        }
    }

    @Test(arguments: VendorChange.allCases)
    func `a connection that the server has closed lets no change be made twice`(_ change: VendorChange) async throws {
        try await run(change) { cloud, seen, proxy in
            proxy.closeAfterAnswers()
            _ = try await untilAnswered { if try await !change.isMade(seen) { try await change.ask(seen) } }
            let isMade = try await untilAnswered { try await change.isMade(seen) }
            #expect(isMade == true)
            #expect(proxy.exchanges.filter { $0.action == change.rawValue }.count == 1)
            let state = try cloud.overview().state
            #expect(state.calls[change.call.rawValue] == 1)
            #expect(change.isThereOnce(in: state))
        }
    }

    /// Goes on after looks that met a closed connection; a change meets none.
    private func untilAnswered<Result>(_ body: () async throws -> Result) async throws -> Result? {
        for _ in 0..<100 {
            do {
                return try await body()
            } catch let error as CloudError where error.isTransient {
                #expect(error.fate == .notDone)
            }
        }
        Issue.record("nothing is answered")
        return nil
    }

    @Test(arguments: VendorChange.allCases)
    func `nobody who listens is told as surely not done`(_ change: VendorChange) async throws {
        let cloud = try SimulatedCloud(inMemory: try change.state(), realNow: { Adapter.now }, newRequestID: { "R" })
        try await withHTTP { http in
            // Nobody may listen on port 1 but the system.
            let seen = try EmulatedVendor.standard.adapter(of: cloud, over: http, port: 1)
            let error = try await #require(throws: CloudError.self) { try await change.ask(seen) }
            #expect(error.code == "Unreachable")
            #expect(Came.Meaning(error) == .notDone)
        }
    }
}
