package import Logging
package import RealtimeCompute
import Workflow
package import WorkflowEngine

/// What an operator's decision came to.
package struct DecisionReport: Sendable {
    package let order: OrderReport
    /// The transitions that were committed; none if the decision changed nothing.
    package let transitions: [Transition]
}

/// The use cases of Sluice, over its ports: a journal, a cloud, a clock.
///
/// Each gives a report that says all there is to say; how it is shown is for others to decide.
package struct Provisioner: Sendable {
    let journal: any Journal
    let cloud: any Cloud
    let clock: any Clock
    /// Who gives the commands.
    let operatorActor: Actor
    let engine: Engine<ExclusiveOrder>
    /// Random bits, of which ids are made and by which delays stray.
    let random: @Sendable () -> UInt64

    /// - Parameter random: gives random bits; seeded in simulations.
    package init(
        journal: any Journal, cloud: any Cloud, clock: any Clock, operatorActor: Actor, logger: Logger,
        random: @escaping @Sendable () -> UInt64 = { .random(in: .min ... .max) }
    ) {
        self.journal = journal
        self.cloud = cloud
        self.clock = clock
        self.operatorActor = operatorActor
        self.random = random
        engine = Engine(
            journal: journal, clock: clock, performer: ExclusiveOrderPerformer(service: cloud),
            chance: {
                var bits = RandomBits(draw: random)
                return Double.random(in: -1...1, using: &bits)
            },
            logger: logger)
    }

    /// A new order's id.
    func newID(at time: Timestamp) -> OrderID {
        var bits = RandomBits(draw: random)
        return OrderID(madeAt: time, using: &bits)
    }

    /// A turn of an order in which an operator decides.
    func decide(
        on id: OrderID, _ decision: (Turn<ExclusiveOrder>, Timestamp) async throws -> Void
    ) async throws -> DecisionReport {
        try await engine.turn(of: id) { turn in
            try await decision(turn, try await clock.now())
            let order = OrderReport(turn.workflow, at: try await clock.now())
            return DecisionReport(order: order, transitions: turn.transitions)
        }
    }
}

private struct RandomBits: RandomNumberGenerator {
    let draw: @Sendable () -> UInt64

    mutating func next() -> UInt64 { draw() }
}
