import Testing
import Wording
import Workflow

@testable import Provisioning

struct FleetProgressTests {
    private static let start = Timestamp(millisecondsSince1970: 1_000_000)
    private static let began = ContinuousClock.now

    private static func id(_ number: Int) -> WorkflowID { WorkflowID(rawValue: "order\(number)") }

    private func words(_ fleet: FleetProgress, after time: Duration) -> String {
        fleet.words(at: Self.began + time, inTheCloud: Self.start + time).english
    }

    @Test func `how many are in which phase, what asks and what is lost`() {
        var fleet = FleetProgress(of: 5, at: Self.began)
        #expect(words(fleet, after: .zero) == "0 of 5 ended")
        for number in 1...4 {
            fleet.take(phase: "starting", of: Self.id(number), steps: 3, isEnded: false, at: Self.start)
        }
        #expect(words(fleet, after: .seconds(2)) == "0 of 5 ended · starting 4 · 6 steps/s")
        fleet.take(phase: "running", of: Self.id(1), steps: 1, isEnded: false, at: Self.start)
        fleet.take(phase: "purchasing", of: Self.id(2), steps: 0, isEnded: true, isAsking: true, at: Self.start)
        fleet.take(phase: "failed", of: Self.id(3), steps: 1, isEnded: true, isLost: true, at: Self.start)
        #expect(
            words(fleet, after: .seconds(1))
                == "2 of 5 ended · 1 ask you · 1 lost · failed 1, purchasing 1, running 1, starting 1 · about 1s left")
    }

    @Test func `the rest is that of the slowest, or of all at the rate so far, whichever is longer`() {
        var fleet = FleetProgress(of: 10, at: Self.began)
        #expect(fleet.expectedRest(at: Self.start) == nil)
        fleet.take(
            phase: "starting", of: Self.id(1), steps: 1, isEnded: false, expectedEnd: Self.start + .seconds(60),
            at: Self.start)
        #expect(fleet.expectedRest(at: Self.start + .seconds(20)) == .seconds(40))
        fleet.take(phase: "provisioned", of: Self.id(1), steps: 1, isEnded: true, at: Self.start + .seconds(60))
        #expect(fleet.expectedRest(at: Self.start + .seconds(60)) == .seconds(540))
        for number in 2...10 {
            fleet.take(phase: "provisioned", of: Self.id(number), steps: 1, isEnded: true, at: Self.start)
        }
        #expect(fleet.expectedRest(at: Self.start + .seconds(70)) == nil)
        #expect(words(fleet, after: .seconds(1)) == "10 of 10 ended · provisioned 10")
    }
}
