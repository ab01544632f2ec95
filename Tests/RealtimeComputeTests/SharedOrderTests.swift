import CanonicalJSON
import Documents
import Testing
import Workflow
import WorkflowEngine
import WorkflowTestKit

@testable import RealtimeCompute

struct SharedOrderTests {
    private typealias Samples = SharedOrder.Samples

    @Test func `there is a sample of every phase and of every event`() {
        #expect(Set(Samples.states.map(\.phase)) == Set(SharedOrder.Phase.allCases))
        #expect(Set(Samples.events.map(\.name)) == Set(SharedOrder.Event.Name.allCases))
    }

    @Test func `the diagram is as it was, on its page too, and ends where an order may end`() throws {
        try Golden.expect(SharedOrder.graph.mermaid, is: "shared-order.mmd")
        #expect(try pageOfKinds().contains("```mermaid\n\(SharedOrder.graph.mermaid)```"))
        #expect(SharedOrder.graph.finalPhases == ["provisioned", "withdrawn"])
    }

    @Test func `the whole table of samples is as it was`() throws {
        var lines: [String] = []
        for (index, state) in Samples.states.enumerated() {
            for event in Samples.events {
                let result: String
                do throws(Refusal<RefusalGround>) {
                    let next = try SharedOrder.step(from: state, on: event)
                    result = next == state ? "=" : next.phase.rawValue
                } catch {
                    #expect(error.event == event.name.rawValue)
                    #expect(error.phase == state.phase.rawValue)
                    result = "refused: \(error.ground.code)"
                }
                guard result != "refused: not-applicable" else { continue }
                lines.append("\(index) \(state.phase) \(event.name.rawValue): \(result)")
            }
        }
        try Golden.expect(lines.joined(separator: "\n") + "\n", is: "shared-order.txt")
    }

    @Test func `states and events stay readable, and are written as they were`() throws {
        let states = Samples.states.map { CanonicalJSON.text($0) }
        try Golden.expect(states.joined(separator: "\n") + "\n", is: "shared-order-states-v1.jsonl")
        let read = try Golden.text("shared-order-states-v1.jsonl").split(separator: "\n").map {
            try StateCoding<SharedOrder>.state(
                from: String($0), of: WorkflowID(rawValue: "golden"), version: 1, definition: 1)
        }
        #expect(read == Samples.states)

        let events = Samples.events.map { "\($0.name.rawValue) \(CanonicalJSON.text($0))" }
        try Golden.expect(events.joined(separator: "\n") + "\n", is: "shared-order-events-v1.txt")
        let readEvents = try Golden.text("shared-order-events-v1.txt").split(separator: "\n").map { line in
            let halves = line.split(separator: " ", maxSplits: 1).map(String.init)
            return try StateCoding<SharedOrder>.event(
                of: HistoryEntry(
                    position: 1, workflow: WorkflowID(rawValue: "golden"), kind: SharedOrder.kind, version: 1,
                    event: halves[0], from: nil, to: "", definitionVersion: 1, state: WrittenValue(""),
                    evidence: WrittenValue(halves[1]),
                    actor: Actor(.operator, id: ""), requestID: nil, at: .earliest))
        }
        #expect(readEvents == Samples.events)
    }

    @Test func `what an order claims follows from its phase`() {
        let owned = Ownership.claim(of: "210000000001")
        let name = ProjectNameIsFree.claim(on: "legacy_rt")
        let expected: [SharedOrder.Phase: [Claim]] = [
            .drafted: [], .confirmed: [], .purchasing: [], .paid: [owned], .blocked: [owned], .ready: [owned, name],
            .provisioned: [owned, SharedOrder.ownership(of: "project1")], .withdrawn: [],
        ]
        for state in Samples.states where state != Samples.blockedAgain {
            #expect(SharedOrder.claims(of: state) == expected[state.phase])
        }
        // A request for the project may have left: its name stays ours.
        #expect(SharedOrder.claims(of: Samples.blockedAgain) == [owned, name])
    }

    @Test func `whether the sale is open is asked before the payment only`() {
        let specification = Samples.order.specification
        #expect(specification.prerequisitesOfBuying.contains { $0 is SaleIsOpen })
        #expect(!specification.prerequisitesAfterPayment.contains { $0 is SaleIsOpen })
    }

    @Test func `a manifest gives every compute unit to its project`() throws {
        let specification = try SharedManifest.read(try manifest("computeUnits: 4", "months: 3"))
        #expect(specification.project.computeUnits == 4)
        #expect(specification.purchase == SharedSpecification(region: "cn-hangzhou", computeUnits: 4, months: 3))
    }

    @Test(arguments: [
        ("computeUnits: 0", "months: 3"), ("computeUnits: 4", "months: 13"), ("computeUnits: 4", "months: 0"),
    ])
    func `what cannot be bought is a fault of the manifest`(units: String, months: String) throws {
        let fault = #expect(throws: InvalidDocument.self) { try SharedManifest.read(try manifest(units, months)) }
        #expect(fault?.faults.map(\.id) == ["out-of-range"])
    }

    private func manifest(_ units: String, _ months: String) throws -> Document {
        try Document(
            text: """
                apiVersion: sluice/v1
                kind: SharedOrder
                metadata: { name: legacy }
                spec: { region: cn-hangzhou, \(units), \(months), project: { name: legacy_rt, description: Old jobs } }
                """, source: "manifest")
    }
}
