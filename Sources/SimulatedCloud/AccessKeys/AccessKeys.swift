package import AccessPolicies
package import RealtimeCompute
package import Workflow

/// Whose key it is.
package enum Principal: Codable, Hashable, Sendable {
    /// Whoever the world says calls.
    case caller
    case account
    case ramUser(String)
    case role(String, session: String)
}

/// A key with which requests over the wire are signed.
package struct AccessKeyRecord: Codable, Equatable, Sendable {
    package let id: String
    package let secret: String
    package let principal: Principal
    /// Of a temporary key, what makes it valid.
    package let token: String?
    /// When a temporary key expires, by the cloud's clock.
    package let expiresAt: Timestamp?
    /// The policy given for the session of a temporary key, which narrows what the role may do.
    package let sessionPolicy: String?

    package init(
        id: String, secret: String, principal: Principal, token: String? = nil, expiresAt: Timestamp? = nil,
        sessionPolicy: String? = nil
    ) {
        self.id = id
        self.secret = secret
        self.principal = principal
        self.token = token
        self.expiresAt = expiresAt
        self.sessionPolicy = sessionPolicy
    }
}

extension AccessKeyRecord: TableRecord {
    enum Index: String, CaseIterable {
        case id
    }

    static var tableName: String { "accessKey" }

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .id: IndexEntry(id)
        }
    }
}

/// A RAM user, and what policies it has.
package struct UserRecord: Codable, Equatable, Sendable {
    package let name: String
    package let policies: [PolicyName]
}

extension UserRecord: TableRecord {
    enum Index: String, CaseIterable {
        case name
    }

    static var tableName: String { "user" }

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .name: IndexEntry(name)
        }
    }
}

extension CloudState {
    /// The key that every world has that names none: of whoever calls.
    package static let defaultKey = AccessKeyRecord(id: "testid", secret: "testsecret", principal: .caller)

    /// The key of an id.
    package func accessKey(_ id: String) -> AccessKeyRecord? {
        if let key = tables.accessKeys.first(.id, id) { return key }
        guard id == Self.defaultKey.id, !tables.accessKeys.all.contains(where: { $0.token == nil }) else { return nil }
        return Self.defaultKey
    }

    /// Issues a temporary key.
    package mutating func issueKey(
        to principal: Principal, secret: String, token: String, until time: Timestamp, sessionPolicy: String?
    ) -> AccessKeyRecord {
        let key = AccessKeyRecord(
            id: "STS.sluice\(100_000 + nextID())", secret: secret, principal: principal, token: token, expiresAt: time,
            sessionPolicy: sessionPolicy)
        tables.accessKeys.append(key)
        return key
    }

    /// Who a principal is to the services.
    package func identify(_ principal: Principal) -> SimulatedCaller {
        switch principal {
        case .caller: settings.caller
        case .account: .theAccount
        case .ramUser(let name): SimulatedCaller(kind: .ramUser, name: name, denied: [])
        case .role(let name, _): SimulatedCaller(kind: .assumedRole, name: name, denied: [])
        }
    }

    /// Whether RAM lets whoever has a key do something.
    ///
    /// The account may do everything. The world's caller, unless the world knows it as a user or a role with policies, may
    /// do all that it is not denied. The policy of a session allows nothing by itself: the role's must allow it as well.
    package func decide(_ request: AccessRequest, by key: AccessKeyRecord, at now: Timestamp) -> AccessDecision {
        let caller = identify(key.principal)
        let everything = AccessDecision.allow(by: StatementReference(policy: 0, statement: 0))
        let policies: [AttachedPolicy]
        switch caller.kind {
        case .account: return everything
        case .ramUser:
            guard let user = tables.users.first(.name, caller.name ?? "") else {
                return key.principal == .caller ? everything : .implicitDeny
            }
            policies = documents(of: user.policies, at: now)
        case .assumedRole:
            guard let name = caller.name, seenRole(RoleName(rawValue: name), at: now) != nil else {
                return key.principal == .caller ? everything : .implicitDeny
            }
            policies = seenPolicies(of: RoleName(rawValue: name), at: now)
        }
        if let policy = key.sessionPolicy.map({ AccessPolicy(document: $0) }) {
            let ofSession = AccessDecision(request, by: policy.map { [$0] } ?? [])
            guard ofSession.isAllowed else { return ofSession }
        }
        return AccessDecision(request, by: policies.compactMap { AccessPolicy(document: $0.document) })
    }
}
