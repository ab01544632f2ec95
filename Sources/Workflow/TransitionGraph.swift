/// The state machine of a workflow as a graph, derived by asking ``Workflow/step(from:on:)``.
///
/// Every sample of a state is asked about every sample of an event: a new state is an arrow, the same state or a
/// refusal is none. So the graph can only say what the code does. It is as complete as the samples are: one for each
/// branch.
public struct TransitionGraph: Equatable, Sendable, Encodable {
    /// One arrow.
    public struct Arrow: Hashable, Sendable, Encodable {
        /// The phase it leaves; `nil` for the event that begins a history.
        public let from: String?
        /// The event that leads along it.
        public let event: String
        /// The phase it leads to.
        public let to: String
    }

    /// One phase.
    public struct Node: Hashable, Sendable, Encodable {
        /// The flat name of the phase.
        public let phase: String
        /// What may come next in it, one word each: `perform`, `wait`, `ask`, `finished`.
        public let next: [String]
    }

    /// The kind of workflow.
    public let workflow: String
    /// The version of its definition.
    public let definitionVersion: Int
    /// Every phase, in the order of its declaration.
    public let phases: [Node]
    /// Every arrow: by the phase it leaves, then by event, then by the phase it leads to, each in declared order.
    public let transitions: [Arrow]

    /// Derives the graph of `definition` from samples of its states and events.
    ///
    /// - Parameter times: the times at which `next` is asked what comes next in each state.
    public init<Definition: Workflow>(
        of definition: Definition.Type,
        states: [Definition.State],
        events: [Definition.Event],
        at times: [Timestamp]
    ) {
        var arrows: Set<Arrow> = []
        for event in events {
            if let state = try? Definition.begin(on: event) {
                arrows.insert(Arrow(from: nil, event: event.name.rawValue, to: Definition.phase(of: state).rawValue))
            }
            for state in states {
                guard let reached = try? Definition.step(from: state, on: event), reached != state else { continue }
                arrows.insert(
                    Arrow(
                        from: Definition.phase(of: state).rawValue,
                        event: event.name.rawValue,
                        to: Definition.phase(of: reached).rawValue
                    )
                )
            }
        }
        let phaseOrder = Self.order(of: Definition.Phase.allCases.map(\.rawValue))
        let eventOrder = Self.order(of: Definition.Event.Name.allCases.map(\.rawValue))
        workflow = Definition.kind
        definitionVersion = Definition.definitionVersion
        transitions = arrows.sorted { one, other in
            let ranks = [one, other].map { arrow in
                (arrow.from.flatMap { phaseOrder[$0] } ?? -1, eventOrder[arrow.event] ?? 0, phaseOrder[arrow.to] ?? 0)
            }
            return ranks[0] < ranks[1]
        }
        phases = Definition.Phase.allCases.map { phase in
            let own = states.filter { Definition.phase(of: $0) == phase }
            let words = own.flatMap { state in times.map { Definition.next(in: state, at: $0).word } }
            return Node(phase: phase.rawValue, next: Set(words).sorted())
        }
    }

    /// The phases that no arrow leaves.
    public var finalPhases: [String] {
        let left = Set(transitions.compactMap(\.from))
        return phases.map(\.phase).filter { !left.contains($0) }
    }

    private static func order(of names: [String]) -> [String: Int] {
        Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    }
}

extension Next {
    /// The kind of step, in one word: `perform`, `wait`, `ask`, `finished`.
    public var word: String {
        switch self {
        case .perform: "perform"
        case .wait: "wait"
        case .ask: "ask"
        case .finished: "finished"
        }
    }
}
