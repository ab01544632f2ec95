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

    /// What the type of an event begins with; the kind of workflow and the phase that it came to follow.
    public static let typePrefix = "dev.sluice."

    /// The line.
    public var bytes: Data { Data(line) }

    private var line: [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(640 + entry.state.utf8.count + entry.evidence.utf8.count)
        line.write(#"{"authid":"#, string: entry.actor.id)
        line.write(#","authtype":"#, string: entry.actor.type.rawValue)
        line.write(#","data":{"definition":"#, String(entry.definitionVersion))
        line.write(#","event":"#, string: entry.event)
        line.write(#","evidence":"#, entry.evidence)
        if let from = entry.from { line.write(#","from":"#, string: from) }
        if let request = entry.requestID { line.write(#","request":"#, string: request) }
        line.write(#","state":"#, entry.state)
        line.write(#","to":"#, string: entry.to)
        line.write(#","version":"#, String(entry.version), "}")
        line.write(#","datacontenttype":"application/json","id":""#, entry.workflow.rawValue)
        line.write("-", String(entry.version))
        line.write(#"","recordedtime":""#, recordedAt.description)
        line.write(#"","sequence":""#, LogLine.sequence(entry.position))
        line.write(#"","source":"#, string: LogLine.origin(of: storeID))
        let names = KindNames(of: entry.kind)
        line.write(#","specversion":"1.0","subject":"#, string: "\(names.subject)/\(entry.workflow)")
        line.write(#","time":""#, entry.at.description)
        line.write(#"","type":"#, string: "\(Self.typePrefix)\(names.type).\(entry.to)")
        line.write("}")
        return line
    }

    /// Reads a line.
    ///
    /// `nil` if it is not one, or is written in any other way than it would have been.
    public init?(_ bytes: Data) {
        let bytes = [UInt8](bytes)
        guard let line = CanonicalDocument(bytes), let data = line.member("data", of: line.root),
            let type = line.string(of: "authtype").flatMap(Actor.Kind.init(rawValue:)),
            let actor = line.string(of: "authid"),
            let storeID = line.string(of: "source").flatMap(LogLine.storeID),
            let recorded = line.string(of: "recordedtime").flatMap(Timestamp.init),
            let time = line.string(of: "time").flatMap(Timestamp.init),
            let position = line.string(of: "sequence").flatMap({ Int($0) }),
            let to = line.string(of: "to", in: data),
            let names = line.string(of: "type").flatMap({ KindNames(ofType: $0, to: to) }),
            let workflow = line.string(of: "subject").flatMap({ Self.workflow(ofSubject: $0, names.subject) }),
            let event = line.string(of: "event", in: data),
            let evidence = line.member("evidence", of: data), let state = line.member("state", of: data),
            let version: Int = line.member("version", of: data).flatMap(line.integer),
            let definition: Int = line.member("definition", of: data).flatMap(line.integer)
        else { return nil }
        self.init(
            HistoryEntry(
                position: position, workflow: workflow, kind: names.kind, version: version, event: event,
                from: line.string(of: "from", in: data), to: to, definitionVersion: definition,
                state: String(decoding: line.written(state), as: UTF8.self),
                evidence: String(decoding: line.written(evidence), as: UTF8.self), actor: Actor(type, id: actor),
                requestID: line.string(of: "request", in: data), at: time),
            in: storeID, recordedAt: recorded)
        guard self.line == bytes else { return nil }
    }

    /// The workflow that a line is about, by its subject.
    ///
    /// Only letters and digits of ASCII: others may be equal to these and yet other bytes.
    private static func workflow(ofSubject subject: String, _ collection: String) -> WorkflowID? {
        let prefix = collection + "/"
        let id = subject.utf8.dropFirst(prefix.utf8.count)
        let isPlain = id.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
        guard subject.hasPrefix(prefix), !id.isEmpty, isPlain else { return nil }
        return WorkflowID(rawValue: String(decoding: id, as: UTF8.self))
    }
}

/// How a kind of workflow is named in the log: in the types of its events, and in their subjects.
///
/// Release 0.1 knew one kind, and called it an order; its lines keep that name for good.
private struct KindNames {
    let kind: String
    let type: String
    let subject: String

    private static let first = Self(kind: "exclusive-order", type: "order", subject: "orders")

    private init(kind: String, type: String, subject: String) {
        self.kind = kind
        self.type = type
        self.subject = subject
    }

    init(of kind: String) {
        self = kind == Self.first.kind ? Self.first : Self(kind: kind, type: kind, subject: kind)
    }

    /// Reads the type of an event that led to `phase`.
    init?(ofType type: String, to phase: String) {
        let (prefix, suffix) = (LoggedTransition.typePrefix, "." + phase)
        guard type.hasPrefix(prefix), type.hasSuffix(suffix), type.utf8.count > prefix.utf8.count + suffix.utf8.count
        else { return nil }
        let name = String(type.dropFirst(prefix.count).dropLast(suffix.count))
        self = name == Self.first.type ? Self.first : Self(of: name)
    }
}

extension CanonicalDocument {
    fileprivate func string(of name: String, in object: Int? = nil) -> String? {
        member(name, of: object ?? root).flatMap(string)
    }
}

extension [UInt8] {
    fileprivate mutating func write(_ text: String...) {
        for text in text { append(contentsOf: text.utf8) }
    }

    fileprivate mutating func write(_ text: String, string: String) {
        append(contentsOf: text.utf8)
        CanonicalJSON.write(string, to: &self)
    }
}
