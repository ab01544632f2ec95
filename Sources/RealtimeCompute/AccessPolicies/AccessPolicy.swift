package import Documents
import Wording

/// A RAM access policy: statements that allow or deny actions on resources.
///
/// Source of the language: the RAM documentation, "Policy structure and syntax".
package struct AccessPolicy: Equatable, Sendable {
    struct Statement: Equatable, Sendable {
        enum Effect: String, CaseIterable {
            case allow = "Allow"
            case deny = "Deny"
        }

        enum Actions: Equatable, Sendable {
            case these([WildcardPattern])
            case allBut([WildcardPattern])
        }

        let effect: Effect
        let actions: Actions
        /// Empty where the statement names what it does not apply to (`NotResource`), which no current list of the
        /// policy language's elements knows.
        let resources: [WildcardPattern]
        /// All of them must be met.
        let conditions: [PolicyCondition]

        /// Whether the statement holds under circumstances only, which cannot be judged from outside a request.
        var isConditional: Bool { !conditions.isEmpty || resources.isEmpty }
    }

    let statements: [Statement]

    /// Reads a policy document.
    ///
    /// Actions are compared without regard to case, resources with.
    package static func read(_ document: Document) throws(InvalidDocument) -> Self {
        try document.decode(read)
    }

    /// Reads a policy that is part of another document.
    package static func read(_ reader: NodeReader) -> Self? {
        reader.object { fields in
            if let version = fields.required("Version"), version.text() != nil, version.node.literal != "1" {
                version.faults.add(.unknownValue(version.node, known: ["1"], path: version.path))
            }
            let statements = fields.required("Statement")?.list { $0.object(statement) }
            return statements.map(Self.init)
        }
    }

    private static func statement(_ fields: ObjectReader) -> Statement? {
        let effect = fields.required("Effect")?.word(Statement.Effect.self)
        let notAction = fields.optional("NotAction")
        let actions: Statement.Actions?
        if let notAction {
            actions = patterns(notAction, lowercased: true).map { .allBut($0) }
        } else {
            actions = fields.required("Action").flatMap { patterns($0, lowercased: true) }.map { .these($0) }
        }
        let notResource = fields.optional("NotResource")
        let resources =
            notResource == nil ? fields.required("Resource").flatMap { patterns($0, lowercased: false) } : []
        let conditions = fields.optional("Condition").map { PolicyCondition.read($0.node) } ?? []
        guard let effect, let actions, let resources else { return nil }
        return Statement(effect: effect, actions: actions, resources: resources, conditions: conditions)
    }

    /// One text or a list of texts, which mean the same.
    private static func patterns(_ reader: NodeReader, lowercased: Bool) -> [WildcardPattern]? {
        let texts: [String]?
        if case .list = reader.node.content {
            texts = reader.list { $0.text() }
        } else {
            texts = reader.text().map { [$0] }
        }
        return texts?.map { WildcardPattern(lowercased ? $0.lowercased() : $0) }
    }
}
