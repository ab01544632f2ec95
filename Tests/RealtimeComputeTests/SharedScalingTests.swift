import CanonicalJSON
import Documents
import Testing
import Workflow
import WorkflowEngine
import WorkflowTestKit

@testable import RealtimeCompute

struct SharedScalingTests {
    private typealias Samples = SharedScaling.Samples

    @Test func `there is a sample of every phase and of every event`() {
        #expect(Set(Samples.states.map(\.phase)) == Set(SharedScaling.Phase.allCases))
        #expect(Set(Samples.events.map(\.name)) == Set(SharedScaling.Event.Name.allCases))
    }

    @Test func `the diagram is as it was, on its page too, and ends where a scaling may end`() throws {
        try Golden.expect(SharedScaling.graph.mermaid, is: "shared-scaling.mmd")
        #expect(try pageOfKinds().contains("```mermaid\n\(SharedScaling.graph.mermaid)```"))
        #expect(SharedScaling.graph.finalPhases == ["done", "withdrawn", "failed"])
    }

    @Test func `the whole table of samples is as it was`() throws {
        var lines: [String] = []
        for state in Samples.states {
            for event in Samples.events {
                let result: String
                do throws(Refusal<RefusalGround>) {
                    let next = try SharedScaling.step(from: state, on: event)
                    result = next == state ? "=" : next.phase.rawValue
                } catch {
                    result = "refused: \(error.ground.code)"
                }
                guard result != "refused: not-applicable" else { continue }
                lines.append("\(state.phase) \(event.name.rawValue): \(result)")
            }
        }
        try Golden.expect(lines.joined(separator: "\n") + "\n", is: "shared-scaling.txt")
    }

    @Test func `states and events stay readable, and are written as they were`() throws {
        let states = Samples.states.map { CanonicalJSON.text($0) }
        try Golden.expect(states.joined(separator: "\n") + "\n", is: "shared-scaling-states-v1.jsonl")
        let read = try Golden.text("shared-scaling-states-v1.jsonl").split(separator: "\n").map {
            try StateCoding<SharedScaling>.state(
                from: String($0), of: WorkflowID(rawValue: "golden"), version: 1, definition: 1)
        }
        #expect(read == Samples.states)

        let events = Samples.events.map { "\($0.name.rawValue) \(CanonicalJSON.text($0))" }
        try Golden.expect(events.joined(separator: "\n") + "\n", is: "shared-scaling-events-v1.txt")
        let readEvents = try Golden.text("shared-scaling-events-v1.txt").split(separator: "\n").map { line in
            let halves = line.split(separator: " ", maxSplits: 1).map(String.init)
            return try StateCoding<SharedScaling>.event(
                of: HistoryEntry(
                    position: 1, workflow: WorkflowID(rawValue: "golden"), kind: SharedScaling.kind, version: 1,
                    event: halves[0], from: nil, to: "", definitionVersion: 1, state: WrittenValue(""),
                    evidence: WrittenValue(halves[1]),
                    actor: Actor(.operator, id: ""), requestID: nil, at: .earliest))
        }
        #expect(readEvents == Samples.events)
    }

    @Test func `it is done only where the instance and its project both have what was asked for`() {
        #expect(SharedSight(instance: 6, project: 6).shows(6))
        #expect(!SharedSight(instance: 6, project: 4).shows(6))
        #expect(!SharedSight(instance: nil, project: 6).shows(6))
        #expect(!SharedSight(instance: 6, project: nil).shows(6))
    }

    @Test func `what it claims is the one change of the instance`() {
        let subject = Samples.scaling.subject
        for state in Samples.states {
            let expected: [Claim] =
                switch state.phase {
                case .confirmed: [subject.changeClaim]
                case .done: [subject.changedClaim]
                case .drafted, .withdrawn, .failed: []
                }
            #expect(SharedScaling.claims(of: state) == expected)
        }
        #expect(subject.changeClaim.resource == "instance/blinkonecs_1/change")
    }
}
