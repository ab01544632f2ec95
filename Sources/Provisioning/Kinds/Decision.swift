package import Documents
import Foundation
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

    /// The version at which whoever decides has seen the workflow; `nil` if he decides whatever has become of it.
    package var seenVersion: Int?

    package init() {}

    /// Sees that a workflow is still as whoever decides about it has seen it.
    package func requireSeen(_ version: Int, of name: String) throws(MovedOn) {
        if let seenVersion, seenVersion != version { throw MovedOn(name: name, seen: seenVersion, version: version) }
    }

    /// A reason as it is kept in the history: some words on one line; `nil` of what is none.
    package static func reason(_ text: String) -> String? {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        let isOneLine = !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
        return (1...500).contains(text.count) && isOneLine ? text : nil
    }
}

/// A workflow is no longer as whoever decides about it has seen it.
package struct MovedOn: Explained, Equatable {
    package let name: String
    package let seen: Int
    package let version: Int

    package var code: String { "moved-on" }

    package var message: LocalizedText {
        LocalizedText(
            "\(name) has moved on: it was decided about version \(seen), and it is at \(version)",
            zh: "\(name) 已有变化：所决定的是版本 \(seen)，现为版本 \(version)")
    }

    package var hint: LocalizedText {
        LocalizedText("Nothing was done. See where it stands now, and decide again.", zh: "未执行任何操作。请查看当前状态后再决定。")
    }
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
