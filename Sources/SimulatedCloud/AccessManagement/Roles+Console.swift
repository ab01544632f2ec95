package import RealtimeCompute
package import Workflow

/// A policy as RAM lists it.
package struct ListedPolicy: Equatable, Sendable {
    package let name: PolicyName
    /// Whether it is the vendor's own.
    package let isSystem: Bool
    package let document: String
    package let description: String
    /// How many roles and users have it.
    package let attachmentCount: Int

    package init(name: PolicyName, isSystem: Bool, document: String, description: String, attachmentCount: Int) {
        self.name = name
        self.isSystem = isSystem
        self.document = document
        self.description = description
        self.attachmentCount = attachmentCount
    }
}

/// A role as RAM shows it.
package struct ListedRole: Equatable, Sendable {
    package let name: RoleName
    package let trusts: [String]
    package let policies: [PolicyName]
    package let description: String
    /// In seconds.
    package let longestSession: Int
}

extension ListedRole {
    init(_ record: RoleRecord) {
        self.init(
            name: record.name, trusts: record.trusts, policies: record.policies,
            description: record.description ?? "", longestSession: record.longestSession ?? RoleRecord.usualSession)
    }
}

// Roles and policies, by whoever manages them.
extension CloudState {
    /// The policy of a name, as it can be seen.
    package func policy(_ name: PolicyName, at now: Timestamp) -> ListedPolicy? {
        let own = tables.policies.rows(.name, name.rawValue).lazy
            .compactMap { $0.record.seen(at: now, after: self.settings.visibility.grants) }.first
        if let own { return listed(own, at: now) }
        return SystemPolicies.documents[name].map { listed(name, $0, at: now) }
    }

    /// Every policy, as it can be seen.
    package func policies(at now: Timestamp) -> [ListedPolicy] {
        let own = tables.policies.all.compactMap { $0.seen(at: now, after: settings.visibility.grants) }
        return own.map { listed($0, at: now) }
            + SystemPolicies.documents.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { listed($0.key, $0.value, at: now) }
    }

    private func listed(_ record: PolicyRecord, at now: Timestamp) -> ListedPolicy {
        ListedPolicy(
            name: record.name, isSystem: false, document: record.document, description: record.description ?? "",
            attachmentCount: attachments(of: record.name, at: now))
    }

    private func listed(_ name: PolicyName, _ document: String, at now: Timestamp) -> ListedPolicy {
        ListedPolicy(
            name: name, isSystem: true, document: document, description: "",
            attachmentCount: attachments(of: name, at: now))
    }

    private func attachments(of policy: PolicyName, at now: Timestamp) -> Int {
        roles(at: now).count { $0.policies.contains(policy) }
            + tables.users.all.count { $0.policies.contains(policy) }
    }

    /// Every role, as it can be seen.
    package func roles(at now: Timestamp) -> [ListedRole] {
        tables.roles.all.compactMap { $0.seen(at: now, after: settings.visibility.grants) }.map { ListedRole($0) }
    }

    /// The names of the policies that a RAM user has; `nil` if there is no such user.
    package func policies(ofUser name: String) -> [PolicyName]? { tables.users.first(.name, name)?.policies }

    /// Policies with their documents, of those names that there are.
    func documents(of names: [PolicyName], at now: Timestamp) -> [AttachedPolicy] {
        names.compactMap { name in
            policy(name, at: now).map {
                AttachedPolicy(name: name, $0.isSystem ? .system : .custom, document: $0.document)
            }
        }
    }

    /// Makes a role that services, users or roles may assume.
    ///
    /// - Parameter longestSession: in seconds; an hour if it is `nil`.
    package mutating func createRole(
        _ name: RoleName, trusting trusts: [String], description: String?, longestSession: Int?, at now: Timestamp
    ) throws(CloudError) -> ListedRole {
        guard currentRole(name) == nil else { throw .exists("Role", name.rawValue) }
        let role = RoleRecord(
            name: name, trusts: trusts, policies: [], description: description, longestSession: longestSession)
        tables.roles.append(Remembered(role, since: now))
        return ListedRole(role)
    }

    /// Lets others assume a role.
    package mutating func updateRole(
        _ name: RoleName, trusting trusts: [String], at now: Timestamp
    ) throws(CloudError) -> ListedRole {
        try changeRole(name, at: now) { $0.trusts = trusts }
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

    package mutating func createPolicy(
        _ name: PolicyName, _ document: String, description: String?, at now: Timestamp
    ) throws(CloudError) {
        guard currentPolicy(name) == nil, SystemPolicies.documents[name] == nil else {
            throw .exists("Policy", name.rawValue)
        }
        tables.policies.append(
            Remembered(PolicyRecord(name: name, document: document, description: description), since: now))
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

    @discardableResult private mutating func changeRole(
        _ name: RoleName, at now: Timestamp, _ change: (inout RoleRecord) -> Void
    ) throws(CloudError) -> ListedRole {
        guard let row = currentRole(name), var role = row.record.current else { throw .absent("Role", name.rawValue) }
        change(&role)
        var remembered = row.record
        remembered.change(to: role, at: now)
        tables.roles.replace(at: row.position, with: remembered)
        return ListedRole(role)
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
