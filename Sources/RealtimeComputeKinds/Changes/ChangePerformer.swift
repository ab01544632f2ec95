import Provisioning
package import RealtimeCompute
import Workflow
import WorkflowEngine

/// The services that a change calls.
package typealias ChangeServices = ObservedServices & TicketService & Sendable

/// What a kind of change adds to its plan: how its subject is looked at, what must hold, and how it is asked for.
package protocol ChangeRules: ChangePlan {
    /// The subject, with all that a look shows of it.
    associatedtype Details: Sendable

    static func look(at subject: Subject, through service: any ObservedServices & Sendable) async throws
        -> Answer<Details?>
    static func sight(of details: Details?) -> Sight
    /// What the subject is called in a ticket, and its id.
    static var noun: String { get }
    static func id(of subject: Subject) -> String
    /// Why a request that surely was not carried out may yet be under way: another is at work.
    static var codeOfOneAtWork: String? { get }

    /// What must hold before `request` is asked for.
    func prerequisites(for request: Request?, of subject: Subject, _ details: Details?) -> [any Prerequisite]
    /// Asks for it, once for every call.
    func send(_ request: Request, for subject: Subject, to service: any ChangeServices) async throws -> Answer<Void>
}

/// Carries the effects of a change out to the cloud: one effect a turn, each preceded by a look at its subject.
struct ChangePerformer<Plan: ChangeRules>: Performer {
    typealias Definition = SubjectChange<Plan>
    typealias Event = ChangeEvent<Plan>
    typealias State = ChangeState<Plan>

    let cloud: String
    let service: any ChangeServices

    init(on cloud: any Cloud) {
        self.cloud = cloud.id.rawValue
        service = cloud
    }

    func look(
        before effect: ChangeEffect, in state: State, _ context: EffectContext
    ) async throws -> Precheck<Event> {
        guard effect == .request, case .ready(let ready) = state else {
            preconditionFailure(
                "only the request of a change that is ready is announced, not \(effect) in \(state.phase)")
        }
        let look = try await look(at: ready.change.subject)
        if let event = end(of: ready.change, look.sight, context) { return .outcome(look.happened(event)) }
        let seen = SeenChange<Plan>(look.sight, at: context.now)
        if ready.change.plan.isAtWork(look.sight) {
            return .outcome(look.happened(.changeSeen(seen)))
        }
        if ready.clearance.isValid(at: context.now, by: ready.change.timing),
            ready.change.plan.nextRequest(look.sight) == ready.request, look.sight.isAtRest
        {
            return .nothing(look.actor)
        }
        let verdict = try await judge(ready.change, look, context)
        if case .cleared(let cleared) = verdict, cleared.request == ready.request { return .nothing(look.actor) }
        return .outcome(look.happened(verdict))
    }

    func perform(_ effect: ChangeEffect, in state: State, _ context: EffectContext) async throws -> Outcome<Event> {
        switch (effect, state) {
        case (.inspect, .confirmed), (.inspect, .blocked): try await inspect(state.change, context)
        case (.request, .requesting(let requesting)): try await request(requesting, context)
        case (.look, .ready(let ready)): try await watch(ready, context)
        case (.look, .requesting(let requesting)): try await look(for: requesting, context)
        case (.look, .changing(let changing)): try await look(at: changing, context)
        case (.look, .overdue(let overdue)): try await look(at: overdue, context)
        case (.openTicket, .overdue(let overdue)): try await openTicket(overdue, context)
        case (.inspect, _), (.request, _), (.look, _), (.openTicket, _):
            preconditionFailure("\(effect) does not come next in \(state.phase)")
        }
    }

    // MARK: - Looking

    /// What a look has shown, and who looked.
    struct Look {
        let details: Plan.Details?
        let actor: Actor
        let requestID: RequestID?

        var sight: Plan.Sight { Plan.sight(of: details) }

        func happened(_ event: Event) -> Outcome<Event> { .happened(event, by: actor, under: requestID) }
    }

    func look(at subject: Plan.Subject) async throws -> Look {
        let actor = Actor(of: try await service.callerIdentity().value)
        let answer = try await Plan.look(at: subject, through: service)
        return Look(details: answer.value, actor: actor, requestID: answer.requestID)
    }

    /// The event that ends a change, if a look shows that it is made or that its subject is gone.
    private func end(of change: PlannedChange<Plan>, _ sight: Plan.Sight, _ context: EffectContext) -> Event? {
        if sight.isGone, !change.plan.endsTheSubject {
            return .clusterLost(Plan.loss(of: change.subject, sight, at: context.now))
        }
        let isStill = sight.isAtRest || change.plan.endsTheSubject
        guard isStill, change.plan.nextRequest(sight) == nil else { return nil }
        return .changed(SeenChange(sight, at: context.now))
    }

    // MARK: - Effects

    /// Looks at every prerequisite of what is to be asked for next.
    private func inspect(_ change: PlannedChange<Plan>, _ context: EffectContext) async throws -> Outcome<Event> {
        let look = try await look(at: change.subject)
        if let event = end(of: change, look.sight, context) { return look.happened(event) }
        return look.happened(try await judge(change, look, context))
    }

    private func judge(
        _ change: PlannedChange<Plan>, _ look: Look, _ context: EffectContext
    ) async throws -> Event {
        let request = change.plan.nextRequest(look.sight)
        let inspection = try await Inspection(
            of: change.plan.prerequisites(for: request, of: change.subject, look.details), in: service,
            change.subject.region,
            others: context.othersClaims, at: context.now)
        let instance = change.subject.instance
        if let obstruction = Obstruction(inspection, on: instance) { return .obstructed(obstruction) }
        guard let clearance = Clearance(inspection, on: instance), let request else {
            preconditionFailure("an inspection either clears or obstructs what is to be asked for")
        }
        return .cleared(ChangeClearance(clearance, for: request))
    }

