import Foundation
import SimulatedCloud
import Workflow

/// A workflow's state and its world as trees of JSON, of which a scenario takes away what nothing can depend on.
package struct Remains {
    package var state: [String: Any]
    package var world: [String: Any]

    init(of state: some Encodable, in world: some Encodable) {
        self.state = Self.tree(state)
        self.world = Self.tree(world)
    }

    /// The records of a table of the world.
    package subscript(table: String) -> [[String: Any]] {
        get { world[table] as? [[String: Any]] ?? [] }
        set { world[table] = newValue }
    }

    /// Keeps of a table of grants what a look now or later can see of each, and of those of one name which came first.
    package mutating func forgetUnseenVersions(of table: String, in situation: Situation) {
        let shown = situation.now + (.zero - situation.cloud.visibility.grants)
        let seen = self[table].compactMap { Self.visible(of: $0, shown: shown) }
        self[table] = Set(seen.map(\.name)).sorted().flatMap { name in
            seen.filter { $0.name == name }.map { ["versions": $0.versions] }
        }
    }

    /// The versions of a record that a look now or later can see; `nil` if it is gone for all of them.
    ///
    /// - Parameter shown: When a version has begun at the latest that a look now can see.
    private static func visible(
        of record: [String: Any], shown: Timestamp
    ) -> (name: String, versions: [[String: Any]])? {
        var visible: [(since: Timestamp, version: [String: Any])] = []
        for version in record["versions"] as? [[String: Any]] ?? [] {
            let since = max(shown, (version["since"] as? String).flatMap { Timestamp($0) } ?? .earliest)
            // What was changed again at once is never seen, nor what lies before all that can still be seen.
            if visible.last?.since == since { visible.removeLast() }
            visible.append((since, version))
        }
        let values = visible.compactMap { $0.version["value"] as? [String: Any] }
        guard let name = values.first?["name"] as? String else { return nil }
        return (name, visible.map { $0.version.merging(["since": $0.since.description]) { _, since in since } })
    }

    private static func tree(_ value: some Encodable) -> [String: Any] {
        let json = try? JSONSerialization.jsonObject(with: JSONEncoder().encode(value))
        guard let tree = json as? [String: Any] else {
            preconditionFailure("what was just written as a JSON object can be read as one")
        }
        return tree
    }
}

/// How the fields of states and clouds count where two situations are compared, by their names.
package struct ComparedFields: Sendable {
    /// Those that nothing depends on.
    package var leftOut: Set<String>
    /// The times that something depends on, and until what age it does; no other time counts.
    package var ages: [String: Duration]
    /// Those that hold what the cloud has numbered: it counts in which order the numbers appear, not which they are.
    package var numbered: Set<String>

    /// What the cloud only counts is left out; times count as far back as the windows of an exploration reach.
    package static let standard = Self(
        leftOut: ["counter", "calls", "clock", "text"],
        ages: [
            "firstLook": ExplorationTiming.window, "observedAt": ExplorationTiming.window,
            "progressingSince": ExplorationTiming.window, "lookedAt": ExplorationTiming.poll,
            "madeAt": ExplorationTiming.poll, "createdAt": ExplorationTiming.allowance, "dueAt": .zero,
        ],
        numbered: ["id", "orderNumber", "instance", "cluster", "disowned", "in", "about", "_0"])
}
