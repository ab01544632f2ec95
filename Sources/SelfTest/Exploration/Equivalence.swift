import Foundation
import RealtimeCompute
import SimulatedCloud
import Workflow
import WorkflowEngine

/// What is left of a situation once all is taken away that nothing can depend on any more.
///
/// Times stand as ages, as far back as a window of the exploration reaches; what the cloud numbers stands by the order
/// in which it appears; what is only told to people is left out, and of the world what the phase no longer asks for.
struct Equivalence {
    private(set) var text = ""
    private let now: Timestamp
    /// The place of each of the cloud's numbers in the order of their appearance.
    private var places: [String: Int] = [:]

    init(of situation: Situation) {
        now = situation.now
        var state = Self.tree(situation.state)
        // Which purchase is ours is settled, and once the cluster runs, which cluster.
        state["purchase"] = nil
        if case .running = situation.state { state["cluster"] = nil }
        append(state, named: "state")
        append(situation.record.postponement?.dueAt?.description ?? "", named: "dueAt")
        append(Self.world(of: situation, state), named: "cloud")
    }

    // MARK: - What counts

    /// What was agreed, what the cloud only counts, and what follows from the clusters that it holds.
    private static let leftOut: Set = [
        "confirmation", "counter", "calls", "clock", "zones", "vSwitches", "addresses", "instances", "text",
    ]

    /// The times that something depends on, and until what age it does.
    private static let ages: [String: Duration] = [
        "firstLook": Explorer.window, "observedAt": Explorer.window, "progressingSince": Explorer.window,
        "lookedAt": Explorer.poll, "madeAt": Explorer.poll, "createdAt": Explorer.allowance, "dueAt": .zero,
    ]

    /// The fields that hold what the cloud has numbered.
    private static let numbered: Set = ["id", "orderNumber", "instance", "cluster", "disowned", "in", "about", "_0"]

    /// The cloud, without what the order has no more to do with.
    private static func world(of situation: Situation, _ state: [String: Any]) -> [String: Any] {
        var world = tree(situation.cloud)
        var purchases = world["purchases"] as? [[String: Any]] ?? []
        var late = world["lateRequests"] as? [[String: Any]] ?? []
        var clusters = (world["clusters"] as? [[String: Any]] ?? []).map(withoutItsStart)
        let isAsked = { (request: [String: Any], call: String) in (request["request"] as? [String: Any])?[call] != nil }
        if let owned = situation.state.purchase?.orderNumber.rawValue {
            // Whose purchase is ours is settled: of no other is anything asked again, and of it no more than since when
            // it can be seen.
            purchases = purchases.compactMap { $0["purchase"] as? [String: Any] }
                .filter { $0["orderNumber"] as? String == owned }
                .map { ["madeAt": $0["madeAt"] ?? ""] }
            late.removeAll { isAsked($0, "purchase") }
        } else {
            // What was made before the first intent is never ours.
            let firstIntent = (state["trail"] as? [String: Any])?["firstIntent"] as? String
            for index in purchases.indices {
                let madeAt = (purchases[index]["purchase"] as? [String: Any])?["madeAt"] as? String
                purchases[index]["isBeforeIntent"] = firstIntent.flatMap { first in madeAt.map { $0 < first } } ?? false
            }
        }
        if situation.state.cluster != nil {
            // An instance carries one cluster: a second is refused, whatever the bucket is.
            late.removeAll { isAsked($0, "createCluster") }
            world["buckets"] = nil
            // When it was created is known.
            for index in clusters.indices { clusters[index]["createdAt"] = nil }
        }
        if case .running = situation.state {
            late.removeAll { isAsked($0, "openTicket") }
            world["tickets"] = nil
        }
        if !situation.cloud.clusters.contains(where: { $0.status == .starting }) { world["conditions"] = nil }
        world["clusters"] = clusters
        world["purchases"] = purchases
        world["lateRequests"] = late
        return world
    }

    /// A cluster, without how its start went once that is over.
    private static func withoutItsStart(_ cluster: [String: Any]) -> [String: Any] {
        var cluster = cluster
        if cluster["status"] as? String != ClusterStatus.starting.rawValue {
            cluster["progress"] = nil
            cluster["progressingSince"] = nil
        }
        return cluster
    }

    // MARK: - Text

    private static func tree(_ value: some Encodable) -> [String: Any] {
        let json = try? JSONSerialization.jsonObject(with: JSONEncoder().encode(value))
        guard let tree = json as? [String: Any] else {
            preconditionFailure("what was just written as a JSON object can be read as one")
        }
        return tree
    }

    private mutating func append(_ node: Any, named name: String) {
        switch node {
        case let fields as [String: Any]:
            text += "{"
            for field in fields.keys.sorted() where !Self.leftOut.contains(field) {
                text += field + ":"
                append(fields[field] ?? "", named: field)
            }
            text += "}"
        case let elements as [Any]:
            text += "["
            for element in elements { append(element, named: name) }
            text += "]"
        case let word as String:
            append(word, named: name)
        default:
            text += "\(node) "
        }
    }

    private mutating func append(_ word: String, named name: String) {
        if Self.numbered.contains(name) {
            places[word] = places[word] ?? places.count
            text += "#\(places[word] ?? 0) "
        } else if word.utf8.count == 24, word.hasSuffix("Z"), let time = Timestamp(word) {
            guard let limit = Self.ages[name] else { return }
            text += "\(max(.zero - limit, time - now)) "
        } else {
            text += word + " "
        }
    }
}
