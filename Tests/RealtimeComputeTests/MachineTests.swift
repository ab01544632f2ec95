import CanonicalJSON
import Foundation
import Testing
import Workflow
import WorkflowEngine
import WorkflowTestKit

@testable import RealtimeCompute

struct MachineTests {
    /// The arrows of the specification, written down by hand from its table.
    private static let specified: [(from: String, event: String, to: [String])] = [
        ("drafted", "confirmed", ["confirmed"]), ("drafted", "obstructed", ["drafted"]),
        ("drafted", "amended", ["drafted"]), ("drafted", "withdrawn", ["withdrawn"]),

        ("confirmed", "purchaseFound", ["paid"]), ("confirmed", "purchaseAmbiguous", ["purchasing"]),
        ("confirmed", "purchaseBegun", ["purchasing"]), ("confirmed", "withdrawn", ["withdrawn"]),

        ("purchasing", "purchased", ["paid"]), ("purchasing", "purchaseFound", ["paid"]),
        ("purchasing", "purchaseAdopted", ["paid"]), ("purchasing", "purchaseRefused", ["drafted"]),
        ("purchasing", "purchaseNotMade", ["confirmed"]), ("purchasing", "purchaseUnseen", ["purchasing"]),
        ("purchasing", "purchaseNotFound", ["purchasing"]), ("purchasing", "purchaseAmbiguous", ["purchasing"]),
        ("purchasing", "repurchaseOrdered", ["confirmed"]), ("purchasing", "withdrawn", ["withdrawn"]),

        ("paid", "cleared", ["ready"]), ("paid", "obstructed", ["blocked"]),

        ("blocked", "cleared", ["ready"]), ("blocked", "obstructed", ["blocked"]),
        ("blocked", "clusterCreated", ["starting"]), ("blocked", "amended", ["blocked"]),

        ("ready", "clusterCreated", ["starting"]), ("ready", "obstructed", ["blocked"]),
        ("ready", "clusterRefused", ["blocked"]),

        ("starting", "clusterAdvanced", ["starting"]), ("starting", "clusterRunning", ["running", "provisioned"]),
        ("starting", "clusterLate", ["overdue"]), ("starting", "clusterFailed", ["failed"]),
        ("starting", "clusterUnseen", ["starting"]), ("starting", "clusterAbandoned", ["failed"]),

        ("overdue", "ticketOpened", ["overdue"]), ("overdue", "ticketRefused", ["overdue"]),
        ("overdue", "clusterAdvanced", ["overdue"]), ("overdue", "clusterRunning", ["running", "provisioned"]),
        ("overdue", "clusterFailed", ["failed"]),

        ("running", "projectCreated", ["running", "provisioned"]), ("running", "projectRefused", ["running"]),
        ("running", "amended", ["running", "provisioned"]), ("running", "clusterFailed", ["failed"]),

        ("drafted", "repairOrdered", ["drafted"]), ("drafted", "repaired", ["drafted"]),
        ("drafted", "repairRefused", ["drafted"]), ("blocked", "repairOrdered", ["blocked"]),
        ("blocked", "repaired", ["blocked"]), ("blocked", "repairRefused", ["blocked"]),
    ]

