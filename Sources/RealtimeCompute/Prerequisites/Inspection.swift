package import Workflow

/// Every prerequisite of an order, looked at in one turn.
package struct Inspection: Codable, Equatable, Sendable {
    /// What does not hold.
    package let findings: [Finding]
    /// When the looking began, in the cloud's time.
    package let observedAt: Timestamp
    /// What the order claims if it is cleared on this inspection.
    package let claims: [Claim]

    /// For what an inspection is made.
    package enum Purpose: Sendable {
        case buying
        case creatingCluster

        fileprivate var prerequisites: [any Prerequisite] {
            switch self {
            case .buying: Prerequisites.ofBuying
            case .creatingCluster: Prerequisites.afterPayment
            }
        }
    }

    /// Looks at every prerequisite of `order`, less what other orders claim.
    ///
    /// A look that is refused for good becomes a blocking finding; any other failure ends the inspection.
    ///
    /// - Parameter others: what other orders claim of what is ``contested(by:)``.
    /// - Throws: ``CloudError``, if a look failed that may succeed later.
    package init(
        of order: OrderSpecification,
        for purpose: Purpose,
        in cloud: any Cloud,
        others: [HeldClaim],
        at now: Timestamp
    ) async throws {
        let observations = Observations(of: cloud)
        var findings: [Finding] = []
        var claims: [Claim] = []
        for prerequisite in purpose.prerequisites {
            let result = try await prerequisite.inspect(order, with: observations, others: others)
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

    /// The resources of `order` that other orders may claim too: what they hold of them is to be known before.
    package static func contested(by order: OrderSpecification) -> [String] {
        Purpose.buying.prerequisites.flatMap { $0.contested(by: order) }
    }

    init(findings: [Finding], observedAt: Timestamp, claims: [Claim]) {
        self.findings = findings
        self.observedAt = observedAt
        self.claims = claims
    }
}

extension Prerequisite {
    fileprivate func inspect(
        _ order: OrderSpecification,
        with observations: Observations,
        others: [HeldClaim]
    ) async throws -> (findings: [Finding], claims: [Claim]) {
        do {
            guard let answer = try await observe(observations, for: order) else { return ([], []) }
            let findings = judge(answer.value, for: order, others: others).map { $0.seen(by: answer.requestID) }
            return (findings, claims(answer.value, for: order))
        } catch let error as CloudError {
            guard let refusal = error.refusal else { throw error }
            let finding = Finding(
                check,
                resource: resource(for: order),
                observed: "not observable: \(refusal.code)",
                required: "observable",
                refusal: refusal
            )
            return ([finding.seen(by: refusal.requestID)], [])
        }
    }
}
