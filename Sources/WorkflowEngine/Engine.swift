public import Logging
import Tracing
public import Workflow

/// Drives workflows of one definition: load, ask what is next, perform it, commit what it came to.
public struct Engine<Definition: Workflow>: Sendable {
    let journal: any Journal
    let clock: any Clock
    let performer: any Performer<Definition>
    /// A number in -1…1, anew at each call: how far a delay strays.
    let chance: @Sendable () -> Double
    let logger: Logger
    private let states: RecentStates?

    /// Creates an engine from its ports.
    ///
    /// - Parameters:
    ///   - chance: gives a number in -1…1 at each call, by which delays stray; seeded in simulations.
    ///   - states: states that are known from other turns of the same run.
    public init(
        journal: any Journal,
        clock: any Clock,
        performer: any Performer<Definition>,
        chance: @escaping @Sendable () -> Double = { Double.random(in: -1...1) },
        logger: Logger,
        states: RecentStates? = nil
    ) {
        self.journal = journal
        self.clock = clock
        self.performer = performer
        self.chance = chance
        self.logger = logger
        self.states = states
    }

    /// Places a new workflow.
    ///
    /// When this returns, it is durable.
    ///
    /// - Throws: the definition's refusal, or ``JournalError/nameTaken(_:)``.
    public func place(
        _ id: WorkflowID, named name: String, on event: Definition.Event, by actor: Actor
    ) async throws -> LoadedWorkflow<Definition> {
        let placement = try Placement<Definition>(
            of: id, named: name, on: event, in: performer.cloud, by: actor, at: try await clock.now())
        try await Telemetry.commit(of: placement.commit.event, in: .ofCaller) {
            try await journal.commit(placement.commit)
        }
        return placement.workflow
    }

    /// Takes a workflow's lock, loads it, and lets `decide` commit to it.
    ///
    /// If what it decides collides with what another workflow has claimed meanwhile, it starts over from a fresh load.
    ///
    /// - Throws: ``JournalError/busy(_:)``, ``ForeignCloud``, ``UnknownWorkflow``, and what `decide` throws.
    public func turn<Result>(
        of id: WorkflowID, _ decide: (Turn<Definition>) async throws -> Result
    ) async throws -> Result {
        try await turn(of: id, in: .ofCaller, decide)
    }

    func turn<Result>(
        of id: WorkflowID, in context: ServiceContext, _ decide: (Turn<Definition>) async throws -> Result
    ) async throws -> Result {
        guard let lock = try await journal.lock(id) else { throw UnknownWorkflow(id: id) }
        defer { lock.release() }
        // Whoever is overtaken starts over because another has got on, so the number of times is bounded by the work of
        // the others; the bound here only guards against a journal that lies.
        var round = 1
        var transitions: [Transition] = []
        while true {
            guard let record = try await journal.workflow(id) else { throw UnknownWorkflow(id: id) }
            guard record.cloud == performer.cloud else {
                throw ForeignCloud(workflow: record.name, expected: record.cloud, found: performer.cloud)
            }
            let turn = Turn<Definition>(
                try states?.load(record) ?? LoadedWorkflow(record), after: transitions, journal: journal, clock: clock,
                logger: logger, in: context)
            do {
                let result = try await decide(turn)
                states?.note(turn.workflow)
                return result
            } catch JournalError.claimed(let resource) where round < 16 {
                round += 1
                transitions = turn.transitions
                logger.debug("starting over", metadata: ["workflow": "\(id)", "claimed": "\(resource)"])
            }
        }
    }
}
