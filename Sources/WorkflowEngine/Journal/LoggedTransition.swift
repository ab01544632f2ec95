public import Foundation
public import Workflow

/// A transition as it stands in the log: one line of canonical JSON in the form of CloudEvents 1.0.
///
/// Its bytes are what is hashed, stored and exported. Its attributes are sorted by name, as are all objects in it; there
/// is no space between them, no escape that JSON does not demand, and no number with a fraction. Beside the attributes
/// that CloudEvents demands it has those of its extensions `sequence` (the position in the log, 20 digits) and
/// `authcontext` (the actor), and `recordedtime`, when it was written, by the clock of the machine that wrote it.
public struct LoggedTransition: Equatable, Sendable {
    /// The transition.
    public let entry: HistoryEntry
    /// The store in whose log it stands.
    public let storeID: String
    /// When it was written, in real time.
    public let recordedAt: Timestamp

    /// Joins a transition, and where and when it was written.
    public init(_ entry: HistoryEntry, in storeID: String, recordedAt: Timestamp) {
        self.entry = entry
        self.storeID = storeID
        self.recordedAt = recordedAt
    }

    /// What the types of events begin with; the phase that the workflow came to follows.
    public static let typePrefix = "dev.sluice.order."

    /// The line.
    public var bytes: Data {
        var line = #"{"authid":"# + quoted(entry.actor.id)
        line += #","authtype":"# + quoted(entry.actor.type.rawValue)
        line += #","data":{"definition":"# + String(entry.definitionVersion)
        line += #","event":"# + quoted(entry.event)
        line += #","evidence":"# + entry.evidence
        if let from = entry.from { line += #","from":"# + quoted(from) }
        if let request = entry.requestID { line += #","request":"# + quoted(request) }
        line += Self.stateMark + entry.state + Self.end(to: entry.to, version: entry.version)
        line += #","datacontenttype":"application/json","id":"\#(entry.workflow)-\#(entry.version)""#
        line += #","recordedtime":"\#(recordedAt)","sequence":"\#(LogLine.sequence(entry.position))""#
        line += #","source":"# + quoted(LogLine.origin(of: storeID))
        line += #","specversion":"1.0","subject":"orders/\#(entry.workflow)","time":"\#(entry.at)""#
        line += #","type":"# + quoted(Self.typePrefix + entry.to) + "}"
        return line.withUTF8 { unsafe Data($0) }
    }

    /// What of a line shows that it led to this state, phase and version: bytes that stand together in it.
    public static func mark(state: String, to phase: String, version: Int) -> Data {
        Data((stateMark + state + end(to: phase, version: version)).utf8)
    }

    private static let stateMark = #","state":"#

    private static func end(to phase: String, version: Int) -> String {
        #","to":"# + quoted(phase) + #","version":\#(version)}"#
    }

    /// Reads a line.
    ///
    /// `nil` if it is not one, or is written in any other way than it would have been.
    public init?(_ bytes: Data) {
        guard let line = CanonicalObject([UInt8](bytes)[...]), let data = line.object("data"),
            let type = line.string("authtype").flatMap(Actor.Kind.init(rawValue:)), let actor = line.string("authid"),
            let storeID = line.string("source").flatMap(LogLine.storeID),
            let recorded = line.string("recordedtime").flatMap(Timestamp.init),
            let time = line.string("time").flatMap(Timestamp.init),
            let position = line.string("sequence").flatMap({ Int($0) }),
            let workflow = line.string("subject")?.split(separator: "/", omittingEmptySubsequences: false).last,
            let event = data.string("event"), let evidence = data.json("evidence"), let state = data.json("state"),
            let to = data.string("to"), let version = data.integer("version"),
            let definition = data.integer("definition")
        else { return nil }
        self.init(
            HistoryEntry(
                position: position, workflow: WorkflowID(rawValue: String(workflow)), version: version, event: event,
                from: data.string("from"), to: to, definitionVersion: definition, state: state, evidence: evidence,
                actor: Actor(type, id: actor), requestID: data.string("request"), at: time),
            in: storeID, recordedAt: recorded)
        guard self.bytes == bytes else { return nil }
    }
}

/// A string as JSON writes it.
private func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    return isPlain ? "\"\(text)\"" : CanonicalJSON.text(text)
}