    @Test func `the machine has the arrows of the specification, and no others`() {
        let specified = Self.specified.flatMap { arrow in arrow.to.map { "\(arrow.from) \(arrow.event) \($0)" } }
        let derived = ExclusiveOrder.graph.transitions.map { "\($0.from ?? "·") \($0.event) \($0.to)" }
        #expect(
            Set(derived)
                == Set(
                    specified + ["· placed drafted"]
                        + ["paid", "starting", "overdue", "running", "provisioned"].map { "· imported \($0)" }))
        #expect(derived.count == Set(derived).count)
        #expect(ExclusiveOrder.graph.finalPhases == ["provisioned", "withdrawn", "failed"])
    }

    @Test func `there is a sample of every phase and of every event`() {
        #expect(Set(Samples.states.map(\.phase)) == Set(OrderState.Phase.allCases))
        #expect(Set(Samples.events.map(\.name)) == Set(OrderEvent.Name.allCases))
    }

    /// Every pair of a phase and an event, 12 by 31: what it leads to by any sample, or by which ground it is refused.
    @Test(arguments: OrderState.Phase.allCases)
    func `every pair of a phase and an event leads somewhere or is refused by name`(phase: OrderState.Phase) {
        for name in OrderEvent.Name.allCases {
            var reached: Set<String> = []
            for state in Samples.states + Samples.importedStates where state.phase == phase {
                for event in Samples.events where event.name == name {
                    do throws(OrderRefusal) {
                        let next = try ExclusiveOrder.step(from: state, on: event)
                        if next != state { reached.insert(next.phase.rawValue) }
                    } catch {
                        #expect(error.event == name.rawValue)
                        #expect(error.phase == phase.rawValue)
                    }
                }
            }
            let specified = Self.specified.first { $0.from == phase.rawValue && $0.event == name.rawValue }?.to ?? []
            #expect(reached == Set(specified), "\(phase) \(name)")
        }
    }

    @Test func `the whole table of samples is as it was`() throws {
        var lines: [String] = []
        for (index, state) in Samples.states.enumerated() {
            for event in Samples.events {
                let result: String
                do throws(OrderRefusal) {
                    let next = try ExclusiveOrder.step(from: state, on: event)
                    result = next == state ? "=" : next.phase.rawValue
                } catch {
                    result = "refused: \(error.ground.name)"
                }
                guard result != "refused: notApplicable" else { continue }
                lines.append("\(index) \(state.phase) \(event.name.rawValue): \(result)")
            }
        }
        try Golden.expect(lines.joined(separator: "\n") + "\n", is: "machine.txt")
    }

    @Test func `the diagram is as it was, and so is the page that shows it`() throws {
        try Golden.expect(ExclusiveOrder.graph.mermaid, is: "machine.mmd")
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = String(
            decoding: try Data(contentsOf: root.appendingPathComponent("ARCHITECTURE.md")), as: UTF8.self)
        #expect(page.contains("```mermaid\n\(ExclusiveOrder.graph.mermaid)```"))
    }

    @Test func `what comes next follows from the phase and the time`() {
        let later = Samples.begin + .seconds(3600)
        let words = Samples.states.map { state in
            "\(state.phase) \(ExclusiveOrder.next(in: state, at: Samples.begin).description)"
                + " / \(ExclusiveOrder.next(in: state, at: later).description)"
        }
        #expect(
            words == [
                "drafted ask confirm / ask confirm",
                "confirmed perform purchase announced / perform purchase announced",
                "purchasing perform find-purchase / perform find-purchase",
                "purchasing wait find-purchase / perform find-purchase",
                "purchasing ask account-for-purchase or find-purchase / ask account-for-purchase or find-purchase",
                "purchasing ask account-for-purchase or find-purchase / ask account-for-purchase or find-purchase",
                "paid perform inspect / perform inspect",
                "blocked ask mend-prerequisites or inspect / ask mend-prerequisites or inspect",
                "ready perform create-cluster / perform create-cluster",
                "starting wait look-at-cluster / perform look-at-cluster",
                "starting ask account-for-cluster or look-at-cluster / ask account-for-cluster or look-at-cluster",
                "overdue perform open-ticket / perform open-ticket",
                "overdue wait look-at-cluster / wait look-at-cluster",
                "running perform create-project / perform create-project",
                "running perform create-project / perform create-project",
                "running ask amend-project or create-project / ask amend-project or create-project",
                "provisioned finished / finished", "withdrawn finished / finished", "failed finished / finished",
                "drafted ask confirm / ask confirm", "drafted perform repair / perform repair",
                "blocked perform repair / perform repair",
            ])
    }

    @Test func `states of the released definition stay readable, and are written as they were`() throws {
        let lines = Samples.states.map { CanonicalJSON.text($0) }
        try Golden.expect(lines.joined(separator: "\n") + "\n", is: "states-v1.jsonl")
        let read = try Golden.text("states-v1.jsonl").split(separator: "\n").map {
            try StateCoding<ExclusiveOrder>.state(
                from: String($0), of: WorkflowID(rawValue: "golden"), version: 1, definition: 1)
        }
        #expect(read == Samples.states)
    }

    @Test func `events of the released definition stay readable, and are written as they were`() throws {
        let lines = Samples.events.map { "\($0.name.rawValue) \(CanonicalJSON.text($0))" }
        try Golden.expect(lines.joined(separator: "\n") + "\n", is: "events-v1.txt")
        let read = try Golden.text("events-v1.txt").split(separator: "\n").map { line in
            let halves = line.split(separator: " ", maxSplits: 1).map(String.init)
            return try StateCoding<ExclusiveOrder>.event(
                of: HistoryEntry(
                    position: 1, workflow: WorkflowID(rawValue: "golden"), kind: ExclusiveOrder.kind, version: 1,
                    event: halves[0], from: nil,
                    to: "", definitionVersion: 1,
                    state: WrittenValue(""), evidence: WrittenValue(halves[1]), actor: Actor(.operator, id: ""),
                    requestID: nil, at: .earliest))
        }
        #expect(read == Samples.events)
    }
}

extension RefusalGround {
    fileprivate var name: String {
        switch self {
        case .notApplicable: "notApplicable"
        case .notPermitted: "notPermitted"
        case .insufficientCapacity: "insufficientCapacity"
        case .saleClosed: "saleClosed"
        case .prerequisitesDoNotHold: "prerequisitesDoNotHold"
        case .mustHold: "mustHold"
        case .endHasMoved: "endHasMoved"
        case .visibilityWindowOpen: "visibilityWindowOpen"
        case .purchasesAreOurs: "purchasesAreOurs"
        case .candidatesNotShown: "candidatesNotShown"
        case .notAdoptable: "notAdoptable"
        case .projectUnderWay: "projectUnderWay"
        case .clusterVisible: "clusterVisible"
        case .nameNotTyped: "nameNotTyped"
        case .unchangeable: "unchangeable"
        }
    }
}

extension Next where Effect == OrderEffect, Event == OrderEvent, Question == OrderQuestion {
    fileprivate var description: String {
        switch self {
        case .perform(let effect, let announcement):
            "perform \(effect.rawValue)" + (announcement == nil ? "" : " announced")
        case .wait(let effect, _): "wait \(effect.rawValue)"
        case .ask(let question, let recheck):
            "ask \(question.rawValue)" + (recheck.map { " or \($0.rawValue)" } ?? "")
        case .finished: "finished"
        }
    }
}
