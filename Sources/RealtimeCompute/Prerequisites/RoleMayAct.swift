import AccessPolicies
import Documents
package import Wording
package import Workflow

extension Check {
    package static let roleActions = Self(rawValue: "role.actions")
}

/// `role.actions`: the policies attached to the role grant every action that the service needs.
package struct RoleMayAct: Prerequisite {
    package static let check = Check.roleActions

    let role: RoleName
    let actions: [String]

    package init(_ role: RoleName, _ actions: [String]) {
        self.role = role
        self.actions = actions
    }

    package var resource: String { "role/\(role)" }

    /// The policies of the role, if there is one.
    package func observe(_ observations: Observations) async throws -> Answer<[AttachedPolicy]?>? {
        let known = try await observations.role(role)
        guard known.value != nil else { return Answer(nil, requestID: known.requestID) }
        let policies = try await observations.services.policies(attachedTo: role)
        return Answer(policies.value, requestID: policies.requestID)
    }

    /// What is judged of a role, by what it is judged: the orders of an account rest on the same few.
    private struct Case: Hashable {
        let role: RoleName
        let actions: [String]
        let policies: [AttachedPolicy]
    }

    private static let judgements = Memo<Case, [Finding]>(capacity: 64)

    package func judge(_ attached: [AttachedPolicy]?, others: [HeldClaim]) -> [Finding] {
        guard let attached else { return [] }
        return Self.judgements.value(for: Case(role: role, actions: actions, policies: attached)) { judge(attached) }
    }

    private func judge(_ attached: [AttachedPolicy]) -> [Finding] {
        var policies: [AccessPolicy] = []
        var names: [String] = []
        var findings: [Finding] = []
        for policy in attached {
            do throws(InvalidDocument) {
                let document = try Document(text: policy.document, source: "policy/\(policy.name)")
                policies.append(try AccessPolicy.read(document))
                names.append(policy.name.rawValue)
            } catch {
                findings.append(finding(of: error.source, observed: "unreadable", required: "a policy document"))
            }
        }
        let permissions = EffectivePermissions(of: policies)
        let missing = actions.filter { !permissions.grantsEverywhere($0) }
        if !missing.isEmpty {
            let denying = missing.compactMap { action -> String? in
                guard case .explicitDeny(let statement) = permissions.decision(on: action, "*") else { return nil }
                return names[statement.policy]
            }
            let denied = denying.isEmpty ? "" : Self.denial + Set(denying).sorted().joined(separator: ", ")
            findings.append(
                finding(
                    observed: "not granted: " + missing.joined(separator: ", ") + denied, required: "granted on *",
                    missing: missing))
        }
        return findings
    }

    /// What stands before the policies that deny an action, whatever others grant.
    private static let denial = "; denied by "

    /// The policies that deny what is not granted, as a finding names them; `nil` if none does.
    static func denyingPolicies(in observed: String) -> String? {
        observed.firstRange(of: denial).map { String(observed[$0.upperBound...]) }
    }

    package static func message(of finding: Finding) -> LocalizedText {
        finding.missing.isEmpty
            ? LocalizedText("\(finding.resource) cannot be read as a policy", zh: "无法解析 \(finding.resource) 的权限策略")
            : LocalizedText(
                "\(finding.resource) is not granted \(finding.missing.joined(separator: ", "))",
                zh: "\(finding.resource) 缺少权限 \(finding.missing.joined(separator: "、"))"
            )
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        if let policies = denyingPolicies(in: finding.observed) {
            return LocalizedText(
                "Detach \(policies) from the role, which denies them whatever else is attached.",
                zh: "请从角色解除 \(policies)：无论授予其他何种策略，它都会拒绝这些权限。")
        }
        return LocalizedText(
            "Attach AliyunStreamRolePolicy, or a policy that grants them and AliyunOSSFullAccess.",
            zh: "请为角色授权 AliyunStreamRolePolicy，或授予上述权限的策略及 AliyunOSSFullAccess。"
        )
    }
}
