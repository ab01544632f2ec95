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

/// What the order's states and events write and read by themselves, beside how `Codable` does.
struct OrderFormTests {
    /// What no sample has: members that may be there, and texts that are not plain.
    private static let additions = [
        (
            #""storage":[]"#,
            #""storage":[{"name":"n","region":"r","securityGroup":"s","vpc":"v"},{"name":"m","region":"r"}]"#
        ),
        (
            #""phase":"drafted","#,
            #""phase":"drafted","purchaseRefusal":{"code":"c","message":"m","missingAction":"a","requestID":"q"},"#
        ),
        (#""required":"#, #""requestID":"q","required":"#), (#""name":""#, #""name":"风\"\n"#),
        (#""method":"subscription","months":12"#, #""method":"pay-as-you-go""#),
    ]

    /// The value, as many more as it has members that may be missing, and as many as may have others.
    private static func variants<Value: Codable>(of text: String, as type: Value.Type) throws -> [Value] {
        var values = [try CanonicalJSON.value(type, of: text)]
        for (part, other) in additions where text.contains(part) {
            values.append(try CanonicalJSON.value(type, of: text.replacing(part, with: other)))
        }
        for match in text.matches(of: #/"[A-Za-z]+":(?:"[^"]*"|[0-9]+|true|false)/#) {
            // A member alone, the first, or another: with the comma that goes with it.
            for range in [
                match.range, match.range.lowerBound..<text.index(after: match.range.upperBound),
                text.index(before: match.range.lowerBound)..<match.range.upperBound,
            ] {
                guard let value = try? CanonicalJSON.value(type, of: text.replacingCharacters(in: range, with: ""))
                else { continue }
                values.append(value)
            }
        }
        return values
    }

    @Test(arguments: Samples.states) func `a state writes itself as it is encoded`(_ state: OrderState) throws {
        for state in try Self.variants(of: CanonicalJSON.text(state), as: OrderState.self) {
            #expect(CanonicalJSON.text { ExclusiveOrder.write(state, to: &$0) } == CanonicalJSON.text(state))
        }
    }

    @Test func `the samples have what the additions replace`() {
        let all = Samples.states.map { CanonicalJSON.text($0) }.joined()
        for (part, _) in Self.additions { #expect(all.contains(part)) }
    }

    /// Other samples of the same events.
    private static func variants(of event: OrderEvent) throws -> [OrderEvent] {
        let text = CanonicalJSON.text(event)
        return try [event]
            + additions.filter { text.contains($0.0) }.map { part, other in
                let text = text.replacing(part, with: other)
                return try OrderEvent(named: event.name, from: CanonicalJSON.decoder(of: WrittenValue(text)))
            }
    }

    @Test(arguments: Samples.events) func `events write themselves as they are encoded`(_ event: OrderEvent) throws {
        for event in try Self.variants(of: event) {
            let text = CanonicalJSON.text(event)
            #expect(CanonicalJSON.text(event.write) == text)
            if Self.read(event.name, CanonicalJSON.text(Samples.events.first { $0.name == event.name })) != nil {
                #expect(Self.read(event.name, text) == event)
            }
        }
    }

    @Test(arguments: Samples.events) func `an event reads nothing but what it writes`(_ event: OrderEvent) throws {
        let text = CanonicalJSON.text(event)
        var bits = SeededGenerator(seed: 12)
        guard let read = Self.read(event.name, text) else { return }
        #expect(read == event)
        for place in 0..<text.utf8.count {
            var bytes = Array(text.utf8)
            bytes[place] = UInt8.random(in: 0x20...0x7E, using: &bits)
            let changed = String(decoding: bytes, as: UTF8.self)
            for other in [changed, String(changed.dropLast()), changed + " "] {
                guard let read = Self.read(event.name, other) else { continue }
                #expect(CanonicalJSON.text(read) == other)
                #expect(
                    read == (try OrderEvent(named: event.name, from: CanonicalJSON.decoder(of: WrittenValue(other)))))
            }
        }
    }

    @Test func `what most steps tell reads itself`() {
        let names = Samples.events.filter { Self.read($0.name, CanonicalJSON.text($0)) != nil }.map(\.name)
        #expect(
            Set(names).isSuperset(of: [
                .placed, .confirmed, .purchaseBegun, .purchased, .cleared, .obstructed, .clusterCreated,
                .clusterAdvanced, .clusterLate, .clusterRunning, .projectCreated,
            ]))
    }

    private static func read(_ name: OrderEvent.Name, _ text: String) -> OrderEvent? {
        var reader = WrittenValue(text).reader
        guard let event = try? OrderEvent.read(name, from: &reader), reader.isAtEnd else { return nil }
        return event
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
