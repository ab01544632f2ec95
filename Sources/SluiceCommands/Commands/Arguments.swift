import ArgumentParser
import Documents
import Foundation
import Provisioning
import RealtimeCompute
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
        let text = argument.trimmingCharacters(in: .whitespacesAndNewlines)
        let isOneLine = !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
        guard (1...500).contains(text.count), isOneLine else {
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

extension OrderState.Phase: ExpressibleByArgument {}

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
