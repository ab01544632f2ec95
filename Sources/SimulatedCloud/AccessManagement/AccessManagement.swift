package import RealtimeCompute
import Workflow

package struct RoleRecord: Codable, Equatable, Sendable {
    package internal(set) var name: RoleName
    var trusts: [String]
    package internal(set) var policies: [PolicyName]
    var description: String?
    /// How long a session may last at most, in seconds; an hour if it is not said.
    var longestSession: Int?

    /// Source: RAM CreateRole, the value of `MaxSessionDuration` that is taken if none is given.
    static let usualSession = 3600
}

struct PolicyRecord: Codable, Equatable, Sendable {
    var name: PolicyName
    /// As JSON.
    var document: String
    var description: String?
}

/// Something with a name under which it is looked up, whatever else of it changes.
protocol NamedRecord: Codable, Equatable, Sendable {
    static var tableName: String { get }
    var nameInIndex: String { get }
}

extension RoleRecord: NamedRecord {
    static var tableName: String { "role" }
    var nameInIndex: String { Self.nameInIndex(name.rawValue) }

    /// The names of roles are compared without regard to case.
    static func nameInIndex(_ name: String) -> String { name.lowercased() }
}

extension PolicyRecord: NamedRecord {
    static var tableName: String { "policy" }
    var nameInIndex: String { name.rawValue }
}

enum NameIndex: String, CaseIterable {
    case name
}

extension Remembered: TableRecord where Value: NamedRecord {
    static var tableName: String { Value.tableName }

    func entry(in index: NameIndex) -> IndexEntry? {
        switch index {
        case .name: first.map { IndexEntry($0.nameInIndex) }
        }
    }
}

extension CloudState {
    /// The roles that there really are, for whoever shows everything.
    package var roles: [RoleRecord] { tables.roles.all.compactMap(\.current) }

    func seenRole(_ name: RoleName, at now: Timestamp) -> RoleRecord? {
        tables.roles.rows(.name, RoleRecord.nameInIndex(name.rawValue)).lazy
            .compactMap { $0.record.seen(at: now, after: settings.visibility.grants) }.first
    }

    func seenPolicies(of role: RoleName, at now: Timestamp) -> [AttachedPolicy] {
        documents(of: seenRole(role, at: now)?.policies ?? [], at: now)
    }
}

extension SimulatedCloud: AccessManagementService {
    package func role(_ name: RoleName) async throws -> Answer<Role?> {
        try look(.getRole) { state, now in
            state.seenRole(name, at: now).map { Role(name: $0.name, trustedServices: $0.trusts) }
        }
    }

    package func policies(attachedTo role: RoleName) async throws -> Answer<[AttachedPolicy]> {
        try look(.listRolePolicies) { state, now in state.seenPolicies(of: role, at: now) }
    }

    package func policies(attachedToUser name: UserName) async throws -> Answer<[AttachedPolicy]?> {
        try look(.listUserPolicies) { state, now in
            state.policies(ofUser: name.rawValue).map { state.documents(of: $0, at: now) }
        }
    }

    package func customPolicy(_ name: PolicyName) async throws -> Answer<AttachedPolicy?> {
        try look(.getPolicy) { state, now in
            state.documents(of: [name], at: now).first { $0.type == .custom }
        }
    }

    package func createRole(_ name: RoleName, trusting service: String) async throws -> Answer<Void> {
        try change(.createRole(name, trusting: [service]))
    }

    package func deleteRole(_ name: RoleName) async throws -> Answer<Void> { try change(.deleteRole(name)) }

    package func createPolicy(_ name: PolicyName, _ document: String) async throws -> Answer<Void> {
        try change(.createPolicy(name, document))
    }

    package func deletePolicy(_ name: PolicyName) async throws -> Answer<Void> { try change(.deletePolicy(name)) }

    package func attach(_ policy: PolicyName, _ type: PolicyType, to role: RoleName) async throws -> Answer<Void> {
        try change(.attachPolicy(policy, to: role))
    }

    package func detach(_ policy: PolicyName, _ type: PolicyType, from role: RoleName) async throws -> Answer<Void> {
        try change(.detachPolicy(policy, from: role))
    }

    private func change(_ request: Request) throws -> Answer<Void> { Answer((), requestID: try submit(request).1) }
}

extension CloudState {
    /// Makes the policies of the service that are named and not there yet, with what the vendor documents of them.
    mutating func addServicePolicies(of names: [PolicyName]) {
        for name in Set(names).sorted(by: { $0.rawValue < $1.rawValue }) {
            guard let document = ServicePolicies.documents[name],
                !tables.policies.rows(.name, name.rawValue).contains(where: { $0.record.current != nil })
            else { continue }
            tables.policies.append(Remembered(PolicyRecord(name: name, document: document)))
        }
    }
}
