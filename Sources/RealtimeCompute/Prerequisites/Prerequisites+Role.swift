import Documents
import Workflow

/// `role.exists`: the role that the service assumes exists.
struct RoleExists: Prerequisite {
    let check = Check.roleExists

    func resource(for order: OrderSpecification) -> String { "role/\(Figures.role)" }

    func observe(_ observations: Observations, for order: OrderSpecification) async throws -> Answer<Role?>? {
        try await observations.role(Figures.role)
    }

    func judge(_ role: Role?, for order: OrderSpecification, others: [HeldClaim]) -> [Finding] {
        guard role == nil else { return [] }
        return [Finding(check, resource: resource(for: order), observed: "absent", required: "present")]
    }
}

/// `role.trust`: the role trusts the service to assume it.
///
/// The service's principal is assumed: a warning only.
struct RoleIsTrusting: Prerequisite {
    let check = Check.roleTrust

    func resource(for order: OrderSpecification) -> String { "role/\(Figures.role)" }

    func observe(_ observations: Observations, for order: OrderSpecification) async throws -> Answer<Role?>? {
        try await observations.role(Figures.role)
    }

    func judge(_ role: Role?, for order: OrderSpecification, others: [HeldClaim]) -> [Finding] {
        guard let role, !role.trustedServices.contains(Figures.assumedServicePrincipal) else { return [] }
        return [
            Finding(
                check,
                .warning,
                resource: resource(for: order),
                observed: role.trustedServices.isEmpty ? "none" : role.trustedServices.joined(separator: ", "),
                required: Figures.assumedServicePrincipal
            )
        ]
    }
}

/// `role.actions`: the policies attached to the role grant every action that exclusive mode needs.
struct RoleMayAct: Prerequisite {
    let check = Check.roleActions

    func resource(for order: OrderSpecification) -> String { "role/\(Figures.role)" }

    /// The policies of the role, if there is one.
    func observe(_ observations: Observations, for order: OrderSpecification) async throws -> Answer<[AttachedPolicy]?>?
    {
        let role = try await observations.role(Figures.role)
        guard role.value != nil else { return Answer(nil, requestID: role.requestID) }
        let policies = try await observations.cloud.policies(attachedTo: Figures.role)
        return Answer(policies.value, requestID: policies.requestID)
    }

    func judge(_ attached: [AttachedPolicy]?, for order: OrderSpecification, others: [HeldClaim]) -> [Finding] {
        guard let attached else { return [] }
        var policies: [AccessPolicy] = []
        var findings: [Finding] = []
        for policy in attached {
            do throws(InvalidDocument) {
                let document = try Document(text: policy.document, source: "policy/\(policy.name)")
                policies.append(try AccessPolicy.read(document))
            } catch {
                findings.append(
                    Finding(check, resource: error.source, observed: "unreadable", required: "a policy document"))
            }
        }
        let permissions = EffectivePermissions(of: policies)
        let missing = (Figures.requiredActions + [Figures.requiredStorageActions])
            .filter { !permissions.grantsEverywhere($0) }
        if !missing.isEmpty {
            findings.append(
                Finding(
                    check,
                    resource: resource(for: order),
                    observed: "not granted: " + missing.joined(separator: ", "),
                    required: "granted on *",
                    missing: missing
                )
            )
        }
        return findings
    }
}
