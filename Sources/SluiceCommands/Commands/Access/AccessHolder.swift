import AccessPolicies
import ArgumentParser
import Documents
import RealtimeCompute
import Wording

/// A policy and what it is called.
struct NamedPolicy {
    let name: String
    let policy: AccessPolicy

    init(name: String, _ policy: AccessPolicy) {
        self.name = name
        self.policy = policy
    }

    /// - Throws: ``UnreadableFile`` or ``InvalidDocument``.
    init(path: String) throws {
        self.init(name: path, try AccessPolicy.read(try Document(path: path), .strict))
    }
}

/// What somebody may do by.
enum HeldPolicies {
    case documents([NamedPolicy])
    /// The account itself, which no policy limits.
    case account
    /// There is nobody of that name.
    case absent
}

/// Whose policies are looked at.
enum AccessHolder {
    case account
    case role(RoleName)
    case user(UserName)

    static func argument(_ text: String) throws -> Self {
        let halves = text.split(separator: "/", maxSplits: 1).map(String.init)
        switch (halves.first, halves.count) {
        case ("account", 1): return .account
        case ("role", 2): return .role(RoleName(rawValue: halves[1]))
        case ("user", 2): return .user(UserName(rawValue: halves[1]))
        default: throw ValidationError("--as is role/NAME, user/NAME or account, not \(text)")
        }
    }

    /// As it is typed.
    var name: String {
        switch self {
        case .account: "account"
        case .role(let name): "role/\(name)"
        case .user(let name): "user/\(name)"
        }
    }

    init(_ caller: Caller) {
        self =
            switch caller.kind {
            case .account: .account
            case .ramUser: .user(UserName(rawValue: caller.id))
            // Who assumes a role is judged as the role.
            case .assumedRole: .role(RoleName(rawValue: caller.id))
            }
    }

    /// The policies that it has in the cloud.
    ///
    /// - Throws: ``UnknownHolder``.
    func policies(in cloud: any Cloud) async throws -> HeldPolicies {
        let attached: [AttachedPolicy]
        switch self {
        case .account: return .account
        case .role(let name):
            guard try await cloud.role(name).value != nil else { throw UnknownHolder(name: "role/\(name)") }
            attached = try await cloud.policies(attachedTo: name).value
        case .user(let name):
            guard let found = try await cloud.policies(attachedToUser: name).value else {
                throw UnknownHolder(name: "user/\(name)")
            }
            attached = found
        }
        return .documents(
            try attached.map { policy in
                let document = try Document(text: policy.document, source: "policy/\(policy.name)")
                return NamedPolicy(name: policy.name.rawValue, try AccessPolicy.read(document))
            })
    }
}

/// There is no such role or user in the cloud.
struct UnknownHolder: CommandFailure {
    let name: String
    let code = "no-such-principal"
    let exitStatus = ExitStatus.refused

    var message: LocalizedText { LocalizedText("there is no \(name)", zh: "没有 \(name)") }
    var hint: LocalizedText {
        LocalizedText(
            "Give a role or a user of this account: role/NAME, user/NAME.", zh: "请指定本账号的角色或用户：role/名称、user/名称。")
    }
}
