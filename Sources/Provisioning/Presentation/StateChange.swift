import CanonicalJSON
package import Documents
import Foundation
package import WorkflowEngine

/// A field of an order's state that a transition has changed.
package struct StateChange: Encodable, Equatable {
    /// Its path in the state.
    package let path: String
    package let before: JSONValue?
    package let after: JSONValue?

    /// What the transition at `index` of a history changed, by path.
    package static func all(in history: [HistoryEntry], at index: Int) throws -> [Self] {
        let before = index > 0 ? try fields(of: history[index - 1]) : [:]
        let after = try fields(of: history[index])
        return Set(before.keys).union(after.keys).sorted().filter { before[$0] != after[$0] }
            .map { Self(path: $0, before: before[$0], after: after[$0]) }
    }

    /// The change as a line: `-` what is gone, `+` what is new, `~` what is another.
    package var line: String {
        switch (before, after) {
        case (let before?, let after?): "~ \(path): \(Self.text(before)) → \(Self.text(after))"
        case (let before?, nil): "- \(path): \(Self.text(before))"
        case (nil, let after?): "+ \(path): \(Self.text(after))"
        case (nil, nil): path
        }
    }

    private static func text(_ value: JSONValue) -> String {
        if case .text(let text) = value { text } else { value.text }
    }

    private static func fields(of entry: HistoryEntry) throws -> [String: JSONValue] {
        do {
            return flattened(try JSONDecoder().decode(JSONValue.self, from: Data(entry.state.text.utf8)), at: "")
        } catch {
            throw JournalError.unusable(.unreadableEvent(of: entry))
        }
    }

    /// Every leaf of a value by its path; what is empty counts as a leaf.
    private static func flattened(_ value: JSONValue, at path: String) -> [String: JSONValue] {
        switch value {
        case .object(let fields) where !fields.isEmpty:
            return fields.reduce(into: [:]) { all, field in
                let place = path.isEmpty ? field.key : "\(path).\(field.key)"
                all.merge(flattened(field.value, at: place)) { _, new in new }
            }
        case .list(let elements) where !elements.isEmpty:
            return elements.enumerated().reduce(into: [:]) { all, element in
                all.merge(flattened(element.element, at: "\(path)[\(element.offset)]")) { _, new in new }
            }
        case .null, .boolean, .integer, .decimal, .text, .list, .object:
            return [path: value]
        }
    }
}
