import Foundation
import Hummingbird
import Wording
import WorkflowEngine

/// Who asks for a page, and how he wants it.
struct Visit: Sendable {
    var language: Language
    var theme: Theme
    /// Who acts, for the history.
    var actor: Actor
    /// What a form has to give back, so that no page of another origin can send it.
    var formToken: String
    /// Whether nothing may be changed.
    var isReadOnly: Bool
    /// What the page is asked for by: its path and its query.
    var path: String
    var query: [String: String]
    /// The query as it was written.
    var writtenQuery: String
    /// What an action before this page came to.
    var notice: Notice?

    /// The text in the visitor's language.
    func callAsFunction(_ text: LocalizedText) -> String { text(language) }

    /// The text in the visitor's language.
    func callAsFunction(_ english: String, zh chinese: String) -> String {
        language == .english ? english : chinese
    }

    /// The address that was asked for, less what is of the moment.
    var address: String {
        let kept = writtenQuery.split(separator: "&").filter { !$0.hasPrefix("notice=") && !$0.hasPrefix("lang=") }
        return path + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
    }

    /// A value of the query that is not empty.
    func value(_ name: String) -> String? {
        query[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// Light, dark, or as the machine has it.
enum Theme: String, CaseIterable, Sendable {
    case system, light, dark
}

/// What an action came to, said at the top of the page that follows.
struct Notice: Sendable {
    enum Tone: String, Sendable {
        case done, problem
    }

    let tone: Tone
    let message: LocalizedText
    var hint: LocalizedText?
    /// The names of workflows to go on to.
    var workflows: [String] = []
}

extension Notice {
    init(_ error: any Error) {
        let explained = error as? any Explained ?? UnforeseenFault(error)
        self.init(tone: .problem, message: explained.message, hint: explained.hint)
    }
}

/// An error that no one foresaw: a fault of ours.
struct UnforeseenFault: Explained {
    /// The kind of the error; never its contents, which may hold anything.
    let kind: String
    let code = "unexpected"

    init(_ error: any Error) {
        kind = String(reflecting: type(of: error))
    }

    var message: LocalizedText {
        LocalizedText("an unexpected error occurred: \(kind)", zh: "发生意外错误：\(kind)")
    }

    var hint: LocalizedText {
        LocalizedText("This is a fault of sluice. What was committed is safe.", zh: "这是 sluice 的缺陷。已提交的内容安全。")
    }
}
