package import Workflow

extension SubjectChange {
    /// The state machine as a graph, derived by asking it about samples.
    package static func graph(_ samples: ChangeSamples<Plan>) -> TransitionGraph {
        TransitionGraph(
            of: Self.self, states: samples.states, events: samples.events,
            at: [Samples.begin, Samples.begin + .seconds(24 * 3600)])
    }
}

/// Samples of every phase and every event of a change, one for each branch of the machine.
///
/// The states are reached by the machine's own steps, so that none is made up.
package struct ChangeSamples<Plan: ChangePlan>: Sendable {
    package let states: [ChangeState<Plan>]
    package let events: [ChangeEvent<Plan>]

    /// - Parameters:
    ///   - subject: what is changed.
    ///   - before: the subject before the change.
    ///   - step: seen to run again, and not yet what it is to be.
    ///   - after: the subject as it is to be.
    ///   - gone: the subject when it is gone.
    ///   - request: what is asked for first.
    ///   - blocking: what does not hold at first.
    ///   - other: what may have to be asked for instead; `nil` where there is but one request.
    package init(
        of plan: Plan, _ subject: Plan.Subject, before: Plan.Sight, step: Plan.Sight, after: Plan.Sight,
        gone: Plan.Sight, request: Plan.Request, other: Plan.Request?, blocking: Finding
    ) {
        let (begin, late) = (Samples.begin, Samples.late)
        let change = PlannedChange(
            id: WorkflowID(rawValue: "01F24DZC800000000000000001"), name: "risk-change-1", store: "store",
            subject: subject, plan: plan, before: before, timing: Timing())
        let clear = Inspection(
            findings: [], observedAt: begin, claims: [Claim("vswitch/vsw-1/addresses", amount: 2, limit: 200)])
        let obstructing = Inspection(
            findings: [blocking], observedAt: begin, claims: [])
        let blockingOtherwise = Inspection(
            findings: [Finding(.vSwitchAddresses, resource: "vswitch/vsw-1", observed: "1", required: "2")],
            observedAt: late, claims: [])
        guard let clearance = Clearance(clear, on: subject.instance),
            let obstruction = Obstruction(obstructing, on: subject.instance),
            let otherObstruction = Obstruction(blockingOtherwise, on: subject.instance)
        else { preconditionFailure("the samples clear and obstruct") }
        let refusal = CloudRefusal(code: "OperationDenied", message: "the request was refused")

        let placed = ChangeEvent<Plan>.placed(ChangePlacement(of: change, inspection: clear))
        let confirmed = ChangeEvent<Plan>.confirmed(
            Confirmation(by: Caller(.account, id: "1234567890123456"), knowing: clear, despiteFindings: false))
        let obstructed = ChangeEvent<Plan>.obstructed(obstruction)
        let cleared = ChangeEvent<Plan>.cleared(ChangeClearance(clearance, for: request))
        let clearedOtherwise = other.map { [ChangeEvent<Plan>.cleared(ChangeClearance(clearance, for: $0))] } ?? []
        let withdrawn = ChangeEvent<Plan>.withdrawn(Withdrawal(because: "not needed"))
        let begun = ChangeEvent<Plan>.requestBegun(ChangeIntent(request, at: begin))
        let requested = ChangeEvent<Plan>.requested(ChangeAnswer(at: begin))
        let refused = ChangeEvent<Plan>.requestRefused(refusal)
        let seen = ChangeEvent<Plan>.changeSeen(SeenChange(before, at: begin))
        let lateSeen = ChangeEvent<Plan>.changeLate(SeenChange(before, at: late))
        let ticket = ChangeEvent<Plan>.ticketOpened(OpenedTicket("ticket1"))
        let ticketRefused = ChangeEvent<Plan>.ticketRefused(refusal)
        let changed = ChangeEvent<Plan>.changed(SeenChange(after, at: late))
        let lost = ChangeEvent<Plan>.clusterLost(Plan.loss(of: subject, gone, at: late))
        events =
            [placed, confirmed, obstructed, .obstructed(otherObstruction), cleared] + clearedOtherwise + [
                withdrawn, begun, requested, refused,
                .requestNotMade(
                    ChangePostponement(code: "Throttling", message: "too many requests", dueAt: begin + .seconds(2))),
                seen, .changeNotSeen(SeenChange(before, at: late)), .stepMade(SeenChange(step, at: late)), lateSeen,
                ticket, ticketRefused, changed, lost,
            ]

        func reached(_ events: ChangeEvent<Plan>...) -> ChangeState<Plan>? {
            try? events.dropFirst().reduce(SubjectChange<Plan>.begin(on: events[0])) {
                try SubjectChange<Plan>.step(from: $0, on: $1)
            }
        }
        states = [
            reached(placed), reached(placed, confirmed), reached(placed, confirmed, obstructed),
            reached(placed, confirmed, cleared, begun, refused),
            reached(placed, confirmed, cleared), reached(placed, confirmed, cleared, begun),
            reached(placed, confirmed, cleared, begun, requested),
            reached(placed, confirmed, cleared, begun, requested, seen),
            reached(placed, confirmed, cleared, begun, requested, lateSeen),
            reached(placed, confirmed, cleared, begun, requested, lateSeen, ticket),
            reached(placed, confirmed, cleared, begun, requested, lateSeen, ticketRefused),
            reached(placed, confirmed, changed), reached(placed, withdrawn), reached(placed, confirmed, lost),
        ].compactMap(\.self)
    }
}
