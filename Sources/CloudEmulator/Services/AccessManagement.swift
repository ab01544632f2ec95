import AccessPolicies
import AlibabaWire
import Documents
import Foundation
import RealtimeCompute
import SimulatedCloud

/// RAM 2015-05-01.
enum AccessManagement {
    static let actions: [String: Services.Handler] = [
        "GetRole": getRole, "ListRoles": listRoles, "CreateRole": createRole, "UpdateRole": updateRole,
        "DeleteRole": deleteRole, "ListPoliciesForRole": listPoliciesForRole,
        "ListPoliciesForUser": listPoliciesForUser, "GetPolicy": getPolicy,
        "GetPolicyVersion": getPolicyVersion, "ListPolicyVersions": listPolicyVersions, "ListPolicies": listPolicies,
        "CreatePolicy": createPolicy, "DeletePolicy": deletePolicy, "AttachPolicyToRole": attachPolicyToRole,
        "DetachPolicyFromRole": detachPolicyFromRole,
    ]

    /// Nothing in the simulated cloud has such times.
    private static let date: JSONValue = "2021-01-01T00:00:00Z"

    // MARK: - Roles

    private static func fields(of role: ListedRole, _ account: AccountID) -> [String: JSONValue] {
        let (principals, services) = (
            role.trusts.filter { $0.hasPrefix("acs:") }, role.trusts.filter { !$0.hasPrefix("acs:") }
        )
        var principal: [String: JSONValue] = [:]
        if !services.isEmpty { principal["Service"] = .list(services.map { .text($0) }) }
        if !principals.isEmpty { principal["RAM"] = .list(principals.map { .text($0) }) }
        let trust: JSONValue = [
            "Version": "1",
            "Statement": [["Action": "sts:AssumeRole", "Effect": "Allow", "Principal": .object(principal)]],
        ]
        return [
            "RoleId": .text("role-\(role.name)"), "RoleName": .text(role.name.rawValue),
            "Arn": .text("acs:ram::\(account):role/\(role.name.rawValue.lowercased())"),
            "AssumeRolePolicyDocument": .text(trust.text), "MaxSessionDuration": .integer(role.longestSession),
            "Description": .text(role.description), "CreateDate": date, "UpdateDate": date,
        ]
    }

    private static func role(_ exchange: Exchange, _ call: Call) throws -> ListedRole {
        let name = try exchange.required("RoleName").lowercased()
        let role = try exchange.look(call) { state, now in
            state.roles(at: now).first { $0.name.rawValue.lowercased() == name }
        }
        guard let role else { throw WireError(404, "EntityNotExist.Role", "The role not exists: \(name) .") }
        return role
    }

    @Sendable private static func getRole(_ exchange: Exchange) throws -> ActionReply {
        ActionReply(["Role": .object(fields(of: try role(exchange, .getRole), exchange.account))])
    }

    @Sendable private static func listRoles(_ exchange: Exchange) throws -> ActionReply {
        let roles = try exchange.look(.listRoles) { state, now in state.roles(at: now) }
        let part = try MarkedPart(of: roles, exchange, name: \.name.rawValue)
        return ActionReply(
            part.fields.merging([
                "Roles": ["Role": .list(part.items.map { .object(fields(of: $0, exchange.account)) })]
            ]) { $1 })
    }

