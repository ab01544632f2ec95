import CanonicalJSON
import Documents
import Foundation
import Testing
import Workflow
import WorkflowEngine
import WorkflowTestKit

@testable import RealtimeCompute

struct ClusterRenewalTests {
    private typealias Samples = ClusterRenewal.Samples

    @Test func `there is a sample of every phase and of every event`() {
        #expect(Set(Samples.states.map(\.phase)) == Set(ClusterRenewal.Phase.allCases))
        #expect(Set(Samples.events.map(\.name)) == Set(ClusterRenewal.Event.Name.allCases))
    }

    @Test func `the diagram is as it was, on its page too, and ends where a renewal may end`() throws {
        try Golden.expect(ClusterRenewal.graph.mermaid, is: "cluster-renewal.mmd")
        #expect(try pageOfKinds().contains("```mermaid\n\(ClusterRenewal.graph.mermaid)```"))
        #expect(ClusterRenewal.graph.finalPhases == ["done", "withdrawn", "failed"])
    }

    @Test func `the whole table of samples is as it was`() throws {
        var lines: [String] = []
        for (index, state) in Samples.states.enumerated() {
            for event in Samples.events {
                let result: String
                do throws(Refusal<RefusalGround>) {
                    let next = try ClusterRenewal.step(from: state, on: event)
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
        try Golden.expect(lines.joined(separator: "\n") + "\n", is: "cluster-renewal.txt")
    }

    @Test func `states and events stay readable, and are written as they were`() throws {
        let states = Samples.states.map { CanonicalJSON.text($0) }
        try Golden.expect(states.joined(separator: "\n") + "\n", is: "cluster-renewal-states-v1.jsonl")
        let read = try Golden.text("cluster-renewal-states-v1.jsonl").split(separator: "\n").map {
            try StateCoding<ClusterRenewal>.state(
                from: String($0), of: WorkflowID(rawValue: "golden"), version: 1, definition: 1)
        }
        #expect(read == Samples.states)

        let events = Samples.events.map { "\($0.name.rawValue) \(CanonicalJSON.text($0))" }
        try Golden.expect(events.joined(separator: "\n") + "\n", is: "cluster-renewal-events-v1.txt")
        let readEvents = try Golden.text("cluster-renewal-events-v1.txt").split(separator: "\n").map { line in
            let halves = line.split(separator: " ", maxSplits: 1).map(String.init)
            return try StateCoding<ClusterRenewal>.event(
                of: HistoryEntry(
                    position: 1, workflow: WorkflowID(rawValue: "golden"), kind: ClusterRenewal.kind, version: 1,
                    event: halves[0], from: nil, to: "", definitionVersion: 1, state: WrittenValue(""),
                    evidence: WrittenValue(halves[1]),
                    actor: Actor(.operator, id: ""), requestID: nil, at: .earliest))
        }
        #expect(readEvents == Samples.events)
    }

    @Test func `what a renewal claims follows from its phase`() {
        let subject = Samples.order.subject
        let owned = Ownership.claim(of: "210000000003")
        let expected: [ClusterRenewal.Phase: [Claim]] = [
            .drafted: [], .confirmed: [subject.changeClaim], .purchasing: [subject.changeClaim],
            .paid: [owned, subject.changeClaim], .done: [owned, subject.changedClaim], .withdrawn: [],
            .failed: [owned],
        ]
        for state in Samples.states { #expect(ClusterRenewal.claims(of: state) == expected[state.phase]) }
    }

    @Test func `an end that comes short of the promise is no renewal`() throws {
        guard case .paid(let paid) = Samples.paid, let before = paid.before else {
            Issue.record("the sample is paid")
            return
        }
        #expect(before.end(after: 3).rfc3339 == "2022-07-02T01:00:00Z")
        #expect(paid.keepsPromise(before.end(after: 3)))
        #expect(paid.keepsPromise(before.end(after: 4)))
        #expect(!paid.keepsPromise(before.end(after: 3) + .seconds(-1)))
        #expect(throws: Refusal<RefusalGround>.self) {
            try ClusterRenewal.step(from: Samples.paid, on: Samples.renewedTooLittle)
        }
    }

    @Test func `another change under way cannot be passed over, nor an instance that cannot be seen`() throws {
        guard case .drafted(let drafted) = Samples.drafted, let before = drafted.before else {
            Issue.record("the sample is a draft")
            return
        }
        let other = Finding(.clusterChange, resource: "cluster/c", observed: "changing", required: "no other")
        let confirmation = RenewalConfirmation(
            by: Caller(.account, id: "1"),
            knowing: Inspection(findings: [other], observedAt: Samples.begin, claims: []), despiteFindings: true,
            of: before)
        #expect(throws: Refusal(of: "confirmed", in: "drafted", because: RefusalGround.mustHold(other))) {
            try ClusterRenewal.step(from: Samples.drafted, on: .confirmed(confirmation))
        }
        #expect(throws: Refusal<RefusalGround>.self) {
            try ClusterRenewal.step(from: Samples.drafted, on: Samples.confirmingUnseen)
        }
        let user = RenewalConfirmation(
            by: Caller(.ramUser, id: "alice"), knowing: Inspection(findings: [], observedAt: Samples.begin, claims: []),
            despiteFindings: false, of: before)
        #expect(throws: Refusal<RefusalGround>.self) {
            try ClusterRenewal.step(from: Samples.drafted, on: .confirmed(user))
        }
    }

    // MARK: - The manifest

    private func manifest(_ spec: String) throws -> Document {
        try Document(
            text: "apiVersion: sluice/v1\nkind: ClusterRenewal\nmetadata: { name: later }\nspec: { \(spec) }",
            source: "manifest")
    }

    @Test func `a manifest names an order and the months`() throws {
        let request = try RenewalManifest.read(try manifest("order: risk, months: 12, timing: { poll: 1m }"))
        #expect(request.order == "risk")
        #expect(request.months == 12)
        #expect(request.timing.poll == .seconds(60))
    }

    @Test(arguments: [0, 10, 11, 13, 25, 37, -1])
    func `other months than the vendor's are a fault of the manifest`(months: Int) throws {
        let fault = #expect(throws: InvalidDocument.self) {
            try RenewalManifest.read(try manifest("order: risk, months: \(months)"))
        }
        #expect(fault?.faults.map(\.id) == ["out-of-range"])
        #expect(fault?.faults.first?.path == "spec.months")
    }

    // MARK: - Prerequisites

    @Test(
        arguments: [
            (6, Instance.Status.stopped, nil), (8, .stopped, "released"), (-1, .normal, nil),
            (0, .released, "released"),
        ] as [(Int, Instance.Status, String?)])
    func `an instance is renewed before it is released`(days: Int, status: Instance.Status, observed: String?) {
        let now = Samples.begin
        let instance = Instance(
            id: "i", orderNumber: "1", region: "cn-beijing", billing: .subscription(months: 1),
            size: .machines(masters: Machines(.ecs4c16g, count: 3), slaves: Machines(.ecs4c16g, count: 2)),
            endsAt: now + .seconds(-days * 86_400), status: status)
        let findings = InstanceIsRenewable(Samples.order.subject, at: now).judge(Renewable(instance), others: [])
        #expect(findings.first?.observed == observed)
        #expect(findings.blocking.count == findings.count)
    }
}

/// The page that shows the diagrams of the kinds.
func pageOfKinds() throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    return String(decoding: try Data(contentsOf: root.appendingPathComponent("Docs/kinds.md")), as: UTF8.self)
}
