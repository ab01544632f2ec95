import Documents
import Wording

/// Whom a trust policy lets assume a role.
package enum PolicyPrincipal: Hashable, Sendable {
    /// One of the vendor's services: `stream.aliyuncs.com`.
    case service(String)
    /// An account, a user or a role: `acs:ram::1234567890123456:root`.
    case ram(String)
    /// A provider of identities.
    case federated(String)

    /// The fields of `Principal`.
    private static let kinds: [(name: String, make: @Sendable (String) -> Self)] = [
        ("Service", { .service($0) }), ("RAM", { .ram($0) }), ("Federated", { .federated($0) }),
    ]

    static func read(_ reader: NodeReader) -> [Self]? {
        reader.object { fields -> [Self]? in
            var principals: [Self] = []
            for kind in kinds {
                guard let given = fields.optional(kind.name) else { continue }
                guard let names = given.oneOrMore({ $0.text() }) else { return nil }
                principals += names.map(kind.make)
            }
            guard !principals.isEmpty else {
                return reader.fault(
                    Fault(
                        id: "no-principal", at: reader.node.place, path: reader.path,
                        allowed: LocalizedText("Service, RAM or Federated", zh: "Service、RAM 或 Federated"),
                        message: LocalizedText("it names nobody", zh: "没有指定任何主体")))
            }
            return principals
        }
    }
}

extension AccessPolicy {
    /// Decides by a trust policy whether somebody may assume the role.
    ///
    /// - Parameters:
    ///   - principals: all that name him: a user is named by himself and by his account.
    ///   - context: what conditions compare: `sts:ExternalId` and the like.
    package func decideAssuming(
        by principals: Set<PolicyPrincipal>, context: [String: String] = [:]
    ) -> AccessDecision {
        let request = AccessRequest("sts:AssumeRole", on: "*", context: context)
        var allowing: StatementReference?
        for (position, statement) in statements.enumerated()
        where statement.principals.contains(where: principals.contains) && statement.isMet(by: request) {
            let reference = StatementReference(policy: 0, statement: position)
            switch statement.effect {
            case .deny: return .explicitDeny(by: reference)
            case .allow: allowing = allowing ?? reference
            }
        }
        return allowing.map { .allow(by: $0) } ?? .implicitDeny
    }
}
