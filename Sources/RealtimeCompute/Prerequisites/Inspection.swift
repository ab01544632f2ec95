package import CanonicalJSON
package import Workflow

/// Prerequisites, looked at in one turn.
package struct Inspection: Codable, Equatable, Sendable {
    /// What does not hold.
    package let findings: [Finding]
    /// When the looking began, in the cloud's time.
    package let observedAt: Timestamp
    /// What a workflow claims that is cleared on this inspection.
    package let claims: [Claim]

    /// Looks at every prerequisite, less what others claim.
    ///
    /// A look that is refused for good becomes a blocking finding; any other failure ends the inspection.
    ///
    /// - Parameters:
    ///   - region: where everything is looked for.
    ///   - others: gives what others claim of the resources it is asked about.
    /// - Throws: ``CloudError``, if a look failed that may succeed later.
    package init(
        of prerequisites: [any Prerequisite],
        in services: any ObservedServices, _ region: RegionID,
        others: ([String]) async throws -> [HeldClaim],
        at now: Timestamp
    ) async throws {
        try await self.init(of: prerequisites, with: Observations(of: services, in: region), others: others, at: now)
    }

    /// Looks at every prerequisite, but for what is already known.
    package init(
        of prerequisites: [any Prerequisite],
        with observations: Observations,
        others: ([String]) async throws -> [HeldClaim],
        at now: Timestamp
    ) async throws {
        let others = try await others(prerequisites.flatMap(\.contested))
        var findings: [Finding] = []
        var claims: [Claim] = []
        for prerequisite in prerequisites {
            let result = try await prerequisite.inspect(with: observations, others: others)
            // One resource that may not be looked at is one finding, though many prerequisites ask about it.
            findings += result.findings.filter { finding in
                finding.refusal == nil || !findings.contains { $0.refusal != nil && $0.resource == finding.resource }
            }
            claims += result.claims
        }
        self.findings = findings
        self.claims = claims
        observedAt = now
    }

    init(findings: [Finding], observedAt: Timestamp, claims: [Claim]) {
        self.findings = findings
        self.observedAt = observedAt
        self.claims = claims
    }
}

extension Prerequisite {
    fileprivate func inspect(
        with observations: Observations, others: [HeldClaim]
    ) async throws -> (findings: [Finding], claims: [Claim]) {
        do {
            guard let answer = try await observe(observations) else { return ([], []) }
            let findings = judge(answer.value, others: others).map { $0.seen(by: answer.requestID) }
            return (findings, claims(answer.value))
        } catch let error as CloudError {
            guard let refusal = error.refusal else { throw error }
            let finding = Finding(
                Self.check,
                resource: resource,
                observed: "not observable: \(refusal.code)",
                required: "observable",
                missing: refusal.missingAction.map { [$0] } ?? [],
                refusal: refusal
            )
            return ([finding.seen(by: refusal.requestID)], [])
        }
    }
}

extension Inspection: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("claims", claims)
        writer.write("findings", findings)
        writer.write("observedAt", observedAt)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        claims = try reader.read("claims")
        findings = try reader.read("findings")
        observedAt = try reader.read("observedAt")
    }
}
