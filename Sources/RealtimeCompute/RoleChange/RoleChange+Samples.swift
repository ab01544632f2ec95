package import Workflow

extension RoleChange {
    /// The state machine as a graph, derived by asking it about samples.
    package static let graph = TransitionGraph(
        of: RoleChange.self, states: Samples.states, events: Samples.events,
        at: [Samples.begin, Samples.begin + .seconds(24 * 3600)])

    /// Samples of every phase and every event, one for each branch of the machine.
    ///
    /// The states are reached by the machine's own steps from the events before them, so that none is made up.
    package enum Samples {
        package static let begin = Timestamp(millisecondsSince1970: 1_617_238_800_000)

        package static let states: [State] = [
            reached(placed), reached(placed, confirmed), reached(placed, confirmed, obstructed),
            reached(placed, confirmed, begun), reached(placed, confirmed, begun, requested),
            reached(placed, confirmed, begun, removed), reached(placed, confirmed, begun, removed, refused),
            reached(placed, confirmed, begun, removed, built), reached(placed, withdrawn),
        ]

        package static let events: [Event] = [
            placed, confirmed, obstructed, refused, withdrawn, begun, requested, requestedLater, removed, built,
        ]

        private static func reached(_ events: Event...) -> State {
            do {
                return try events.dropFirst().reduce(RoleChange.begin(on: events[0])) {
                    try RoleChange.step(from: $0, on: $1)
                }
            } catch {
                preconditionFailure("a sample of the machine is refused: \(error)")
            }
        }

        package static let change = PlannedRoleChange(
            id: WorkflowID(rawValue: "01F24DZC800000000000000002"), name: "role-reinitialise-1",
            plan: RolePlan(.reinitialise, acceptsOutage: true), timing: Timing())

        private static let clear = Inspection(findings: [], observedAt: begin, claims: [])

        static let placed = Event.placed(RoleChangePlacement(of: change, inspection: clear))
        static let confirmed = Event.confirmed(
            Confirmation(by: Caller(.account, id: "1234567890123456"), knowing: clear, despiteFindings: false))
        static let obstructed = Event.obstructed(obstruction(of: .roleOutage))
        static let refused = Event.obstructed(obstruction(of: .roleAccepted))
        static let withdrawn = Event.withdrawn(Withdrawal(because: "not needed"))
        static let begun: Event = {
            guard let beginning = RoleChangeBeginning(clear) else { preconditionFailure("nothing blocks the sample") }
            return .begun(beginning)
        }()
        static let requested = Event.requested(
            RoleAnswer(to: RoleRequest(.deleteRole), in: 0, wasMade: false, at: begin))
        static let requestedLater = Event.requested(
            RoleAnswer(to: RoleRequest(.createRole), in: 1, wasMade: true, at: begin))
        static let removed = Event.stageReached(RoleStage(0, at: begin))
        static let built = Event.stageReached(RoleStage(1, at: begin))

        private static func obstruction(of check: Check) -> Obstruction {
            let finding = Finding(check, resource: "sample", observed: "so", required: "otherwise")
            guard let obstruction = Obstruction(Inspection(findings: [finding], observedAt: begin, claims: [])) else {
                preconditionFailure("the sample blocks")
            }
            return obstruction
        }
    }
}
