package import CanonicalJSON
package import Workflow

// What events carry about the prerequisites.

/// Every prerequisite held: the ground on which a cluster may be asked for.
///
/// It can only be made of an inspection that found nothing blocking.
package struct Clearance: Codable, Equatable, Sendable {
    package let instance: InstanceID
    /// Warnings; none of them blocks.
    package let findings: [Finding]
    package let observedAt: Timestamp
    /// The addresses and the stock that are held for the order while it is ready.
    package let claims: [Claim]

    package init?(_ inspection: Inspection, on instance: InstanceID) {
        guard inspection.findings.blocking.isEmpty else { return nil }
        self.instance = instance
        findings = inspection.findings
        observedAt = inspection.observedAt
        claims = inspection.claims
    }

    /// Whether it is in force, for as long as `timing` says.
    package func isValid(at now: Timestamp, by timing: Timing) -> Bool {
        now < observedAt + timing.clearance
    }
}

/// At least one prerequisite did not hold.
package struct Obstruction: Codable, Equatable, Sendable {
    /// What the order's purchase has bought, where there is one.
    package let instance: InstanceID?
    package let findings: [Finding]
    package let observedAt: Timestamp

    package init?(_ inspection: Inspection, on instance: InstanceID? = nil) {
        guard !inspection.findings.blocking.isEmpty else { return nil }
        self.instance = instance
        findings = inspection.findings
        observedAt = inspection.observedAt
    }
}

extension Clearance: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("claims", claims)
        writer.write("findings", findings)
        writer.write("instance", instance)
        writer.write("observedAt", observedAt)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        claims = try reader.read("claims")
        findings = try reader.read("findings")
        instance = try reader.read("instance")
        observedAt = try reader.read("observedAt")
    }
}

extension Obstruction: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("findings", findings)
        writer.write("instance", ifPresent: instance)
        writer.write("observedAt", observedAt)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        findings = try reader.read("findings")
        instance = try reader.readIfPresent("instance")
        observedAt = try reader.read("observedAt")
    }
}
