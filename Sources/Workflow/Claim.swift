public import CanonicalJSON

/// So much of a shared resource, held by one workflow for as long as its state says so.
///
/// Claims are replaced in the same commit as the state that declares them. Of a claim that is new the commit checks that
/// all workflows of a cloud together hold no more than its ``limit``; one that is kept was granted before.
public struct Claim: Codable, Hashable, Sendable {
    /// What is held: `vswitch/vsw-1/addresses`.
    public let resource: String
    /// How much of it.
    public let amount: Int
    /// The most that all workflows together may hold, as observed when the claim was made.
    public let limit: Int

    /// Creates a claim on `amount` of `resource`, of which there are `limit`.
    public init(_ resource: String, amount: Int, limit: Int) {
        self.resource = resource
        self.amount = amount
        self.limit = limit
    }
}

extension Claim: CanonicalObject, CanonicalObjectReading {
    public func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("amount", amount)
        writer.write("limit", limit)
        writer.write("resource", resource)
    }

    public init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        amount = try reader.read("amount")
        limit = try reader.read("limit")
        resource = try reader.read("resource")
    }
}

/// A claim and who holds it.
public struct HeldClaim: Hashable, Sendable {
    /// What is held, and how much of it.
    public let claim: Claim
    /// The workflow that holds it.
    public let holder: WorkflowID
    /// The name people know the holder by.
    public let holderName: String

    /// Creates the record of a held claim.
    public init(_ claim: Claim, holder: WorkflowID, named holderName: String) {
        self.claim = claim
        self.holder = holder
        self.holderName = holderName
    }
}
