import Documents
import Synchronization
package import Wording
import Workflow
import WorkflowEngine

/// The kinds of workflow that Sluice knows.
package struct Registry: Sendable {
    package let kinds: [any Kind]
    private let derived = DerivedGraphs()

    package init(_ kinds: [any Kind]) {
        assert(
            Set(kinds.map(\.name) + kinds.map(\.manifest.kind)).count == 2 * kinds.count,
            "each kind has names of its own")
        self.kinds = kinds
    }

    /// The kind stored under a name.
    ///
    /// - Throws: ``UnknownKind``: a newer Sluice wrote it, or one with other kinds.
    package func kind(named name: String) throws(UnknownKind) -> any Kind {
        guard let kind = kinds.first(where: { $0.name == name }) else {
            throw UnknownKind(name: name, known: kinds.map(\.name), isStored: true)
        }
        return kind
    }

    /// The kind of a workflow, by its name or that of its manifests.
    package func kind(called name: String) throws(UnknownKind) -> any Kind {
        guard let kind = kinds.first(where: { $0.name == name || $0.manifest.kind == name }) else {
            throw UnknownKind(name: name, known: kinds.map(\.name), isStored: false)
        }
        return kind
    }

    /// The graphs of the kinds, in their order.
    private var graphs: [TransitionGraph] { derived.graphs(of: kinds) }

    /// The names of all phases, each once, in the order in which kinds and their graphs have them.
    package var phases: [String] { graphs.flatMap { $0.phases.map(\.phase) }.distinct }

    /// The phases of each kind, by its name, that no event leads out of.
    var finalPhases: [String: [String]] {
        Dictionary(uniqueKeysWithValues: zip(kinds, graphs).map { ($0.name, $1.finalPhases) })
    }

    /// The phases in which a workflow of some kind may ask a person.
    package var askingPhases: Set<String> {
        Set(graphs.flatMap { $0.phases.filter { $0.next.contains("ask") }.map(\.phase) })
    }

    /// Those of them that nothing leads to but being placed: nothing has been done for it yet.
    package var beginningPhases: Set<String> {
        let transitions = graphs.flatMap(\.transitions)
        let begun = Set(transitions.filter { $0.from != nil && $0.from != $0.to }.map(\.to))
        return askingPhases.subtracting(begun)
    }

    /// The names of all events, each once.
    package var events: [String] { graphs.flatMap { $0.transitions.map(\.event) }.distinct }
}

/// The graphs of kinds, derived once, when they are first asked for: it takes some milliseconds.
private final class DerivedGraphs: Sendable {
    private let known = Mutex<[TransitionGraph]?>(nil)

    func graphs(of kinds: [any Kind]) -> [TransitionGraph] {
        known.withLock { known in
            if let known { return known }
            let graphs = kinds.map(\.graph)
            known = graphs
            return graphs
        }
    }
}

extension [String] {
    /// Each once, where it stands first.
    fileprivate var distinct: Self {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}

/// A kind of workflow that this program does not know.
package struct UnknownKind: Explained, Equatable {
    package let name: String
    package let known: [String]
    /// Whether a workflow of it was found, not just its name on the command line.
    package let isStored: Bool

    package var code: String { "unknown-kind" }

    package var message: LocalizedText {
        guard !isStored else {
            return LocalizedText(
                "a workflow is of the kind \(name.printable()), which this sluice does not know",
                zh: "某工作流的类型为 \(name.printable())，此 sluice 不认识该类型")
        }
        let suggestion = name.nearest(among: known)
        return LocalizedText(
            "there is no kind \(name.printable())" + (suggestion.map { "; did you mean \($0)?" } ?? ""),
            zh: "没有类型 \(name.printable())" + (suggestion.map { "；是否想写 \($0)？" } ?? ""))
    }

    package var hint: LocalizedText {
        let (english, chinese) = (known.joined(separator: ", "), known.joined(separator: "、"))
        return isStored
            ? LocalizedText(
                "Use the sluice that placed it. This one knows: \(english).", zh: "请使用放置它的 sluice。此程序已知类型：\(chinese)。")
            : LocalizedText("There are: \(english).", zh: "已知类型：\(chinese)。")
    }
}
