package import Wording
package import Workflow
import WorkflowEngine

/// What comes next for a workflow, why, and what the operator may do.
package struct NextStep: Sendable {
    package enum Step: Sendable {
        case perform
        case wait(until: Timestamp)
        case ask
        case finished
    }

    package let step: Step
    /// The effect or the question, as scripts know it; `nil` when nothing comes next.
    package let what: String?
    /// The same, in a few words.
    package let words: LocalizedText?
    package let reason: Reason
    /// The words of the command that goes on from here.
    package let command: [String]
    /// Other commands that go on from here, where a person has to choose.
    package let alternatives: [[String]]

    init<K: Kind>(
        of kind: K, named name: String, _ next: Next<K.Definition.Effect, K.Definition.Event, K.Definition.Question>,
        _ presentation: Presentation, postponement: Postponement?
    ) {
        let advance = ["sluice", "advance", name]
        switch next {
        case .perform(let effect, _):
            (step, what, words) = (.perform, effect.rawValue, kind.words(for: effect))
            (command, alternatives) = (advance, [])
        case .wait(let effect, let until):
            (step, what, words) = (.wait(until: until), effect.rawValue, kind.words(for: effect))
            (command, alternatives) = (advance, [])
        case .ask(let question, _):
            (step, what, words) = (.ask, question.rawValue, kind.words(for: question))
            command = presentation.answers.first ?? advance
            alternatives = Array(presentation.answers.dropFirst())
        case .finished:
            (step, what, words) = (.finished, nil, nil)
            (command, alternatives) = (["sluice", "history", name], [])
        }
        reason = Self.reason(kind, next, presentation, postponement)
    }

    /// Why: what the last attempt came to, while that is why the workflow waits; else what the phase says.
    private static func reason<K: Kind>(
        _ kind: K, _ next: Next<K.Definition.Effect, K.Definition.Event, K.Definition.Question>,
        _ presentation: Presentation, _ postponement: Postponement?
    ) -> Reason {
        guard let postponement, case .wait = next else { return presentation.reason }
        let code = postponement.reason.code
        guard postponement.attempt == 0 else { return Reason(code, postponement.words) }
        return kind.waitReason(code).map { Reason(code, $0) } ?? presentation.reason
    }
}

extension Postponement {
    /// What the last attempt came to, for people.
    package var words: LocalizedText {
        let detail = reason.detail.map { ", \($0)" } ?? ""
        return attempt == 0
            ? LocalizedText(verbatim: reason.code + detail)
            : LocalizedText(
                "the last call failed (attempt \(attempt)): \(reason.code)\(detail)",
                zh: "上次调用失败（第 \(attempt) 次）：\(reason.code)\(detail)"
            )
    }
}
