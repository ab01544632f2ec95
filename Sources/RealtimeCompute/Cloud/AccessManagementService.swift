/// Roles and policies.
///
/// On the real APIs: RAM 2015-05-01. A change that has been made already is refused with one of the codes that
/// ``RoleRequest/isMade(by:)`` knows.
package protocol AccessManagementService {
    /// The role, its name compared without regard to case; `nil` if there is none.
    func role(_ name: RoleName) async throws -> Answer<Role?>
    /// The policies attached to a role, system and custom, with their documents in force.
    func policies(attachedTo role: RoleName) async throws -> Answer<[AttachedPolicy]>
    /// The policies attached to a RAM user, likewise; `nil` if there is none of this name.
    func policies(attachedToUser name: UserName) async throws -> Answer<[AttachedPolicy]?>
    /// A policy of the account's own; `nil` if there is none of this name.
    func customPolicy(_ name: PolicyName) async throws -> Answer<AttachedPolicy?>

    /// Makes a role that a service may assume.
    func createRole(_ name: RoleName, trusting service: String) async throws -> Answer<Void>
    /// Deletes a role, which must have no policies.
    func deleteRole(_ name: RoleName) async throws -> Answer<Void>
    func createPolicy(_ name: PolicyName, _ document: String) async throws -> Answer<Void>
    /// Deletes a policy of the account's own, which nobody must have.
    func deletePolicy(_ name: PolicyName) async throws -> Answer<Void>
    func attach(_ policy: PolicyName, _ type: PolicyType, to role: RoleName) async throws -> Answer<Void>
    func detach(_ policy: PolicyName, _ type: PolicyType, from role: RoleName) async throws -> Answer<Void>
}

/// Stacks of resources that a service has made in the account.
///
/// On the real APIs: ROS ListStacks and DeleteStack.
package protocol ResourceStackService {
    /// Whether there is a stack of this name.
    func hasStack(_ name: StackName, in region: RegionID) async throws -> Answer<Bool>
    func deleteStack(_ name: StackName, in region: RegionID) async throws -> Answer<Void>
}

/// A RAM role.
package struct Role: Codable, Equatable, Sendable {
    package let name: RoleName
    /// The services that may assume it.
    package let trustedServices: [String]

    package init(name: RoleName, trustedServices: [String]) {
        self.name = name
        self.trustedServices = trustedServices
    }
}

/// Whose a policy is.
package enum PolicyType: String, Codable, Sendable {
    /// The vendor's.
    case system = "System"
    /// The account's own.
    case custom = "Custom"
}

/// A policy attached to a role, with its document in force.
package struct AttachedPolicy: Codable, Hashable, Sendable {
    package let name: PolicyName
    package let type: PolicyType
    /// The document, as JSON.
    package let document: String

    package init(name: PolicyName, _ type: PolicyType, document: String) {
        self.name = name
        self.type = type
        self.document = document
    }
}
