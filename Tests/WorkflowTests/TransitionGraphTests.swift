import Testing
import Workflow

struct TransitionGraphTests {
    private let graph = TransitionGraph(
        of: Door.self, states: [.closed, .open, .sealed], events: [.opened, .closed, .sealed], at: [.earliest])

    @Test func `arrows are where the code leads to another state, and nowhere else`() {
        #expect(
            graph.transitions.map { "\($0.from ?? "·") \($0.event) \($0.to)" }
                == ["· closed closed", "closed opened open", "closed sealed sealed", "open closed closed"])
        #expect(graph.finalPhases == ["sealed"])
        #expect(graph.phases.map(\.next) == [["ask"], ["perform"], ["finished"]])
    }

    @Test func `it is drawn in Mermaid`() {
        #expect(
            graph.mermaid == """
                stateDiagram-v2
                    [*] --> closed: closed
                    closed --> open: opened
                    closed --> sealed: sealed
                    open --> closed: closed
                    sealed --> [*]

                """)
    }

    @Test func `it is drawn in DOT`() {
        #expect(
            graph.dot == """
                digraph "door" {
                    rankdir=LR;
                    begin [shape=point];
                    closed [shape=box];
                    open [shape=box];
                    sealed [shape=doublecircle];
                    begin -> closed [label="closed"];
                    closed -> open [label="opened"];
                    closed -> sealed [label="sealed"];
                    open -> closed [label="closed"];
                }

                """)
    }
}

/// A door: to be opened, closed, and sealed for good.
private enum Door: Workflow {
    enum State: String, Codable, CaseIterable, Sendable {
        case closed, open, sealed
    }

    enum Event: String, WorkflowEvent, CaseIterable {
        case opened, closed, sealed

        var name: Self { self }

        init(named name: Self, from decoder: any Decoder) throws { self = name }
    }

    enum Effect: String, Sendable {
        case close
    }

    enum Question: String, Sendable {
        case openIt
    }

    static let kind = "door"
    static let definitionVersion = 1

    static func begin(on event: Event) throws(Refusal<Bool>) -> State {
        guard event == .closed else { throw Refusal(of: event.rawValue, in: "none", because: false) }
        return .closed
    }

    static func step(from state: State, on event: Event) throws(Refusal<Bool>) -> State {
        switch (state, event) {
        case (.closed, .opened): .open
        case (.open, .closed): .closed
        case (.open, .opened), (.closed, .closed): state
        case (.closed, .sealed): .sealed
        case (.open, .sealed), (.sealed, _): throw Refusal(of: event.rawValue, in: state.rawValue, because: false)
        }
    }

    static func next(in state: State, at now: Timestamp) -> Next<Effect, Event, Question> {
        switch state {
        case .closed: .ask(.openIt)
        case .open: .perform(.close)
        case .sealed: .finished
        }
    }

    static func phase(of state: State) -> State { state }
    static func claims(of state: State) -> [Claim] { [] }
    static func backoff(in state: State) -> Backoff { Backoff(first: .seconds(1), longest: .seconds(2)) }
}
