package import Documents
public import Wording
package import Workflow

/// Why an event is refused, in a form that can be told: what the refusals of every kind of workflow have in common.
package protocol ExplainedGround: Equatable, Sendable {
    /// What scripts recognise the refusal by.
    var code: String { get }
    /// What is wrong: `event` was refused in `phase`.
    func message(of event: String, in phase: String) -> LocalizedText
    /// What to do next.
    var hint: LocalizedText { get }
    /// The values behind the words.
    var values: [String: JSONValue] { get }
}

extension ExplainedGround {
    package var values: [String: JSONValue] { [:] }
}

extension Refusal: Explained where Ground: ExplainedGround {
    package var code: String { ground.code }
    package var message: LocalizedText { ground.message(of: event, in: phase) }
    package var hint: LocalizedText { ground.hint }
}
