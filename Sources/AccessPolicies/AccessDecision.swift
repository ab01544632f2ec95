/// What RAM answers to a request.
package enum AccessDecision: Equatable, Sendable {
    case allow(by: StatementReference)
    /// No statement allows it.
    case implicitDeny
    /// A statement denies it, whatever others allow.
    case explicitDeny(by: StatementReference)

    package var isAllowed: Bool {
        switch self {
        case .allow: true
        case .implicitDeny, .explicitDeny: false
        }
    }
}

/// A statement of a policy, both counted from 0.
package struct StatementReference: Equatable, Sendable {
    package let policy: Int
    package let statement: Int

    package init(policy: Int, statement: Int) {
        self.policy = policy
        self.statement = statement
    }
}

extension AccessDecision {
    /// Decides by the policies that an identity has.
    ///
    /// A statement that denies wins over any that allows; without one that allows, nothing is. A condition that the
    /// language does not know can be met by nobody, and lets nobody escape a denial.
    package init(_ request: AccessRequest, by policies: [AccessPolicy]) {
        var allowing: StatementReference?
        for (number, policy) in policies.enumerated() {
            for (position, statement) in policy.statements.enumerated() where statement.applies(to: request) {
                let reference = StatementReference(policy: number, statement: position)
                switch statement.effect {
                case .deny:
                    self = .explicitDeny(by: reference)
                    return
                case .allow: allowing = allowing ?? reference
                }
            }
        }
        self = allowing.map { .allow(by: $0) } ?? .implicitDeny
    }
}

extension AccessPolicy.Statement {
    fileprivate func applies(to request: AccessRequest) -> Bool {
        guard actions.contain(request.comparedAction) else { return false }
        switch resources {
        case .these(let patterns): guard patterns.contains(where: { $0.matches(request) }) else { return false }
        case .unknown: guard effect == .deny else { return false }
        }
        return conditions.allSatisfy { $0.isMet(by: request.context) ?? (effect == .deny) }
    }

    /// Whether a request is one that the statement is about, wherever it is.
    func isMet(by request: AccessRequest) -> Bool {
        actions.contain(request.comparedAction)
            && conditions.allSatisfy { $0.isMet(by: request.context) ?? (effect == .deny) }
    }
}

extension AccessPolicy.Statement.Actions {
    fileprivate func contain(_ action: [Unicode.Scalar]) -> Bool {
        switch self {
        case .these(let patterns): patterns.contains { $0.matches(action) }
        case .allBut(let patterns): !patterns.contains { $0.matches(action) }
        }
    }
}

extension WildcardPattern {
    /// The names of roles are compared without regard to case, other resources with.
    fileprivate func matches(_ request: AccessRequest) -> Bool {
        (request.isOfAccessManagement ? lowercased() : self).matches(request.comparedResource)
    }
}
