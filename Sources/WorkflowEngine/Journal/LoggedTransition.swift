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
        let (state, evidence) = (entry.state.text, entry.evidence.text)
        line.reserveCapacity(640 + state.utf8.count + evidence.utf8.count)
        line.write(#"{"authid":"#, string: entry.actor.id)
        line.write(#","authtype":"#, string: entry.actor.type.rawValue)
        line.write(#","data":{"definition":"#, String(entry.definitionVersion))
        line.write(#","event":"#, string: entry.event)
        line.write(#","evidence":"#, evidence)
        if let from = entry.from { line.write(#","from":"#, string: from) }
        if let request = entry.requestID { line.write(#","request":"#, string: request) }
        line.write(#","state":"#, state)
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
        guard let document = CanonicalDocument([UInt8](bytes)) else { return nil }
        // Member after member, as they are written, each as it is written.
        var line = document.members(of: document.root)
        guard let actor = line.takeString("authid"),
            let type = line.takeString("authtype").flatMap(Actor.Kind.init(written:)),
            let data = line.take("data").map(document.members), let payload = Payload(data, of: document),
            line.take("datacontenttype", "application/json"),
            let id = line.take("id"),
            let recordedAt = line.takeString("recordedtime").flatMap(Timestamp.described),
            let position = line.takeString("sequence").flatMap(LogLine.position(ofSequence:)),
            let storeID = line.takeString("source").flatMap(LogLine.storeID),
            line.take("specversion", "1.0"),
            let subject = line.takeString("subject"),
            let time = line.takeString("time").flatMap(Timestamp.described),
            let names = line.takeString("type").flatMap({ KindNames(ofType: $0, to: payload.to) }),
            let workflow = Self.workflow(ofSubject: subject, names.subject),
            document.isString(id, "\(workflow)-\(payload.version)"), line.isAtEnd
        else { return nil }
        self.init(
            HistoryEntry(
                position: position, workflow: workflow, kind: names.kind, version: payload.version,
                event: payload.event, from: payload.from, to: payload.to, definitionVersion: payload.definition,
                state: payload.state, evidence: payload.evidence, actor: Actor(type, id: actor),
                requestID: payload.request, at: time),
            in: storeID, recordedAt: recordedAt)
    }

    /// What a line says of the transition itself.
    private struct Payload {
        let definition: Int
        let event: String
        let evidence: WrittenValue
        let from: String?
        let request: String?
        let state: WrittenValue
        let to: String
        let version: Int

        init?(_ members: CanonicalMembers, of document: CanonicalDocument) {
            var members = members
            guard let definition = members.takeInteger("definition"), let event = members.takeString("event"),
                let evidence = members.take("evidence")
            else { return nil }
            let (from, request) = (members.takeString("from"), members.takeString("request"))
            guard let state = members.take("state"), let to = members.takeString("to"),
                let version = members.takeInteger("version"), members.isAtEnd
            else { return nil }
            self.definition = definition
            self.event = event
            self.evidence = WrittenValue(evidence, of: document)
            self.from = from
            self.request = request
            self.state = WrittenValue(state, of: document)
            self.to = to
            self.version = version
        }
    }

    /// The workflow that a line is about, by its subject.
    ///
    /// Only letters and digits of ASCII: others may be equal to these and yet other bytes.
    private static func workflow(ofSubject subject: String, _ collection: String) -> WorkflowID? {
        let prefix = collection + "/"
        let id = subject.utf8.dropFirst(prefix.utf8.count)
        let isPlain = id.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
        guard subject.utf8.starts(with: prefix.utf8), !id.isEmpty, isPlain else { return nil }
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

    /// Reads the type of an event that led to `phase`, byte by byte: other texts may be equal to it.
    init?(ofType type: String, to phase: String) {
        let (prefix, suffix) = (LoggedTransition.typePrefix.utf8, ("." + phase).utf8)
        let name = type.utf8.dropFirst(prefix.count).dropLast(suffix.count)
        guard type.utf8.count > prefix.count + suffix.count, type.utf8.starts(with: prefix),
            type.utf8.suffix(suffix.count).elementsEqual(suffix)
        else { return nil }
        let kind = String(decoding: name, as: UTF8.self)
        self = kind == Self.first.type ? Self.first : Self(of: kind)
        guard self.type.utf8.elementsEqual(name) else { return nil }
    }
}

extension Actor.Kind {
    /// The kind that is written so, to the byte.
    fileprivate init?(written text: String) {
        self.init(rawValue: text)
        guard rawValue.utf8.elementsEqual(text.utf8) else { return nil }
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
