import ArgumentParser
import Documents
import Foundation
import Provisioning
import Wording
import Workflow
import WorkflowSQLite

extension Duration {
    /// A duration on the command line: `1h30m` or `PT1H30M`.
    static func argument(_ text: String) throws -> Self {
        guard let duration = Self(text: text) else {
            throw ValidationError("a duration is written like 45s, 30m, 1h30m or PT1H30M, and is at most ten years")
        }
        return duration
    }
}

extension Timestamp {
    /// A time on the command line.
    static func argument(_ text: String) throws -> Self {
        guard let time = Self(text) else {
            throw ValidationError("a time is written like 2021-04-01T09:00:00+08:00 (RFC 3339)")
        }
        return time
    }
}

extension PointInTime {
    /// A moment on the command line: a version, or a time.
    static func argument(_ text: String) throws -> Self {
        if let version = Int(text) { return .version(version) }
        guard let time = Timestamp(text) else {
            throw ValidationError("a moment is a version, or a time like 2021-04-01T09:00:00+08:00 (RFC 3339)")
        }
        return .time(time)
    }
}

/// A reason on the command line, for the history: some words on one line.
struct Reasoning {
    let text: String

    init(_ argument: String) throws {
        guard let text = DecisionInput.reason(argument) else {
            throw ValidationError("a reason is some words on one line, at most 500 characters")
        }
        self.text = text
    }
}

/// `FIELD=VALUE` on the command line.
struct Assignment {
    let name: String
    let text: String

    init(_ argument: String) throws {
        let halves = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard halves.count == 2, !halves[0].isEmpty else { throw ValidationError("a change is written FIELD=VALUE") }
        (name, text) = (halves[0], halves[1])
    }

    /// The value, read as YAML: from a file for `@FILE`.
    func value() throws -> Node {
        if text.hasPrefix("@") { return try Document(path: String(text.dropFirst())).root }
        return text.isEmpty ? .null : try Document(text: text, source: name).root
    }
}

extension Registry {
    /// The names of phases on the command line, each of which some kind has.
    func phases(_ names: [String]) throws -> [String] {
        let known = phases
        for name in names where !known.contains(name) { throw UsageError.unknown(name, "phase", "阶段", among: known) }
        return names
    }

    /// The names of events on the command line, each of which some kind has.
    func events(_ names: [String]) throws -> [String] {
        let known = events
        for name in names where !known.contains(name) { throw UsageError.unknown(name, "event", "事件", among: known) }
        return names
    }

    /// A kind on the command line, by its name or that of its manifests.
    func kind(argument name: String) throws -> any Kind {
        do throws(UnknownKind) {
            return try kind(called: name)
        } catch {
            throw UsageError(error.message, hint: error.hint)
        }
    }
}

extension UsageError {
    fileprivate static func unknown(_ name: String, _ what: String, _ chinese: String, among known: [String]) -> Self {
        let suggestion = name.nearest(among: known)
        let word = name.printable()
        return Self(
            LocalizedText(
                "there is no \(what) \(word)" + (suggestion.map { "; did you mean \($0)?" } ?? ""),
                zh: "没有\(chinese) \(word)" + (suggestion.map { "；是否想写 \($0)？" } ?? "")),
            hint: LocalizedText(
                "There are: \(known.joined(separator: ", ")).", zh: "可用：\(known.joined(separator: "、"))。"))
    }
}

extension ArgumentHelp {
    static let order = ArgumentHelp("The order: its id, the beginning of its id (4 characters or more), or its name.")
}

extension CompletionKind {
    /// The names of the orders in the default store, or in that of `SLUICE_STORE`.
    static let order = CompletionKind.custom { _, _, prefix in
        let surroundings = Surroundings.ofThisProcess
        let path = surroundings.value("SLUICE_STORE") ?? surroundings.defaultStore
        do {
            guard try SQLiteJournal.exists(at: path) else { return [] }
            let journal = try SQLiteJournal.open(path, for: .reading)
            // More than anybody chooses from.
            return try journal.names(beginningWith: prefix, limit: 1000)
        } catch {
            // Completing has nowhere to tell what is wrong; the command itself will.
            return []
        }
    }
}
