import AccessPolicies
import AlibabaWire
import Documents
import Foundation
import RealtimeCompute
import SimulatedCloud
import Workflow

/// STS 2015-04-01.
enum TokenService {
    static let actions: [String: Services.Handler] = [
        "GetCallerIdentity": getCallerIdentity, "AssumeRole": assumeRole,
    ]

    @Sendable private static func getCallerIdentity(_ exchange: Exchange) throws -> ActionReply {
        let caller = try exchange.look(.getCallerIdentity) { state, _ in state.identify(exchange.principal) }
        let account = exchange.account
        var fields: [String: JSONValue] = ["AccountId": .text(account.rawValue)]
        switch caller.kind {
        case .account:
            fields["IdentityType"] = "Account"
            fields["PrincipalId"] = .text(account.rawValue)
            fields["UserId"] = .text(account.rawValue)
            fields["Arn"] = .text("acs:ram::\(account):root")
        case .ramUser:
            let name = caller.name ?? "user"
            fields["IdentityType"] = "RAMUser"
            fields["PrincipalId"] = .text("user-\(name)")
            fields["UserId"] = .text("user-\(name)")
            fields["Arn"] = .text("acs:ram::\(account):user/\(name)")
        case .assumedRole:
            let name = caller.name ?? "role"
            var session = "session"
            if case .role(_, let named) = exchange.principal { session = named }
            fields["IdentityType"] = "AssumedRoleUser"
            fields["PrincipalId"] = .text("role-\(name):\(session)")
            fields["RoleId"] = .text("role-\(name)")
            fields["Arn"] = .text("acs:ram::\(account):assumed-role/\(name)/\(session)")
        }
        return ActionReply(fields)
    }

    /// In seconds.
    ///
    /// Source: STS AssumeRole.
    private static let shortestSession = 900

    @Sendable private static func assumeRole(_ exchange: Exchange) throws -> ActionReply {
        let arn = try exchange.required("RoleArn")
        let session = try exchange.required("RoleSessionName")
        let seconds = try exchange.integer("DurationSeconds") ?? 3600
        let badDuration = WireError(
            400, "InvalidParameter.DurationSeconds", "The Min/Max value of DurationSeconds is 15min/1hr.")
        guard seconds >= shortestSession else { throw badDuration }
        let policy = exchange.optional("Policy")
        guard policy.map({ AccessPolicy(document: $0) != nil }) ?? true else {
            throw WireError(400, "InvalidParameter.PolicyGrammar", "The parameter Policy has not passed grammar check.")
        }
        guard (2...64).contains(session.count),
            session.allSatisfy({ $0.isLetter || $0.isNumber || ".@-_".contains($0) })
        else {
            throw WireError(400, "InvalidParameter.RoleSessionName", "The specified RoleSessionName is not valid.")
        }
        let prefix = "acs:ram::\(exchange.account):role/"
        guard arn.lowercased().hasPrefix("acs:ram::"), arn.contains(":role/") else {
            throw WireError(400, "InvalidParameter.RoleArn", "The parameter RoleArn is wrongly formed.")
        }
        guard arn.hasPrefix(prefix) else {
            throw WireError(404, "EntityNotExist.Role", "The specified Role not exists.")
        }
        let name = RoleName(rawValue: String(arn.dropFirst(prefix.count)))
        let (secret, token) = (UUID().uuidString, UUID().uuidString)
        let key = try exchange.change("assume-role") { state, now in
            guard
                let role = state.roles(at: now).first(where: {
                    $0.name.rawValue.lowercased() == name.rawValue.lowercased()
                })
            else { throw WireError(404, "EntityNotExist.Role", "The specified Role not exists.") }
            let caller = state.identify(exchange.principal)
            let isTrusted = role.trusts.contains { trusted in
                trusted == "acs:ram::\(exchange.account):root"
                    || trusted == "acs:ram::\(exchange.account):user/\(caller.name ?? "")"
                    || trusted == "acs:ram::\(exchange.account):role/\(caller.name ?? "")"
            }
            // The account itself may not, whatever the role trusts.
            guard caller.kind != .account, isTrusted else {
                throw WireError(
                    403, "NoPermission",
                    "You are not authorized to do this action. You should be authorized by RAM.")
            }
            guard seconds <= role.longestSession else { throw badDuration }
            return state.issueKey(
                to: .role(role.name.rawValue, session: session), secret: secret, token: token,
                until: now + .seconds(seconds), sessionPolicy: policy)
        }
        return ActionReply([
            "Credentials": [
                "AccessKeyId": .text(key.id), "AccessKeySecret": .text(secret), "SecurityToken": .text(token),
                "Expiration": .text(key.expiresAt.map(WireTime.iso8601) ?? ""),
            ],
            "AssumedRoleUser": [
                "AssumedRoleId": .text("role-\(name):\(session)"), "Arn": .text("\(prefix)\(name)/\(session)"),
            ],
        ])
    }
}
