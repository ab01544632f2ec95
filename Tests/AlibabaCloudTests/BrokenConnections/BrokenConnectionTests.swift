import RealtimeCompute
import SimulatedCloud
import Testing
import Workflow
import WorkflowTestKit

@testable import AlibabaCloud

/// A connection that breaks off anywhere: what was asked for is found, or asked for again, and is there once.
struct BrokenConnectionTests {
    @Test(arguments: VendorChange.allCases)
    func `a change whose request breaks off is made once`(_ change: VendorChange) async throws {
        try await breakEverywhere(change, .request)
    }

    @Test(arguments: VendorChange.allCases)
    func `a change whose answer breaks off is made once`(_ change: VendorChange) async throws {
        try await breakEverywhere(change, .answer)
    }

    private func breakEverywhere(_ change: VendorChange, _ message: BreakingProxy.Break.Message) async throws {
        let start = try change.state()
        let server = try await EmulatedVendor.standard.port()
        try await BreakingProxy.run(before: server) { proxy, port in
            try await withHTTP { http in
                let place = Place(change: change, start: start, proxy: proxy, port: port, http: http)
                let sizes = try await place.measure()
                let lengths = message == .request ? sizes.request : sizes.answer
                for bytes in places(in: lengths) {
                    try await place.breakOff(
                        BreakingProxy.Break(
                            action: change.rawValue, message: message, bytes: bytes,
                            resets: bytes < lengths.whole && bytes.isMultiple(of: 2)),
                        wholeAfter: lengths.whole)
                }
            }
        }
    }

    /// After how many bytes a message breaks off: at its beginning and its end, around the end of its head, and here and
    /// there; everywhere in a long run.
    private func places(in lengths: BreakingProxy.Sizes) -> [Int] {
        guard !Fuzzing.isLong else { return Array(0...lengths.whole) }
        let ends = [0, 1, 2, lengths.head - 1, lengths.head, lengths.head + 1, lengths.whole - 1, lengths.whole]
        let others = stride(from: 0, to: lengths.whole, by: max(1, lengths.whole / 5))
        return Set(ends + others).filter { (0...lengths.whole).contains($0) }.sorted()
    }
}

/// Where a change is asked for again and again, each time in a cloud that has not seen it.
private struct Place {
    let change: VendorChange
    let start: CloudState
    let proxy: BreakingProxy
    let port: Int
    let http: HTTPTransport

    private func clouds() throws -> (simulated: SimulatedCloud, seen: AlibabaCloud) {
        let cloud = try SimulatedCloud(inMemory: start, realNow: { Adapter.now }, newRequestID: { "R" })
        return (cloud, try EmulatedVendor.standard.adapter(of: cloud, over: http, port: port))
    }

    /// Lets it be made without anything breaking off.
    ///
    /// - Returns: how long its messages are.
    func measure() async throws -> BreakingProxy.Exchange {
        let (cloud, seen) = try clouds()
        #expect(try await !change.isMade(seen))
        try await change.ask(seen)
        #expect(try await change.isMade(seen))
        #expect(try change.isThereOnce(in: cloud.overview().state))
        return try #require(proxy.exchanges.first { $0.action == change.rawValue })
    }

    func breakOff(_ cut: BreakingProxy.Break, wholeAfter whole: Int) async throws {
        let (cloud, seen) = try clouds()
        let comment = Comment(rawValue: "\(cut)")
        proxy.forget()
        proxy.arm(cut)
        let error = try await failureOfAsking(seen)
        #expect(sent == 1, comment)
        // All that was asked for has gone out: nobody can tell how far it came.
        let isAnswered = cut.message == .answer && cut.bytes == whole
        #expect((error?.fate == .unknown && error?.isTransient == true) == !isAnswered, comment)
        #expect((error == nil) == isAnswered, comment)

        try await patiently { if try await !change.isMade(seen) { try await change.ask(seen) } }
        let hasArrived = cut.message == .answer || cut.bytes == whole
        #expect(sent == (hasArrived ? 1 : 2), comment)
        let state = try cloud.overview().state
        #expect(change.isThereOnce(in: state), comment)
        #expect(state.calls[change.call.rawValue] == 1, comment)
        proxy.arm(nil)
    }

    /// How often the request was sent that changes something.
    private var sent: Int { proxy.exchanges.filter { $0.action == change.rawValue }.count }

    /// Asks until the request that changes something has gone out.
    private func failureOfAsking(_ cloud: AlibabaCloud) async throws -> CloudError? {
        try await patiently {
            do {
                try await change.ask(cloud)
                return nil
            } catch let error as CloudError where sent > 0 {
                return error
            }
        }
    }

    /// Goes on after looks that were not answered: on a machine that has much to do, that may take too long.
    private func patiently<Result>(_ body: () async throws -> Result) async throws -> Result {
        for _ in 0..<20 {
            do {
                return try await body()
            } catch let error as CloudError where error.isTransient && error.fate == .notDone {
                continue
            }
        }
        return try await body()
    }
}
