import CanonicalJSON
import Testing
import Workflow
import WorkflowEngine
import WorkflowTestKit

@testable import RealtimeCompute

/// The machines of the changes of clusters and workspaces, one for each plan.
struct ChangeMachineTests {
    @Test func `the machine of scalings is as it was`() throws {
        try expectGoldens(of: ScalingPlan.samples, "cluster-scaling")
    }

    @Test func `the machine of releases is as it was`() throws {
        try expectGoldens(of: ReleasePlan.samples, "cluster-release")
    }

    @Test func `the machine of scalings of workspaces is as it was`() throws {
        try expectGoldens(of: WorkspaceScalingPlan.samples, "workspace-scaling")
    }

    @Test func `the machine of releases of workspaces is as it was`() throws {
        try expectGoldens(of: WorkspaceReleasePlan.samples, "workspace-release")
    }

    @Test func `every phase of a scaling has a sample, and every event applies somewhere`() {
        expectComplete(ScalingPlan.samples, without: [])
        expectComplete(WorkspaceScalingPlan.samples, without: [])
    }

    @Test func `every phase of a release but the loss of its subject has a sample`() {
        expectComplete(ReleasePlan.samples, without: [.clusterLost])
        expectComplete(WorkspaceReleasePlan.samples, without: [.clusterLost])
        // What a release wants is no loss.
        #expect(!ReleasePlan.samples.states.contains { $0.phase == .failed })
        #expect(ScalingPlan.samples.states.contains { $0.phase == .failed })
    }

    @Test func `the ends of both are done, withdrawn and failed`() {
        for graph in [ClusterScaling.graph(ScalingPlan.samples), ClusterRelease.graph(ReleasePlan.samples)] {
            #expect(graph.finalPhases == ["done", "withdrawn", "failed"])
        }
    }

    @Test func `slaves are asked for before masters, unless only larger masters bear them`() {
        func next(_ slaves: Int?, _ masters: MachineModel?, from model: MachineModel, _ count: Int) -> ClusterRequest? {
            ScalingPlan(slaves: slaves, masters: masters, vSwitch: nil).nextRequest(
                ClusterSight(.running, masters: Machines(model, count: 1), slaves: Machines(.ecs4c16g, count: count)))
        }
        #expect(next(6, .ecs8c32g, from: .ecs4c16g, 4) == .expand(toSlaves: 6))
        // 26 slaves have 78 CU, 27 have 81: one more than such masters bear.
        #expect(next(26, .ecs8c32g, from: .ecs4c16g, 4) == .expand(toSlaves: 26))
        #expect(next(27, .ecs8c32g, from: .ecs4c16g, 4) == .changeMaster(to: .ecs8c32g))
        #expect(next(27, .ecs8c32g, from: .ecs8c32g, 4) == .expand(toSlaves: 27))
        #expect(next(4, .ecs4c16g, from: .ecs8c32g, 40) == .shrink(toSlaves: 4))
        #expect(next(4, .ecs4c16g, from: .ecs8c32g, 4) == .changeMaster(to: .ecs4c16g))
        #expect(next(nil, .ecs4c16g, from: .ecs8c32g, 4) == .changeMaster(to: .ecs4c16g))
        #expect(next(4, nil, from: .ecs8c32g, 4) == nil)
        #expect(next(27, nil, from: .ecs4c16g, 4) == .expand(toSlaves: 27))
    }

    /// Compares the graph, the table of all pairs, the states and the events with their goldens, and reads them back.
    private func expectGoldens<Plan: ChangePlan>(
        of samples: ChangeSamples<Plan>, _ name: String, at location: SourceLocation = #_sourceLocation
    ) throws {
        typealias Definition = SubjectChange<Plan>
        #expect(Definition.kind == name, sourceLocation: location)
        try Golden.expect(Definition.graph(samples).mermaid, is: "\(name).mmd", at: location)
        #expect(
            try pageOfKinds().contains("```mermaid\n\(Definition.graph(samples).mermaid)```"), sourceLocation: location)
        try Golden.expect(lines(table(of: samples)), is: "\(name).txt", at: location)

        try Golden.expect(
            lines(samples.states.map { CanonicalJSON.text($0) }), is: "\(name)-states-v1.jsonl", at: location)
        let id = WorkflowID(rawValue: "golden")
        let states = try Golden.text("\(name)-states-v1.jsonl").split(separator: "\n").map {
            try StateCoding<Definition>.state(from: String($0), of: id, version: 1, definition: 1)
        }
        #expect(states == samples.states, sourceLocation: location)

        let written = samples.events.map { "\($0.name.rawValue) \(CanonicalJSON.text($0))" }
        try Golden.expect(lines(written), is: "\(name)-events-v1.txt", at: location)
        let events = try Golden.text("\(name)-events-v1.txt").split(separator: "\n").map { line in
            let halves = line.split(separator: " ", maxSplits: 1).map(String.init)
            return try StateCoding<Definition>.event(
                of: HistoryEntry(
                    position: 1, workflow: id, kind: name, version: 1, event: halves[0], from: nil, to: "",
                    definitionVersion: 1, state: WrittenValue(""), evidence: WrittenValue(halves[1]),
                    actor: Actor(.operator, id: ""),
                    requestID: nil, at: .earliest))
        }
        #expect(events == samples.events, sourceLocation: location)
    }

    private func lines(_ texts: [String]) -> String { texts.joined(separator: "\n") + "\n" }

    /// What each sample of an event makes of each sample of a state, unless it does not apply.
    private func table<Plan: ChangePlan>(of samples: ChangeSamples<Plan>) -> [String] {
        samples.states.enumerated().flatMap { index, state in
            samples.events.compactMap { event in
                let result: String
                do throws(Refusal<RefusalGround>) {
                    let next = try SubjectChange<Plan>.step(from: state, on: event)
                    result = next == state ? "=" : next.phase.rawValue
                } catch {
                    guard error.ground != .notApplicable else { return nil }
                    result = "refused: \(error.ground.code)"
                }
                return "\(index) \(state.phase) \(event.name.rawValue): \(result)"
            }
        }
    }

    /// Checks that there is a sample of every phase that can be reached and of every event but `missing`, and that each
    /// event leads on from some sample; those that are `missing` do nowhere.
    private func expectComplete<Plan: ChangePlan>(
        _ samples: ChangeSamples<Plan>, without missing: Set<ChangeEvent<Plan>.Name>,
        at location: SourceLocation = #_sourceLocation
    ) {
        typealias Definition = SubjectChange<Plan>
        let unreached: Set<ChangePhase> = missing.contains(.clusterLost) ? [.failed] : []
        #expect(
            Set(samples.states.map(\.phase)) == Set(ChangePhase.allCases).subtracting(unreached),
            sourceLocation: location)
        var leading: Set<ChangeEvent<Plan>.Name> = []
        for event in samples.events {
            if (try? Definition.begin(on: event)) != nil { leading.insert(event.name) }
            for state in samples.states {
                if let next = try? Definition.step(from: state, on: event), next != state { leading.insert(event.name) }
            }
        }
        #expect(leading == Set(ChangeEvent<Plan>.Name.allCases).subtracting(missing), sourceLocation: location)
    }
}
