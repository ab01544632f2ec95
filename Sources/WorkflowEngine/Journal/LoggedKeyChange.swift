import CanonicalJSON
public import Foundation
public import Workflow

/// A change of the key that a log is signed with, as it stands in the log: a line like those of transitions.
public struct LoggedKeyChange: Equatable, Sendable {
    /// Its place in the log, from 1.
    public let position: Int
    /// The store whose log it is.
    public let storeID: String
    /// Who changed the key.
    public let actor: Actor
    /// When it was written, in real time.
    public let recordedAt: Timestamp
    /// A note of the old and the new verifier key, signed by both.
    public let note: String

    /// Joins what is to be said of a change of key.
    public init(at position: Int, in storeID: String, by actor: Actor, recordedAt: Timestamp, note: String) {
        self.position = position
        self.storeID = storeID
        self.actor = actor
        self.recordedAt = recordedAt
        self.note = note
    }

    /// The type of the event.
    public static let type = "dev.sluice.key.changed"
    /// What the change leads to, where a transition has its phase.
    public static let phase = "key-changed"

    private struct Line: Codable {
        struct Payload: Codable {
            let note: String
        }

        let authid: String
        let authtype: Actor.Kind
        let data: Payload
        let datacontenttype: String
        let id: String
        let recordedtime: Timestamp
        let sequence: String
        let source: String
        let specversion: String
        let subject: String
        let time: Timestamp
        let type: String
    }

    /// The line.
    public var bytes: Data {
        let line = Line(
            authid: actor.id, authtype: actor.type, data: Line.Payload(note: note),
            datacontenttype: "application/json", id: "key-\(position)", recordedtime: recordedAt,
            sequence: LogLine.sequence(position),
            source: LogLine.origin(of: storeID), specversion: "1.0", subject: "key", time: recordedAt,
            type: Self.type)
        return Data(CanonicalJSON.bytes(line))
    }

    /// Reads a line; `nil` if it is not one, or is written in any other way than it would have been.
    public init?(_ bytes: Data) {
        let line: Line
        do {
            line = try CanonicalJSON.value(of: Array(bytes))
        } catch {
            // It is something else: the caller says what that means.
            return nil
        }
        guard let position = Int(line.sequence), let storeID = LogLine.storeID(ofOrigin: line.source) else {
            return nil
        }
        self.init(
            at: position, in: storeID,
            by: Actor(line.authtype, id: line.authid), recordedAt: line.recordedtime, note: line.data.note)
        guard self.bytes == bytes else { return nil }
    }
}