    /// The services and principals that a trust policy lets assume a role.
    private static func trusts(_ exchange: Exchange, _ name: String) throws -> [String] {
        let text = try exchange.required(name)
        guard let document = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)),
            case .object(let fields) = document, case .list(let statements)? = fields["Statement"]
        else { throw WireError(400, "MalformedPolicyDocument", "The policy document is malformed.") }
        return statements.flatMap { statement -> [String] in
            guard case .object(let fields) = statement, case .object(let principal)? = fields["Principal"] else {
                return []
            }
            return principal.values.flatMap { value -> [String] in
                switch value {
                case .text(let text): [text]
                case .list(let items): items.compactMap { if case .text(let text) = $0 { text } else { nil } }
                case .null, .boolean, .integer, .decimal, .object: []
                }
            }
        }.sorted()
    }

    @Sendable private static func createRole(_ exchange: Exchange) throws -> ActionReply {
        let name = try exchange.name("RoleName", RoleName.self)
        guard name.rawValue.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || ".-@".contains($0)) }) else {
            throw WireError(
                400, "InvalidParameter.RoleName.InvalidChars", "The parameter RoleName has invalid characters.")
        }
        guard name.rawValue.count <= 64 else {
            throw WireError(400, "InvalidParameter.RoleName.Length", "The parameter RoleName is too long.")
        }
        let trusts = try trusts(exchange, "AssumeRolePolicyDocument")
        let (description, session) = (
            exchange.optional("Description"), try exchange.integer("MaxSessionDuration")
        )
        guard session.map(sessions.contains) ?? true else {
            throw WireError(
                400, "InvalidParameter.MaxSessionDuration", "The parameter MaxSessionDuration is not valid.")
        }
        return try exchange.ask(
            .createRole(name, trusting: trusts, description: description, longestSession: session)
        ) { reply in
            guard case .role(let role) = reply else { return [:] }
            return ["Role": .object(fields(of: role, exchange.account))]
        }
    }

    /// How long the longest session of a role may be, in seconds.
    ///
    /// Source: RAM CreateRole.
    private static let sessions = 3600...43_200

    @Sendable private static func updateRole(_ exchange: Exchange) throws -> ActionReply {
        let name = try exchange.name("RoleName", RoleName.self)
        let trusts = try trusts(exchange, "NewAssumeRolePolicyDocument")
        let role = try exchange.change("update-role") { state, now in
            try state.updateRole(name, trusting: trusts, at: now)
        }
        return ActionReply(["Role": .object(fields(of: role, exchange.account))])
    }

    @Sendable private static func deleteRole(_ exchange: Exchange) throws -> ActionReply {
        let name = try exchange.name("RoleName", RoleName.self)
        return try exchange.ask(.deleteRole(name)) { _ in [:] }
    }

    // MARK: - Policies

    private static func fields(of policy: ListedPolicy) -> [String: JSONValue] {
        [
            "PolicyName": .text(policy.name.rawValue), "PolicyType": policy.isSystem ? "System" : "Custom",
            "DefaultVersion": "v1", "Description": .text(policy.description), "CreateDate": date, "UpdateDate": date,
            "AttachmentCount": .integer(policy.attachmentCount),
        ]
    }

    private static func version(of policy: ListedPolicy) -> JSONValue {
        [
            "VersionId": "v1", "IsDefaultVersion": true, "CreateDate": date, "PolicyDocument": .text(policy.document),
        ]
    }

    private static func policy(_ exchange: Exchange) throws -> ListedPolicy {
        let (name, type) = (try exchange.name("PolicyName", PolicyName.self), try policyType(exchange))
        let found = try exchange.look(.getPolicy) { state, now in state.policy(name, at: now) }
        guard let found, found.isSystem == (type == "System") else {
            throw WireError(404, "EntityNotExist.Policy", "The policy not exists: \(name) .")
        }
        return found
    }

    private static func policyType(_ exchange: Exchange) throws -> String {
        let type = try exchange.required("PolicyType")
        guard type == "System" || type == "Custom" else {
            throw WireError(400, "InvalidParameter.PolicyType", "The parameter PolicyType is not valid.")
        }
        return type
    }

    @Sendable private static func listPoliciesForRole(_ exchange: Exchange) throws -> ActionReply {
        let role = try role(exchange, .listRolePolicies)
        let policies = try exchange.cloud.look(uncounted: { state, now in
            role.policies.compactMap { state.policy($0, at: now) }
        })
        let list = policies.map { policy -> JSONValue in
            var fields = fields(of: policy)
            fields["AttachDate"] = date
            return .object(fields)
        }
        return ActionReply(["Policies": ["Policy": .list(list)]])
    }

    @Sendable private static func listPoliciesForUser(_ exchange: Exchange) throws -> ActionReply {
        let name = try exchange.required("UserName")
        let policies = try exchange.look(.listUserPolicies) { state, now in
            state.policies(ofUser: name).map { $0.compactMap { state.policy($0, at: now) } }
        }
        guard let policies else { throw WireError(404, "EntityNotExist.User", "The user not exists: \(name) .") }
        let list = policies.map { policy -> JSONValue in
            .object(fields(of: policy).merging(["AttachDate": date]) { $1 })
        }
        return ActionReply(["Policies": ["Policy": .list(list)]])
    }

    @Sendable private static func getPolicy(_ exchange: Exchange) throws -> ActionReply {
        let policy = try policy(exchange)
        return ActionReply(["Policy": .object(fields(of: policy)), "DefaultPolicyVersion": version(of: policy)])
    }

    @Sendable private static func getPolicyVersion(_ exchange: Exchange) throws -> ActionReply {
        let policy = try policy(exchange)
        let number = try exchange.required("VersionId")
        guard number.first == "v", Int(number.dropFirst()) != nil else {
            throw WireError(400, "InvalidParameter.VersionId.Format", "The parameter VersionId is wrongly formed.")
        }
        guard number == "v1" else {
            throw WireError(404, "EntityNotExist.Policy.Version", "The policy version not exists.")
        }
        return ActionReply(["PolicyVersion": version(of: policy)])
    }

    @Sendable private static func listPolicyVersions(_ exchange: Exchange) throws -> ActionReply {
        ActionReply(["PolicyVersions": ["PolicyVersion": [version(of: try policy(exchange))]]])
    }

    @Sendable private static func listPolicies(_ exchange: Exchange) throws -> ActionReply {
        let type = exchange.optional("PolicyType")
        let policies = try exchange.look(.listPolicies) { state, now in state.policies(at: now) }
            .filter { policy in type.map { $0 == (policy.isSystem ? "System" : "Custom") } ?? true }
        let part = try MarkedPart(of: policies, exchange, name: \.name.rawValue)
        return ActionReply(
            part.fields.merging(["Policies": ["Policy": .list(part.items.map { .object(fields(of: $0)) })]]) { $1 })
    }

    /// The vendor's bound of a document, in characters.
    private static let longestDocument = 6144

    @Sendable private static func createPolicy(_ exchange: Exchange) throws -> ActionReply {
        let name = try exchange.name("PolicyName", PolicyName.self)
        let document = try exchange.required("PolicyDocument")
        guard name.rawValue.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }) else {
            throw WireError(
                400, "InvalidParameter.PolicyName.InvalidChars", "The parameter PolicyName has invalid characters.")
        }
        guard name.rawValue.count <= 128 else {
            throw WireError(400, "InvalidParameter.PolicyName.Length", "The parameter PolicyName is too long.")
        }
        guard document.count <= longestDocument else {
            throw WireError(400, "InvalidParameter.PolicyDocument.Length", "The parameter PolicyDocument is too long.")
        }
        guard AccessPolicy(document: document) != nil else {
            throw WireError(400, "MalformedPolicyDocument", "The policy document is malformed.")
        }
        let description = exchange.optional("Description")
        let made = ListedPolicy(
            name: name, isSystem: false, document: document, description: description ?? "", attachmentCount: 0)
        return try exchange.ask(.createPolicy(name, document, description: description)) { _ in
            ["Policy": .object(fields(of: made))]
        }
    }

    @Sendable private static func deletePolicy(_ exchange: Exchange) throws -> ActionReply {
        let name = try exchange.name("PolicyName", PolicyName.self)
        return try exchange.ask(.deletePolicy(name)) { _ in [:] }
    }

    @Sendable private static func attachPolicyToRole(_ exchange: Exchange) throws -> ActionReply {
        let (policy, role) = (try policy(exchange).name, try exchange.name("RoleName", RoleName.self))
        return try exchange.ask(.attachPolicy(policy, to: role)) { _ in [:] }
    }

    @Sendable private static func detachPolicyFromRole(_ exchange: Exchange) throws -> ActionReply {
        let (policy, role) = (
            try exchange.name("PolicyName", PolicyName.self), try exchange.name("RoleName", RoleName.self)
        )
        return try exchange.ask(.detachPolicy(policy, from: role)) { _ in [:] }
    }
}
