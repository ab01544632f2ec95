package import Documents
package import Wording
package import Workflow
package import WorkflowEngine

/// Something that an operator may decide about a workflow.
package struct Decision<Definition: Workflow>: Sendable {
    /// What commands and buttons call it: `confirm`.
    package let name: DecisionName
    /// What the operator has to give with it.
    package let needs: [DecisionInput.Field]
    /// The phases in which it may be lawful.
    package let phases: Set<Definition.Phase>
    /// Takes it: commits what it comes to.
    let take: @Sendable (Turn<Definition>, DecisionContext) async throws -> DecisionOutcome

    package init(
        _ name: DecisionName, needing needs: [DecisionInput.Field] = [], in phases: Set<Definition.Phase>,
        _ take: @escaping @Sendable (Turn<Definition>, DecisionContext) async throws -> DecisionOutcome
    ) {
        self.name = name
        self.needs = needs
        self.phases = phases
        self.take = take
    }
}

/// The names of decisions, which are those of the commands that take them.
package enum DecisionName: String, CaseIterable, Sendable {
    case confirm, amend, withdraw, repurchase, adopt, abandon, mend
}

/// What an operator gives with a decision.
package struct DecisionInput: Sendable {
    package enum Field: String, Sendable {
        case reason, orderNumber, manifest, despiteFindings, confirmedName, findings
    }

    /// Why, for the history.
    package var reason = ""
    /// The vendor's number of an order.
    package var orderNumber = ""
    /// What is to be asked for from now on.
    package var manifest: Document?
    /// Whether the decision stands although a prerequisite does not hold.
    package var despiteFindings = false
    /// The name of what is to be destroyed, typed again.
    package var confirmedName: String?
    /// The checks whose findings are to be mended; every one that can be, if there are none.
    package var checks: Set<String> = []
    /// The workflows that mend the findings of a check instead, by its name.
    package var menders: [String: String] = [:]

    package init() {}
}

/// What a decision is taken with.
package struct DecisionContext: Sendable {
    package let input: DecisionInput
    package let environment: Environment
    /// Who decides.
    package let actor: Actor

    package var now: Timestamp { environment.now }
}

/// What a decision came to.
package enum DecisionOutcome: Sendable {
    case done
    /// It could not be taken as things stand, which the workflow now says.
    case declined(any Explained)
}

/// A kind of workflow has no such decision.
package struct NothingToDecide: Explained, Equatable {
    package let decision: DecisionName
    package let kind: String
    package let name: String

    package var code: String { "not-applicable" }

    package var message: LocalizedText {
        LocalizedText(
            "\(name) is a \(kind): there is nothing to \(decision.rawValue)",
            zh: "\(name) 是 \(kind)：没有可执行的 \(decision.rawValue)")
    }

    package var hint: LocalizedText {
        LocalizedText(
            "See what it waits for: sluice order show \(name).", zh: "查看在等待什么：sluice order show \(name)。")
    }
}
