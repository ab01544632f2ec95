package import Workflow

extension SharedScaling {
    /// The state machine as a graph, derived by asking it about samples.
    package static let graph = TransitionGraph(
        of: SharedScaling.self, states: Samples.states, events: Samples.events, at: [Samples.begin])

    /// Samples of every phase and every event, one for each branch of the machine.
    ///
    /// The states are reached by the machine's own steps from the events before them, so that none is made up.
    package enum Samples {
        package static let begin = Timestamp(millisecondsSince1970: 1_575_162_000_000)

        package static let states: [State] = [
            began(on: placed), reached(placed, confirming), reached(placed, confirming, scaled),
            reached(placed, withdrawing), reached(placed, confirming, lost),
        ]

        package static let events: [Event] = [
            placed, confirming, confirmingBesideAnother, obstructed, withdrawing, scaled, scaledHalf, lost,
        ]

        private static func began(on event: Event) -> State {
            do {
                return try SharedScaling.begin(on: event)
            } catch {
                preconditionFailure("a sample of the machine is refused: \(error.event)")
            }
        }

        private static func reached(_ first: Event, _ others: Event...) -> State {
            do throws(Refusal<RefusalGround>) {
                var state = try SharedScaling.begin(on: first)
                for event in others { state = try SharedScaling.step(from: state, on: event) }
                return state
            } catch {
                preconditionFailure("a sample of the machine is refused: \(error.event) in \(error.phase)")
            }
        }

        // MARK: - Events

        static let placed = Event.placed(SharedScalingPlacement(of: scaling, inspection: clear))
        static let confirming = Event.confirmed(
            Confirmation(by: Caller(.account, id: "1234567890123456"), knowing: clear, despiteFindings: false))
        static let confirmingBesideAnother = Event.confirmed(
            Confirmation(by: Caller(.account, id: "1234567890123456"), knowing: busy, despiteFindings: true))
        static let obstructed: Event = {
            guard let obstruction = Obstruction(busy) else { preconditionFailure("the sample blocks") }
            return .obstructed(obstruction)
        }()
        static let withdrawing = Event.withdrawn(Withdrawal(because: "not needed"))
        static let scaled = Event.scaled(SeenSharedScaling(SharedSight(instance: 6, project: 6), at: begin))
        static let scaledHalf = Event.scaled(SeenSharedScaling(SharedSight(instance: 6, project: 4), at: begin))
        static let lost = Event.instanceLost(InstanceLoss(at: begin))

        // MARK: - What they are made of

        package static let scaling = PlannedSharedScaling(
            id: WorkflowID(rawValue: "01DV4X0000000000000000001"), name: "legacy-scale-1",
            subject: InstanceSubject(
                order: WorkflowID(rawValue: "01DV4X0000000000000000000"), orderName: "legacy", region: "cn-hangzhou",
                billing: .subscription(months: 3), orderNumber: "210000000001", instance: "blinkonecs_1", cluster: nil),
            project: "legacy_rt", before: 4, target: 6, timing: Timing())

        private static let clear = Inspection(findings: [], observedAt: begin, claims: [])
        private static let busy = Inspection(
            findings: [
                Finding(
                    .clusterChange, resource: "instance/blinkonecs_1", observed: "changing",
                    required: "no other change under way")
            ], observedAt: begin, claims: [])
    }
}
