import AlibabaWire
package import RealtimeCompute

/// Who we are to the vendor: STS GetCallerIdentity, which needs no permission.
package struct Identity: Equatable, Sendable {
    package let account: AccountID
    package let caller: Caller
    /// The resource name of the user or role: `acs:ram::1234567890123456:user/alice`.
    package let arn: String
    package let requestID: RequestID?

    package init(asking client: APIClient, in region: RegionID) async throws {
        let reply = try await client.call(.look(.sts, "GetCallerIdentity", in: region))
        let body = reply.body
        account = try body["AccountId"].name()
        arn = try body["Arn"].text()
        requestID = reply.requestID
        // A role's name stands in `assumed-role/ROLE/SESSION`, or `role/ROLE/SESSION`: both are documented.
        let parts = (arn.split(separator: ":").last ?? "").split(separator: "/").map(String.init)
        switch try body["IdentityType"].text().lowercased() {
        case "account": caller = Caller(.account, id: account.rawValue)
        case "ramuser": caller = Caller(.ramUser, id: parts.count > 1 ? parts[1] : arn)
        case "assumedroleuser": caller = Caller(.assumedRole, id: parts.count > 1 ? parts[1] : arn)
        default: throw body["IdentityType"].unreadable("one of Account, RAMUser, AssumedRoleUser")
        }
    }
}

extension AlibabaCloud: CallerIdentityService {
    /// - Throws: ``CloudError``, final if the keys have come to be of another account.
    package func callerIdentity() async throws -> Answer<Caller> {
        let identity = try await Identity(asking: client, in: region)
        guard identity.account == account else {
            throw CloudError(
                code: "AccountChanged",
                vendorMessage: "the keys are of account \(identity.account) now, and were of \(account)",
                requestID: identity.requestID)
        }
        return Answer(identity.caller, requestID: identity.requestID)
    }
}