    /// Sends the request, whose intent has just been committed.
    private func request(_ requesting: State.Requesting, _ context: EffectContext) async throws -> Outcome<Event> {
        guard let actor = context.announcer else {
            preconditionFailure("a change is asked for only in the turn that committed its intent")
        }
        let change = requesting.change
        do {
            let answer = try await change.plan.send(requesting.intent.request, for: change.subject, to: service)
            return .happened(.requested(ChangeAnswer(at: context.now)), by: actor, under: answer.requestID)
        } catch let error as CloudError where error.fate == .notDone {
            if let refusal = error.refusal {
                // A change is at work: ours, whose answer was lost, or another's; looking tells.
                if refusal.code == Plan.codeOfOneAtWork {
                    return .wait(for: .changeNotVisible, by: change.timing)
                }
                return .happened(.requestRefused(refusal), by: actor, under: refusal.requestID)
            }
            return .takenBack(error, by: actor) { _, due in
                .requestNotMade(ChangePostponement(code: error.code, message: error.vendorMessage, dueAt: due))
            }
        }
    }

    /// Watches for a change that the operator makes in the console.
    private func watch(_ ready: State.Ready, _ context: EffectContext) async throws -> Outcome<Event> {
        let look = try await look(at: ready.change.subject)
        if let event = end(of: ready.change, look.sight, context) { return look.happened(event) }
        if ready.change.plan.isAtWork(look.sight) {
            return look.happened(.changeSeen(SeenChange(look.sight, at: context.now)))
        }
        return .wait(for: .changeInConsole, by: ready.change.timing)
    }

    /// Looks what became of a request whose answer was lost.
    private func look(for requesting: State.Requesting, _ context: EffectContext) async throws -> Outcome<Event> {
        let change = requesting.change
        let look = try await look(at: change.subject)
        if let event = end(of: change, look.sight, context) { return look.happened(event) }
        let seen = SeenChange<Plan>(look.sight, at: context.now)
        if change.plan.isAtWork(look.sight) || change.plan.nextRequest(look.sight) != requesting.intent.request {
            return look.happened(.changeSeen(seen))
        }
        if context.now >= requesting.windowEnd {
            return .happened(.changeNotSeen(seen), by: .time, under: look.requestID)
        }
        return wait(.changeNotVisible, until: requesting.windowEnd, change, context)
    }

    private func look(at changing: State.Changing, _ context: EffectContext) async throws -> Outcome<Event> {
        let change = changing.change
        let look = try await look(at: change.subject)
        if let event = end(of: change, look.sight, context) { return look.happened(event) }
        let seen = SeenChange<Plan>(look.sight, at: context.now)
        if look.sight.isAtRest {
            guard change.plan.nextRequest(look.sight) == changing.request else { return look.happened(.stepMade(seen)) }
            // A request that was seen at work and is not any more was undone by others: it is made again as well.
            if context.now >= changing.windowEnd {
                return .happened(.changeNotSeen(seen), by: .time, under: look.requestID)
            }
            return wait(.changeNotVisible, until: changing.windowEnd, change, context)
        }
        if context.now >= changing.allowanceEnd {
            return .happened(.changeLate(seen), by: .time, under: look.requestID)
        }
        if look.sight != changing.sight { return look.happened(.changeSeen(seen)) }
        return wait(.clusterChanging, until: changing.allowanceEnd, change, context)
    }

    private func look(at overdue: State.Overdue, _ context: EffectContext) async throws -> Outcome<Event> {
        let look = try await look(at: overdue.change.subject)
        return outcome(of: look, in: overdue, context) ?? .wait(for: .clusterChanging, by: overdue.change.timing)
    }

    /// Opens a ticket about a change that is late, unless ours is open.
    ///
    /// Looks at the cluster first, so that a ticket that cannot be opened keeps nobody from seeing that it is done.
    private func openTicket(_ overdue: State.Overdue, _ context: EffectContext) async throws -> Outcome<Event> {
        let change = overdue.change
        let look = try await look(at: change.subject)
        if let outcome = outcome(of: look, in: overdue, context) { return outcome }
        let open = try await service.ticket(change.ticketKey)
        if let ticket = open.value {
            return .happened(.ticketOpened(OpenedTicket(ticket)), by: look.actor, under: open.requestID)
        }
        do {
            let status = look.sight.status ?? "changing"
            let answer = try await service.openTicket(
                change.ticketKey, about: Plan.id(of: change.subject),
                saying: "\(Plan.noun) \(Plan.id(of: change.subject)) has been \(status) since \(overdue.since.rfc3339)."
            )
            return .happened(.ticketOpened(OpenedTicket(answer.value)), by: look.actor, under: answer.requestID)
        } catch let error as CloudError {
            guard let refusal = error.refusal else { throw error }
            return .happened(.ticketRefused(refusal), by: look.actor, under: refusal.requestID)
        }
    }

    /// What a look at a late change shows, unless it is still at work.
    private func outcome(
        of look: Look, in overdue: State.Overdue, _ context: EffectContext
    ) -> Outcome<Event>? {
        if let event = end(of: overdue.change, look.sight, context) { return look.happened(event) }
        guard look.sight.isAtRest else { return nil }
        return look.happened(.stepMade(SeenChange(look.sight, at: context.now)))
    }

    private func wait(
        _ reason: WaitReason, until end: Timestamp, _ change: PlannedChange<Plan>, _ context: EffectContext
    ) -> Outcome<Event> {
        .notYet(code: reason.rawValue, lookAgainAfter: min(change.timing.poll, end - context.now))
    }
}
