import CanonicalJSON
import Foundation
import Testing
import Workflow

@testable import RealtimeCompute

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
