package import Logging
package import RealtimeCompute
package import Workflow
package import WorkflowEngine

/// The use cases of Sluice, over its ports: a journal, a cloud, a clock; and the kinds of workflow it knows.
///
/// Each gives a report that says all there is to say; how it is shown is for others to decide.
package struct Provisioner: Sendable {
    let journal: any Journal
    package let registry: Registry
    package let cloud: any Cloud
    let clock: any Clock
    /// Who gives the commands.
    let operatorActor: Actor
    let logger: Logger
    /// Random bits, of which ids are made and by which delays stray.
    let random: @Sendable () -> UInt64

    /// - Parameter random: gives random bits; seeded in simulations.
    package init(
        journal: any Journal, registry: Registry, cloud: any Cloud, clock: any Clock, operatorActor: Actor,
        logger: Logger, random: @escaping @Sendable () -> UInt64 = { .random(in: .min ... .max) }
    ) {
        self.journal = journal
        self.registry = registry
        self.cloud = cloud
        self.clock = clock
        self.operatorActor = operatorActor
        self.logger = logger
        self.random = random
    }

    /// What drives workflows of a kind.
    ///
    /// - Parameter states: states that are known from other turns of the same run.
    func engine<K: Kind>(of kind: K, knowing states: RecentStates? = nil) -> Engine<K.Definition> {
        let random = random
        return Engine(
            journal: journal, clock: clock, performer: kind.performer(on: cloud),
            chance: {
                var bits = RandomBits(draw: random)
                return Double.random(in: -1...1, using: &bits)
            },
            logger: logger, states: states)
    }

    /// The kind of a workflow.
    func kind(of id: WorkflowID) async throws -> any Kind {
        guard let record = try await journal.workflow(id) else { throw UnknownOrder(reference: id.rawValue) }
        return try registry.kind(named: record.kind)
    }

    /// A workflow as it stands now.
    package func workflow(_ id: WorkflowID) async throws -> WorkflowReport {
        try await WorkflowBook(journal, of: registry, at: try await clock.now()).workflow(id)
    }

    /// Where things stand now, for what is placed or decided.
    package func environment() async throws -> Environment {
        Environment(cloud: cloud, now: try await clock.now(), journal: journal)
    }

    /// A new workflow's id.
    func newID(at time: Timestamp) -> WorkflowID {
        var bits = RandomBits(draw: random)
        return WorkflowID(madeAt: time, using: &bits)
    }
}

private struct RandomBits: RandomNumberGenerator {
    let draw: @Sendable () -> UInt64

    mutating func next() -> UInt64 { draw() }
}
