package import CanonicalJSON

/// Who we are to the cloud.
///
/// On the real APIs: STS GetCallerIdentity.
package protocol CallerIdentityService {
    func callerIdentity() async throws -> Answer<Caller>
}

/// Who makes the calls.
package struct Caller: Codable, Hashable, Sendable {
    package enum Kind: String, CaseIterable, Codable, Sendable {
        case account
        case ramUser = "ram-user"
        case assumedRole = "assumed-role"
    }

    package let kind: Kind
    /// The account's id, or the name of the user or role.
    package let id: String

    package init(_ kind: Kind, id: String) {
        self.kind = kind
        self.id = id
    }
}

extension Caller.Kind: CanonicalValue {}

extension Caller: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("id", id)
        writer.write("kind", kind)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        id = try reader.read("id")
        kind = try reader.read("kind")
    }
}
