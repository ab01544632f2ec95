import CanonicalJSON
import Documents
import Foundation
import Provisioning
import Wording
import Workflow
import WorkflowEngine

/// One transition as scripts see it.
struct HistoryJSON: Encodable {
    struct ActorJSON: Encodable {
        let type: String
        let id: String
    }

    let position: Int
    let version: Int
    let event: String
    let from: String?
    let to: String
    let at: String
    let actor: ActorJSON
    let evidence: JSONValue
    let requestId: String?
    /// What the transition changed, if that was asked for.
    let changes: [StateChange]?

    init(_ entry: HistoryEntry, changes: [StateChange]? = nil) throws {
        self.changes = changes
        position = entry.position
        version = entry.version
        event = entry.event
        from = entry.from
        to = entry.to
        at = entry.at.rfc3339
        actor = ActorJSON(type: entry.actor.type.rawValue, id: entry.actor.id)
        evidence = try JSONValue(parsing: entry)
        requestId = entry.requestID
    }
}

extension JSONValue {
    /// The evidence of a transition.
    fileprivate init(parsing entry: HistoryEntry) throws {
        do {
            self = try JSONDecoder().decode(JSONValue.self, from: Data(entry.evidence.text.utf8))
        } catch {
            throw JournalError.unusable(.unreadableEvent(of: entry))
        }
    }
}

/// What is to be told of each transition beside its line.
struct HistoryDetails {
    var evidence = false
    var diff = false
}

extension Console {
    /// Prints transitions, oldest first.
    ///
    /// - Parameters:
    ///   - version: those after it.
    ///   - isFollowing: more may come: as JSON a line each.
    func print(
        _ history: [HistoryEntry], after version: Int = 0, where filter: HistoryFilter, _ details: HistoryDetails,
        following isFollowing: Bool = false
    ) throws {
        let shown = history.indices.filter { history[$0].version > version && filter.admits(history[$0]) }
        let changes = try details.diff ? shown.map { try StateChange.all(in: history, at: $0) } : []
        guard !isJSON else {
            let entries = try shown.enumerated().map { place, index in
                try HistoryJSON(history[index], changes: details.diff ? changes[place] : nil)
            }
            guard isFollowing else { return try print(json: entries) }
            return try entries.forEach { print(try JSON.line($0)) }
        }
        var table = Table(
            header: version > 0
                ? []
                : [
                    self(LocalizedText("VERSION", zh: "版本")), self(LocalizedText("AT", zh: "时间")),
                    self(LocalizedText("EVENT", zh: "事件")), self(LocalizedText("FROM → TO", zh: "从 → 到")),
                    self(LocalizedText("BY", zh: "操作者")), self(LocalizedText("WHY", zh: "原因")),
                    self(LocalizedText("REQUEST", zh: "请求")),
                ])
        for index in shown {
            let entry = history[index]
            table.add([
                String(entry.version), entry.at.rfc3339, entry.event, "\(entry.from ?? "·") → \(entry.to)",
                "\(entry.actor.type.rawValue) \(entry.actor.id)", entry.why ?? "-",
                entry.requestID ?? "-",
            ])
        }
        let lines = table.lines
        let header = lines.count - shown.count
        lines.prefix(header).forEach { print($0) }
        for (place, index) in shown.enumerated() {
            print(lines[header + place])
            if details.evidence { print("    " + history[index].evidence.text.escapingControls()) }
            if details.diff { changes[place].forEach { print("    " + $0.line.escapingControls()) } }
        }
    }
}
