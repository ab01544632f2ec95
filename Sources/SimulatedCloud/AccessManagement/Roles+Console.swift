package import RealtimeCompute
package import Workflow

/// A policy as RAM lists it.
package struct ListedPolicy: Equatable, Sendable {
    package let name: PolicyName
    /// Whether it is the vendor's own.
    package let isSystem: Bool
    package let document: String

    package init(name: PolicyName, isSystem: Bool, document: String) {
        self.name = name
        self.isSystem = isSystem
        self.document = document
    }
}

/// A role as RAM shows it.
package struct ListedRole: Equatable, Sendable {
    package let name: RoleName
    package let trusts: [String]
    package let policies: [PolicyName]

    package init(name: RoleName, trusts: [String], policies: [PolicyName]) {
        self.name = name
        self.trusts = trusts
        self.policies = policies
    }
}

// Roles and policies, by whoever manages them.
extension CloudState {
    /// The policy of a name, as it can be seen.
    package func policy(_ name: PolicyName, at now: Timestamp) -> ListedPolicy? {
        let own = tables.policies.rows(.name, name.rawValue).lazy
            .compactMap { $0.record.seen(at: now, after: self.settings.visibility.grants) }.first
        if let own { return ListedPolicy(name: name, isSystem: false, document: own.document) }
        return SystemPolicies.documents[name].map { ListedPolicy(name: name, isSystem: true, document: $0) }
    }

    /// Every policy, as it can be seen.
    package func policies(at now: Timestamp) -> [ListedPolicy] {
        let own = tables.policies.all.compactMap { $0.seen(at: now, after: settings.visibility.grants) }
        return own.map { ListedPolicy(name: $0.name, isSystem: false, document: $0.document) }
            + SystemPolicies.documents.keys.sorted { $0.rawValue < $1.rawValue }
            .map { ListedPolicy(name: $0, isSystem: true, document: SystemPolicies.documents[$0] ?? "") }
    }

    /// Every role, as it can be seen.
    package func roles(at now: Timestamp) -> [ListedRole] {
        tables.roles.all.compactMap { $0.seen(at: now, after: settings.visibility.grants) }
            .map { ListedRole(name: $0.name, trusts: $0.trusts, policies: $0.policies) }
    }

    /// Policies with their documents, of those names that there are.
    func documents(of names: [PolicyName], at now: Timestamp) -> [AttachedPolicy] {
        names.compactMap { name in
            policy(name, at: now).map { AttachedPolicy(name: name, document: $0.document) }
        }
    }

    /// Makes a role that services may assume.
    package mutating func createRole(_ name: RoleName, trusting services: [String], at now: Timestamp)
        throws(CloudError)
    {
        guard currentRole(name) == nil else { throw .exists("Role", name.rawValue) }
        tables.roles.append(Remembered(RoleRecord(name: name, trusts: services, policies: []), since: now))
    }

    /// Lets other services assume a role.
    package mutating func updateRole(_ name: RoleName, trusting services: [String], at now: Timestamp)
        throws(CloudError)
    {
        try changeRole(name, at: now) { $0.trusts = services }
    }

    package mutating func deleteRole(_ name: RoleName, at now: Timestamp) throws(CloudError) {
        guard let row = currentRole(name), let role = row.record.current else { throw .absent("Role", name.rawValue) }
        guard role.policies.isEmpty else {
            throw CloudError(
                code: "DeleteConflict.Role.Policy", vendorMessage: "The role has policies: detach them first.")
        }
        var remembered = row.record
        remembered.change(to: nil, at: now)
        tables.roles.replace(at: row.position, with: remembered)
    }

    package mutating func createPolicy(_ name: PolicyName, _ document: String, at now: Timestamp) throws(CloudError) {
        guard currentPolicy(name) == nil, SystemPolicies.documents[name] == nil else {
            throw .exists("Policy", name.rawValue)
        }
        tables.policies.append(Remembered(PolicyRecord(name: name, document: document), since: now))
    }

    package mutating func deletePolicy(_ name: PolicyName, at now: Timestamp) throws(CloudError) {
        guard let row = currentPolicy(name) else { throw .absent("Policy", name.rawValue) }
        guard !tables.roles.all.contains(where: { $0.current?.policies.contains(name) ?? false }) else {
            throw CloudError(
                code: "DeleteConflict.Policy.Role", vendorMessage: "The policy is attached to a role: detach it first.")
        }
        var remembered = row.record
        remembered.change(to: nil, at: now)
        tables.policies.replace(at: row.position, with: remembered)
    }

    package mutating func attach(_ policy: PolicyName, to role: RoleName, at now: Timestamp) throws(CloudError) {
        guard currentPolicy(policy) != nil || SystemPolicies.documents[policy] != nil else {
            throw .absent("Policy", policy.rawValue)
        }
        guard let current = currentRole(role)?.record.current else { throw .absent("Role", role.rawValue) }
        guard !current.policies.contains(policy) else { throw .exists("Role.Policy", policy.rawValue) }
        try changeRole(role, at: now) { $0.policies.append(policy) }
    }

    package mutating func detach(_ policy: PolicyName, from role: RoleName, at now: Timestamp) throws(CloudError) {
        guard let current = currentRole(role)?.record.current else { throw .absent("Role", role.rawValue) }
        guard current.policies.contains(policy) else { throw .absent("Role.Policy", policy.rawValue) }
        try changeRole(role, at: now) { $0.policies.removeAll { $0 == policy } }
    }

    private func currentRole(_ name: RoleName) -> TableRow<Remembered<RoleRecord>>? {
        tables.roles.rows(.name, RoleRecord.nameInIndex(name.rawValue)).first { $0.record.current != nil }
    }

    private func currentPolicy(_ name: PolicyName) -> TableRow<Remembered<PolicyRecord>>? {
        tables.policies.rows(.name, name.rawValue).first { $0.record.current != nil }
    }

    private mutating func changeRole(
        _ name: RoleName, at now: Timestamp, _ change: (inout RoleRecord) -> Void
    ) throws(CloudError) {
        guard let row = currentRole(name), var role = row.record.current else { throw .absent("Role", name.rawValue) }
        change(&role)
        var remembered = row.record
        remembered.change(to: role, at: now)
        tables.roles.replace(at: row.position, with: remembered)
    }
}

extension CloudError {
    fileprivate static func exists(_ kind: String, _ name: String) -> Self {
        CloudError(code: "EntityAlreadyExists.\(kind)", vendorMessage: "\(name) exists already.")
    }

    fileprivate static func absent(_ kind: String, _ name: String) -> Self {
        CloudError(code: "EntityNotExist.\(kind)", vendorMessage: "\(name) does not exist.")
    }
}
