import Documents

/// What all policies attached to one identity grant it together.
///
/// Nothing is allowed that no statement allows, and what any statement denies is denied. Statements under a condition
/// cannot be relied on: one that allows does not count, one that denies does.
package struct EffectivePermissions: Sendable {
    private let policies: [AccessPolicy]

    package init(of policies: [AccessPolicy]) {
        self.policies = policies
    }

    /// What policies grant, given by their documents; one that is none grants nothing.
    package init(documents: [String]) {
        self.init(
            of: documents.compactMap { text in
                (try? Document(text: text, source: "policy")).flatMap { try? AccessPolicy.read($0) }
            })
    }

    /// Whether everything is allowed that an action and a resource stand for, and which statement decides.
    ///
    /// A pattern such as `oss:*` asks for all the actions it stands for. A statement that denies any of it denies it; one
    /// that allows it allows all of it.
    package func decision(on action: String, _ resource: String) -> AccessDecision {
        let wanted = WildcardPattern(action.lowercased())
        let place = WildcardPattern(resource)
        var allowing: StatementReference?
        for (number, policy) in policies.enumerated() {
            for (position, statement) in policy.statements.enumerated() {
                let reference = StatementReference(policy: number, statement: position)
                switch statement.effect {
                case .deny:
                    if statement.actions.touch(wanted), statement.resources.touch(place) {
                        return .explicitDeny(by: reference)
                    }
                case .allow:
                    if allowing == nil, !statement.isConditional, statement.actions.cover(wanted),
                        statement.resources.cover(place)
                    {
                        allowing = reference
                    }
                }
            }
        }
        return allowing.map { .allow(by: $0) } ?? .implicitDeny
    }

    /// Whether `action` is granted on a resource: `acs:oss:*:*:my-bucket`.
    package func grants(_ action: String, on resource: String) -> Bool { decision(on: action, resource).isAllowed }

    /// Whether `action` is granted on every resource.
    package func grantsEverywhere(_ action: String) -> Bool { grants(action, on: "*") }
}

extension AccessPolicy.Statement.Resources {
    /// Whether every resource that `place` stands for is meant.
    fileprivate func cover(_ place: WildcardPattern) -> Bool {
        switch self {
        case .these(let patterns): patterns.contains { $0.covers(place) }
        case .unknown: false
        }
    }

    /// Whether some resource that `place` stands for may be meant.
    fileprivate func touch(_ place: WildcardPattern) -> Bool {
        switch self {
        case .these(let patterns): patterns.contains { $0.intersects(place) }
        case .unknown: true
        }
    }
}

extension AccessPolicy.Statement.Actions {
    /// Whether every action that `wanted` stands for is meant.
    fileprivate func cover(_ wanted: WildcardPattern) -> Bool {
        switch self {
        case .these(let patterns): patterns.contains { $0.covers(wanted) }
        case .allBut(let patterns): !patterns.contains { $0.intersects(wanted) }
        }
    }

    /// Whether some action that `wanted` stands for is meant.
    fileprivate func touch(_ wanted: WildcardPattern) -> Bool {
        switch self {
        case .these(let patterns): patterns.contains { $0.intersects(wanted) }
        case .allBut(let patterns): !patterns.contains { $0.covers(wanted) }
        }
    }
}
