import Documents

/// What all policies attached to one identity grant it together.
///
/// Nothing is allowed that no statement allows, and what any statement denies is denied. Statements under a condition
/// cannot be relied on: one that allows does not count, one that denies does.
package struct EffectivePermissions: Sendable {
    private let statements: [AccessPolicy.Statement]

    package init(of policies: [AccessPolicy]) {
        statements = policies.flatMap(\.statements)
    }

    /// What policies grant, given by their documents; one that is none grants nothing.
    package init(documents: [String]) {
        self.init(
            of: documents.compactMap { text in
                (try? Document(text: text, source: "policy")).flatMap { try? AccessPolicy.read($0) }
            })
    }

    /// Whether `action` is granted on a resource: `acs:oss:*:*:my-bucket`.
    package func grants(_ action: String, on resource: String) -> Bool {
        let wanted = WildcardPattern(action.lowercased())
        let place = WildcardPattern(resource)
        let isAllowed = statements.contains { statement in
            statement.effect == .allow && !statement.isConditional && statement.actions.cover(wanted)
                && statement.resources.cover(place)
        }
        let isDenied = statements.contains { statement in
            statement.effect == .deny && statement.actions.touch(wanted)
                && statement.resources.touch(place)
        }
        return isAllowed && !isDenied
    }

    /// Whether `action` is granted on every resource.
    ///
    /// A pattern such as `oss:*` asks for all the actions it stands for.
    package func grantsEverywhere(_ action: String) -> Bool {
        let wanted = WildcardPattern(action.lowercased())
        let everything = WildcardPattern("*")
        let isAllowed = statements.contains { statement in
            statement.effect == .allow && !statement.isConditional && statement.actions.cover(wanted)
                && statement.resources.cover(everything)
        }
        let isDenied = statements.contains {
            $0.effect == .deny && $0.actions.touch(wanted) && $0.resources.touch(everything)
        }
        return isAllowed && !isDenied
    }
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
