package import CanonicalJSON
import Workflow

/// One prerequisite that does not hold: what was looked at, what was seen there, and what is required.
package struct Finding: Codable, Equatable, Sendable {
    package enum Severity: String, Codable, Sendable {
        /// The order cannot go on before it is mended.
        case error
        /// The order goes on; jobs may suffer later.
        case warning
    }

    /// Another order's share in what is missing here.
    package struct ClaimHolder: Codable, Equatable, Sendable {
        package let order: OrderID
        package let name: String
        package let amount: Int
    }

    package let check: Check
    package let severity: Severity
    /// What was looked at: `vswitch/vsw-1`.
    package let resource: String
    /// What was seen, as a value that reads the same in every language.
    package let observed: String
    /// What is required, likewise.
    package let required: String
    /// Who holds what is missing, where orders compete.
    package let claimedBy: [ClaimHolder]
    /// The actions that are not granted.
    package let missing: [String]
    /// Why nothing could be seen, where that is the finding.
    package let refusal: CloudRefusal?
    /// The request that saw it.
    package private(set) var requestID: RequestID?

    init(
        _ check: Check,
        _ severity: Severity = .error,
        resource: String,
        observed: String,
        required: String,
        claimedBy: [ClaimHolder] = [],
        missing: [String] = [],
        refusal: CloudRefusal? = nil
    ) {
        self.check = check
        self.severity = severity
        self.resource = resource
        self.observed = observed
        self.required = required
        self.claimedBy = claimedBy
        self.missing = missing
        self.refusal = refusal
    }

    /// With why it could not be mended.
    func refused(_ refusal: CloudRefusal) -> Self {
        var finding = Finding(
            check, severity, resource: resource, observed: observed, required: required, claimedBy: claimedBy,
            missing: missing, refusal: refusal)
        finding.requestID = refusal.requestID
        return finding
    }

    func seen(by request: RequestID?) -> Self {
        var finding = self
        finding.requestID = request
        return finding
    }

    /// What makes two findings the same: when and by which request they were made does not count.
    fileprivate struct Identity: Hashable {
        let check: Check
        let severity: Severity
        let resource: String
        let observed: String
        let required: String
    }

    fileprivate var identity: Identity {
        Identity(check: check, severity: severity, resource: resource, observed: observed, required: required)
    }
}

extension [Finding] {
    /// Those that hold an order up.
    package var blocking: Self { filter { $0.severity == .error } }

    /// Whether these say something else than `others`.
    package func differ(from others: Self) -> Bool {
        Set(map(\.identity)) != Set(others.map(\.identity))
    }
}

extension Finding.Severity: CanonicalValue {}

extension Finding.ClaimHolder: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("amount", amount)
        writer.write("name", name)
        writer.write("order", order)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        amount = try reader.read("amount")
        name = try reader.read("name")
        order = try reader.read("order")
    }
}

extension Finding: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("check", check)
        writer.write("claimedBy", claimedBy)
        writer.write("missing", missing)
        writer.write("observed", observed)
        writer.write("refusal", ifPresent: refusal)
        writer.write("requestID", ifPresent: requestID)
        writer.write("required", required)
        writer.write("resource", resource)
        writer.write("severity", severity)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        check = try reader.read("check")
        claimedBy = try reader.read("claimedBy")
        missing = try reader.read("missing")
        observed = try reader.read("observed")
        refusal = try reader.readIfPresent("refusal")
        requestID = try reader.readIfPresent("requestID")
        required = try reader.read("required")
        resource = try reader.read("resource")
        severity = try reader.read("severity")
    }
}
