/// What the members of a value were seen to be written as.
///
/// A state has most of its members from the one before it. One that is equal to what it was, and is written in the same
/// bytes, is not compared again member by member. That holds where all texts are ASCII: others may be equal, and yet be
/// other bytes.
package struct KnownMembers: Sendable {
    private var members: [any KnownMember] = []

    /// Nothing is known yet.
    package init() {}

    /// Whether a member is known to be written as it is in `document`.
    func contains(
        _ value: some Encodable, _ name: String, writtenAs node: Int, of document: CanonicalDocument
    ) -> Bool {
        guard let member = members.first(where: { $0.name == name }) else { return false }
        return document.isWritten(node, member.bytes) && member.isEqual(to: value)
    }

    /// Notes how a member is written; what cannot be compared with others is never known.
    mutating func note(
        _ value: some Encodable, _ name: String, writtenAs node: Int, of document: CanonicalDocument
    ) {
        func member(_ value: some Equatable) -> any KnownMember {
            Member(name: name, value: value, bytes: Array(document.written(node)))
        }
        let place = members.firstIndex { $0.name == name }
        switch (place, (value as? any Equatable).map { member($0) }) {
        case (let place?, let member?): members[place] = member
        case (let place?, nil): members.remove(at: place)
        case (nil, let member?): members.append(member)
        case (nil, nil): break
        }
    }
}

private protocol KnownMember: Sendable {
    var name: String { get }
    var bytes: [UInt8] { get }
    func isEqual(to other: some Encodable) -> Bool
}

private struct Member<Value: Equatable>: KnownMember {
    let name: String
    let value: Value
    let bytes: [UInt8]

    func isEqual<Other: Encodable>(to other: Other) -> Bool {
        guard Other.self == Value.self else { return false }
        // A cast would copy it, with all that is in it.
        return unsafe withUnsafePointer(to: other) { pointer in
            unsafe UnsafeRawPointer(pointer).assumingMemoryBound(to: Value.self).pointee == value
        }
    }
}

// Values of states, which are `Sendable`: a marker that cannot be asked for when the program runs.
extension Member: @unchecked Sendable {}
