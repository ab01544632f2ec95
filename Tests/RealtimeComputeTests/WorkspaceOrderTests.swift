import CanonicalJSON
import Documents
import Testing
import Workflow
import WorkflowEngine
import WorkflowTestKit

@testable import RealtimeCompute

struct WorkspaceOrderTests {
    private typealias Samples = WorkspaceOrder.Samples

    @Test func `there is a sample of every phase and of every event`() {
        #expect(Set(Samples.states.map(\.phase)) == Set(WorkspaceOrder.Phase.allCases))
        #expect(Set(Samples.events.map(\.name)) == Set(WorkspaceOrder.Event.Name.allCases))
    }

    @Test func `the diagram is as it was, on its page too, and ends where a workspace may end`() throws {
        try Golden.expect(WorkspaceOrder.graph.mermaid, is: "workspace.mmd")
        #expect(try pageOfKinds().contains("```mermaid\n\(WorkspaceOrder.graph.mermaid)```"))
        #expect(WorkspaceOrder.graph.finalPhases == ["withdrawn", "failed"])
    }

    @Test func `the whole table of samples is as it was`() throws {
        var lines: [String] = []
        for (index, state) in Samples.states.enumerated() {
            for event in Samples.events {
                let result: String
                do throws(Refusal<RefusalGround>) {
                    let next = try WorkspaceOrder.step(from: state, on: event)
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
        try Golden.expect(lines.joined(separator: "\n") + "\n", is: "workspace.txt")
    }

    @Test func `states and events stay readable, and are written as they were`() throws {
        let states = Samples.states.map { CanonicalJSON.text($0) }
        try Golden.expect(states.joined(separator: "\n") + "\n", is: "workspace-states-v1.jsonl")
        let read = try Golden.text("workspace-states-v1.jsonl").split(separator: "\n").map {
            try StateCoding<WorkspaceOrder>.state(
                from: String($0), of: WorkflowID(rawValue: "golden"), version: 1, definition: 1)
        }
        #expect(read == Samples.states)

        let events = Samples.events.map { "\($0.name.rawValue) \(CanonicalJSON.text($0))" }
        try Golden.expect(events.joined(separator: "\n") + "\n", is: "workspace-events-v1.txt")
        let readEvents = try Golden.text("workspace-events-v1.txt").split(separator: "\n").map { line in
            let halves = line.split(separator: " ", maxSplits: 1).map(String.init)
            return try StateCoding<WorkspaceOrder>.event(
                of: HistoryEntry(
                    position: 1, workflow: WorkflowID(rawValue: "golden"), kind: WorkspaceOrder.kind, version: 1,
                    event: halves[0], from: nil, to: "", definitionVersion: 1, state: WrittenValue(""),
                    evidence: WrittenValue(halves[1]),
                    actor: Actor(.operator, id: ""), requestID: nil, at: .earliest))
        }
        #expect(readEvents == Samples.events)
    }

    @Test func `what an order claims follows from its phase`() {
        let name = Samples.order.nameClaim
        for state in Samples.states {
            let expected: [Claim] =
                switch state.phase {
                case .drafted, .withdrawn, .failed: []
                case .confirmed, .blocked, .purchasing: [name]
                case .creating, .overdue, .running, .provisioned: [name, Ownership.claim(of: "f-cn-1")]
                }
            #expect(WorkspaceOrder.claims(of: state) == expected, "\(state.phase)")
        }
    }

    // MARK: - Namespaces

    private static func running(
        _ wanted: [(NamespaceName, ComputeUnits)], dropped: [NamespaceName] = []
    ) throws -> WorkspaceOrder.Running {
        let state = try #require(Samples.states.first { $0.phase == .running })
        guard case .running(let running) = state else { throw CancellationError() }
        let specification = running.order.specification
        let order = WorkspaceOrder.Order(
            id: running.order.id, store: running.order.store,
            specification: WorkspaceOrder.Specification(
                name: specification.name, workspace: specification.workspace,
                namespaces: wanted.map { NamespaceSpecification(name: $0.0, computeUnits: $0.1) },
                timing: specification.timing))
        return WorkspaceOrder.Running(
            order: order, purchase: running.purchase, seen: running.seen, dropped: dropped, answered: nil, refusal: nil)
    }

    private static func seen(_ all: (NamespaceName, ComputeUnits, Namespace.Status)...) -> [Namespace] {
        all.map { Namespace(name: $0.0, computeUnits: $0.1, status: $0.2) }
    }

    @Test func `namespaces are deleted, shrunk, grown and made, in this order, one at a time`() throws {
        let running = try Self.running([("a", 2), ("b", 6), ("c", 1)], dropped: ["old"])
        func next(_ namespaces: [Namespace]) -> WorkspaceOrder.Running.Verdict { running.next(seeing: namespaces) }
        func asks(_ call: NamespaceRequest.Call, _ name: NamespaceName, _ units: ComputeUnits?)
            -> WorkspaceOrder.Running.Verdict
        { .request(NamespaceRequest(call: call, name: name, computeUnits: units)) }
        #expect(
            next(Self.seen(("old", 3, .success), ("a", 2, .success), ("b", 8, .success))) == asks(.delete, "old", nil))
        #expect(next(Self.seen(("old", 3, .deleting))) == .waits("old"))
        #expect(next(Self.seen(("a", 1, .success), ("b", 8, .success))) == asks(.resize, "b", 6))
        #expect(next(Self.seen(("a", 1, .success), ("b", 6, .success))) == asks(.resize, "a", 2))
        #expect(next(Self.seen(("a", 2, .success), ("b", 6, .modifying))) == .waits("b"))
        #expect(next(Self.seen(("a", 2, .success), ("b", 6, .success))) == asks(.create, "c", 1))
        // One that nobody has named here is left alone.
        #expect(
            next(Self.seen(("a", 2, .success), ("b", 6, .success), ("c", 1, .success), ("default", 1, .success)))
                == .holds)
    }

    @Test func `a manifest's bounds are faults, and too many CUs for its namespaces is a finding`() async throws {
        func read(_ changes: (String, String)...) throws -> WorkspaceOrder.Specification {
            var text = """
                apiVersion: sluice/v1
                kind: Workspace
                metadata: { name: analytics }
                spec:
                  region: cn-hangzhou
                  billing: { method: pay-as-you-go }
                  zone: cn-hangzhou-h
                  vpc: vpc-1
                  vSwitches: [ vsw-1 ]
                  bucket: flink-artifacts
                  computeUnits: 12
                  namespaces: [ { name: prod, computeUnits: 6 } ]
                """
            for (from, to) in changes { text = text.replacing(from, with: to) }
            return try WorkspaceManifest.read(try Document(text: text, source: "manifest"))
        }
        func faults(_ from: String, _ to: String) -> [String] {
            do {
                _ = try read((from, to))
                return []
            } catch let error as InvalidDocument {
                return error.faults.map(\.id)
            } catch {
                return ["\(error)"]
            }
        }
        #expect(faults("[ vsw-1 ]", "[]") == ["out-of-range"])
        #expect(faults("[ vsw-1 ]", "[ a, b, c, d, e, f ]") == ["out-of-range"])
        #expect(faults("[ vsw-1 ]", "[ a, a ]") == ["repeated-id"])
        #expect(faults("{ name: prod", "{ name: Prod") == ["malformed"])
        #expect(
            faults(
                "[ { name: prod, computeUnits: 6 } ]", "[ { name: a, computeUnits: 1 }, { name: a, computeUnits: 1 } ]")
                == ["repeated-id"])
        for (units, blocks) in [(6, false), (10, false), (11, true)] {
            let specification = try read(("computeUnits: 6", "computeUnits: \(units)"))
            let check = WorkspaceHasRoom(for: specification.namespaces, of: specification.workspace.computeUnits)
            #expect(check.judge((), others: []).isEmpty != blocks)
        }
    }
}
