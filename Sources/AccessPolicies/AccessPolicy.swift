package import Documents
import Wording

/// A RAM access policy: statements that allow or deny actions, on resources or to principals.
///
/// Source of the language: the RAM documentation, "Policy structure and syntax" and "Policy elements".
package struct AccessPolicy: Equatable, Sendable {
    package struct Statement: Equatable, Sendable {
        package enum Effect: String, CaseIterable, Sendable {
            case allow = "Allow"
            case deny = "Deny"
        }

        enum Actions: Equatable, Sendable {
            case these([WildcardPattern])
            case allBut([WildcardPattern])
        }

        enum Resources: Equatable, Sendable {
            case these([WildcardPattern])
            /// All but some (`NotResource`), which no current list of the language's elements knows: it cannot be relied
            /// on, and nobody escapes a denial by it.
            case unknown
        }

        package let effect: Effect
        let actions: Actions
        /// None in a trust policy.
        let resources: Resources
        /// Whom a trust policy is about.
        package let principals: [PolicyPrincipal]
        /// All of them must be met.
        let conditions: [PolicyCondition]

        /// Whether the statement holds under circumstances only, which cannot be judged from outside a request.
        var isConditional: Bool { !conditions.isEmpty || resources == .unknown }
    }

    package let statements: [Statement]

    /// Which elements a document may have.
    package enum Form: Sendable {
        /// Attached to an identity, or given for a session: it has resources.
        case identity
        /// Of a role, about who may assume it: it has principals.
        case trust
    }

    /// How much of what is not in the language is a fault.
    package enum Reading: Sendable {
        /// All: for a document that is to be written.
        case strict
        /// Only what leaves a statement without a meaning: for one that RAM has accepted, though its language has grown
        /// since this was written. An operator of a condition that is not known can then be met by nobody.
        case lenient
    }

    /// Reads a policy document.
    ///
    /// Actions are compared without regard to case, resources with.
    package static func read(
        _ document: Document, as form: Form = .identity, _ reading: Reading = .lenient
    ) throws(InvalidDocument) -> Self {
        try document.decode { read($0, as: form, reading) }
    }

    /// Reads a policy that is part of another document.
    package static func read(_ reader: NodeReader, as form: Form = .identity, _ reading: Reading = .lenient) -> Self? {
        reader.object { fields in
            if let version = fields.required("Version"), version.text() != nil, version.node.literal != "1" {
                version.faults.add(.unknownValue(version.node, known: ["1"], path: version.path))
            }
            let statements = fields.required("Statement")?.list { statement in
                statement.object { Statement.read($0, of: form, reading, at: statement) }
            }
            return statements.map(Self.init)
        }
    }
}

extension AccessPolicy {
    /// Reads a policy document; `nil` if it is none.
    package init?(document: String, as form: Form = .identity, _ reading: Reading = .lenient) {
        do throws(InvalidDocument) {
            self = try Self.read(try Document(text: document, source: "policy"), as: form, reading)
        } catch {
            return nil
        }
    }
}

extension AccessPolicy.Statement {
    fileprivate static func read(
        _ fields: ObjectReader, of form: AccessPolicy.Form, _ reading: AccessPolicy.Reading, at statement: NodeReader
    ) -> Self? {
        let effect = fields.required("Effect")?.word(Effect.self)
        let actions = actions(fields, reading, at: statement)
        var resources: Resources?
        var principals: [PolicyPrincipal]? = []
        switch form {
        case .identity:
            let notResource = reading == .lenient ? fields.optional("NotResource") : nil
            resources =
                notResource == nil
                ? fields.required("Resource").flatMap { patterns($0, reading, rule: .resourceName) }.map { .these($0) }
                : .unknown
        case .trust:
            resources = .these([])
            principals = fields.required("Principal").flatMap(PolicyPrincipal.read)
        }
        let conditions = fields.optional("Condition").map { PolicyCondition.read($0, reading) } ?? []
        guard let effect, let actions, let resources, let principals, let conditions else { return nil }
        return Self(
            effect: effect, actions: actions, resources: resources, principals: principals, conditions: conditions)
    }

    /// A statement has one of `Action` and `NotAction`.
    private static func actions(
        _ fields: ObjectReader, _ reading: AccessPolicy.Reading, at statement: NodeReader
    ) -> Actions? {
        guard let notAction = fields.optional("NotAction") else {
            return fields.required("Action").flatMap { patterns($0, reading, rule: .action) }.map { .these($0) }
        }
        if fields.optional("Action") != nil {
            statement.faults.add(.both("Action", "NotAction", in: statement))
        }
        return patterns(notAction, reading, rule: .action).map { .allBut($0) }
    }

    private static func patterns(
        _ reader: NodeReader, _ reading: AccessPolicy.Reading, rule: PatternRule
    ) -> [WildcardPattern]? {
        reader.oneOrMore { item in
            let text = reading == .strict ? item.text(rule.words) { rule.admits($0) ? $0 : nil } : item.text()
            return text.map { WildcardPattern(rule.ignoresCase ? $0.lowercased() : $0) }
        }
    }
}

extension NodeReader {
    /// One value or a list of values, which mean the same.
    func oneOrMore<Value>(_ read: (NodeReader) -> Value?) -> [Value]? {
        if case .list = node.content { return list(read) }
        return read(self).map { [$0] }
    }
}
