public import CanonicalJSON
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
        let bytes = [UInt8](bytes)
        var common = CommonTexts()
        self.init(bytes.indices, of: bytes, sharing: &common)
        guard entry.state.isCanonical else { return nil }
    }

    /// What most lines have in common with the one before them, and is kept once.
    package struct CommonTexts {
        fileprivate var actor: String?
        fileprivate var storeID: String?
        fileprivate var workflow: WorkflowID?

        /// Nothing was read yet.
        package init() {}
    }

    /// Reads a line that stands among others.
    ///
    /// Its state is not looked at, whether it is one, and whether it is written as it would have been: it makes up most of
    /// the line, and whoever audits it has the state that it must be.
    package init?(_ line: Range<Int>, of bytes: [UInt8], sharing common: inout CommonTexts) {
        guard var reader = CanonicalReader(bytes, line) else { return nil }
        do throws(OtherForm) {
            try self.init(reading: &reader, sharing: &common)
        } catch {
            // It is something else: the caller says what that means.
            return nil
        }
        guard reader.isAtEnd else { return nil }
    }

    /// Member after member, as they are written, each as it is written.
    private init(reading line: inout CanonicalReader, sharing common: inout CommonTexts) throws(OtherForm) {
        try line.beginObject()
        let actor = try line.read("authid", sharing: common.actor)
        let type = try line.read("authtype", as: Actor.Kind.self)
        let data = try line.read("data", as: Payload.self)
        try line.require("datacontenttype", "application/json")
        let id = try line.readPlain("id")
        let recordedAt = try line.read("recordedtime", as: Timestamp.self)
        let sequence = try line.readPlain("sequence")
        let source = try line.readPlain("source")
        try line.require("specversion", "1.0")
        let subject = try line.readPlain("subject")
        let time = try line.read("time", as: Timestamp.self)
        let names = KindNames(ofType: try line.readPlain("type"), to: data.to)
        try line.endObject()
        guard let position = LogLine.position(ofSequence: sequence),
            let storeID = LogLine.storeID(ofOrigin: source, sharing: common.storeID),
            let names, let workflow = Self.workflow(ofSubject: subject, names.subject, sharing: common.workflow),
            Self.isID(id, of: workflow, data.version)
        else { throw OtherForm() }
        (common.actor, common.storeID, common.workflow) = (actor, storeID, workflow)
        self.init(
            HistoryEntry(
                position: position, workflow: workflow, kind: names.kind, version: data.version,
                event: data.event, from: data.from, to: data.to, definitionVersion: data.definition,
                state: data.state, evidence: data.evidence, actor: Actor(type, id: actor),
                requestID: data.request, at: time),
            in: storeID, recordedAt: recordedAt)
    }

    /// What a line says of the transition itself.
    private struct Payload: CanonicalObjectReading {
        let definition: Int
        let event: String
        let evidence: WrittenValue
        let from: String?
        let request: String?
        let state: WrittenValue
        let to: String
        let version: Int

        init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
            definition = try reader.read("definition")
            event = try reader.read("event")
            evidence = try reader.written("evidence")
            from = try reader.readIfPresent("from")
            request = try reader.readIfPresent("request")
            // No string holds what comes next: its quotes would be escaped.
            state = try reader.unseen("state", before: #","to":""#)
            to = try reader.read("to")
            version = try reader.read("version")
        }
    }

    /// The workflow that a line is about, by its subject.
    ///
    /// Only letters and digits of ASCII: others may be equal to these and yet other bytes.
    private static func workflow(
        ofSubject subject: ArraySlice<UInt8>, _ collection: String, sharing last: WorkflowID?
    ) -> WorkflowID? {
        guard let rest = subject.after(collection), rest.count > 1, rest.first == UInt8(ascii: "/") else { return nil }
        let id = rest.dropFirst()
        if let last, id.isSame(as: last.rawValue) { return last }
        guard id.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }) else { return nil }
        return WorkflowID(rawValue: String(decoding: id, as: UTF8.self))
    }

    /// Whether a line's id is that of a workflow's transition.
    private static func isID(_ id: ArraySlice<UInt8>, of workflow: WorkflowID, _ version: Int) -> Bool {
        guard let rest = id.after(workflow.rawValue), rest.first == UInt8(ascii: "-") else { return false }
        return rest.dropFirst().isSame(as: String(version))
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
    init?(ofType type: ArraySlice<UInt8>, to phase: String) {
        guard let rest = type.after(LoggedTransition.typePrefix), rest.count > 1 + phase.utf8.count else { return nil }
        let name = rest.dropLast(1 + phase.utf8.count)
        let end = rest.dropFirst(name.count)
        guard end.first == UInt8(ascii: "."), end.dropFirst().isSame(as: phase) else { return nil }
        if name.isSame(as: Self.first.type) {
            self = Self.first
        } else {
            self = Self(of: String(decoding: name, as: UTF8.self))
            guard name.isSame(as: self.type) else { return nil }
        }
    }
}

extension Actor.Kind: CanonicallyRead {}

extension [UInt8] {
    fileprivate mutating func write(_ text: String...) {
        for text in text { append(contentsOf: text.utf8) }
    }

    fileprivate mutating func write(_ text: String, string: String) {
        append(contentsOf: text.utf8)
        CanonicalJSON.write(string, to: &self)
    }
}
