import Provisioning
import RealtimeCompute
import Workflow
import WorkflowEngine

/// How a payment is made, looked for and accounted for, at most once: the same for everything that costs money.
///
/// What may be sent, and when, is for the rules of ``PendingPayment``; here stands what is asked of the cloud, and in
/// which order. A kind gives the two calls and how its events are named.
struct Payments<P: Payer, Event: Sendable> {
    typealias Paid = P.Paid

    let payer: P
    /// What somebody has to be allowed to do who has it paid for again.
    var repeating = CallerAction.repurchase
    /// Who the cloud says we are.
    let actor: () async throws -> Actor
    /// Looks for all that might be the payer's.
    let find: (PurchaseTrail) async throws -> Answer<[Paid]>
    /// Pays, once for every call.
    let send: (PurchaseKey) async throws -> Answer<Receipt>
    /// The event of the kind that says so.
    let event: @Sendable (PendingPayment<Paid>.Event) -> Event

    /// Looks which of the vendor's orders is the payer's, among those that can be seen and might be.
    func search(
        with trail: PurchaseTrail, _ othersClaims: ([String]) async throws -> [HeldClaim]
    ) async throws -> Answer<PaidSearch<Paid>> {
        let orders = try await find(trail)
        let owned = try await Ownership.owners(of: orders.value.map(\.orderNumber), among: othersClaims)
        let search = PaidSearch(among: orders.value, for: payer, with: trail, ownedByOthers: Set(owned.keys))
        return Answer(search, requestID: orders.requestID)
    }

    // MARK: - Effects

    /// Before paying: an order of ours, of any epoch, makes paying needless.
    func precheck(with trail: PurchaseTrail, _ context: EffectContext) async throws -> Precheck<Event> {
        let actor = try await actor()
        let search = try await search(with: trail, context.othersClaims)
        switch search.value {
        case .ours(let order):
            let sighting = PaidSighting(of: order, at: context.now)
            return .outcome(.happened(event(.found(sighting)), by: actor, under: search.requestID))
        case .candidates(let candidates):
            let ambiguity = PaidAmbiguity(between: candidates, at: context.now)
            return .outcome(.happened(event(.ambiguous(ambiguity)), by: actor, under: search.requestID))
        case .unpaid:
            return .outcome(.wait(for: .purchaseUnpaid, by: payer.timing))
        case .none:
            return .nothing(actor)
        }
    }

    /// Sends the request, whose intent has just been committed.
    func request(_ pending: PendingPayment<Paid>, _ context: EffectContext) async throws -> Outcome<Event> {
        guard let actor = context.announcer else {
            preconditionFailure("a request to pay is sent only in the turn that committed its intent")
        }
        let epoch = pending.trail.epoch
        do {
            let answer = try await send(payer.purchaseKey(inEpoch: epoch))
            let receipt = PurchaseReceipt(answer.value, inEpoch: epoch)
            return .happened(event(.made(receipt)), by: actor, under: answer.requestID)
        } catch let error as CloudError where error.fate == .notDone {
            if let refusal = error.refusal {
                return .happened(
                    event(.refused(PurchaseRefusal(because: refusal, inEpoch: epoch))), by: actor,
                    under: refusal.requestID)
            }
            let event = event
            return .takenBack(error, by: actor) { postponement, due in
                event(
                    .notMade(
                        PurchasePostponement(
                            inEpoch: epoch, attempt: postponement.attempt, code: error.code,
                            message: error.vendorMessage, requestID: error.requestID, dueAt: due)))
            }
        }
    }

    /// Looks for what a request of an earlier turn has paid for.
    func look(for pending: PendingPayment<Paid>, _ context: EffectContext) async throws -> Outcome<Event> {
        let actor = try await actor()
        let search = try await search(with: pending.trail, context.othersClaims)
        let look = Look(at: context.now)
        switch search.value {
        case .ours(let order):
            let sighting = PaidSighting(of: order, at: context.now)
            return .happened(event(.found(sighting)), by: actor, under: search.requestID)
        case .candidates(let candidates):
            let ambiguity = PaidAmbiguity(between: candidates, at: context.now)
            return .happened(event(.ambiguous(ambiguity)), by: actor, under: search.requestID)
        case .unpaid:
            return .wait(for: .purchaseUnpaid, by: payer.timing)
        case .none where pending.closesWindow(look, by: payer.timing):
            return .happened(event(.notFound(look)), by: .time, under: search.requestID)
        case .none where pending.firstLook == nil || pending.question != nil:
            return .happened(event(.unseen(look)), by: actor, under: search.requestID)
        case .none:
            let poll = payer.timing.poll
            let untilEnd = pending.windowEnd(by: payer.timing).map { $0 - context.now } ?? poll
            return .notYet(code: WaitReason.purchaseNotVisible.rawValue, lookAgainAfter: min(poll, untilEnd))
        }
    }

    // MARK: - Decisions

    /// What a look before a decision has shown.
    enum LastLook {
        /// This is ours: nothing is left to decide.
        case ours(Paid, RequestID?)
        /// The decision is refused; what the operator has to be shown first, if anything.
        case refused(RefusalGround, showing: PaidAmbiguity<Paid>?, RequestID?)
        /// None is ours for certain; the operator was shown these, and leaves them to others.
        case none(disowning: [OrderNumber])
    }

    /// Looks once more before a payment is given up: withdrawn, or made again.
    ///
    /// - Parameter shown: the candidates that the operator has been shown.
    func lookOnceMore(
        with trail: PurchaseTrail, shown: [Paid], at now: Timestamp,
        _ othersClaims: ([String]) async throws -> [HeldClaim]
    ) async throws -> LastLook {
        let search = try await search(with: trail, othersClaims)
        switch search.value {
        case .ours(let order):
            return .ours(order, search.requestID)
        case .unpaid(let order):
            return .refused(.purchasesAreOurs([order.orderNumber]), showing: nil, search.requestID)
        case .candidates(let candidates):
            let numbers = candidates.map(\.orderNumber)
            guard candidates.allSatisfy({ $0.key == nil }) else {
                return .refused(.purchasesAreOurs(numbers), showing: nil, search.requestID)
            }
            guard candidates.allSatisfy(shown.contains) else {
                return .refused(
                    .candidatesNotShown(numbers), showing: PaidAmbiguity(between: candidates, at: now),
                    search.requestID)
            }
            return .none(disowning: shown.map(\.orderNumber))
        case .none:
            return .none(disowning: shown.map(\.orderNumber))
        }
    }

    /// Looks once more while a request is pending, and commits what that shows.
    ///
    /// - Returns: the candidates that the operator leaves to others.
    /// - Throws: the refusal of `name`, if something has to be done about what was found first.
    func lookOnceMore<Definition: Workflow>(
        before name: String, in turn: Turn<Definition>, with trail: PurchaseTrail, shown: [Paid],
        _ context: DecisionContext
    ) async throws -> [OrderNumber]
    where Definition.Event == Event, Definition.RefusalGround == RefusalGround {
        let look = try await lookOnceMore(with: trail, shown: shown, at: context.now) {
            try await turn.othersClaims(on: $0)
        }
        switch look {
        case .ours(let order, let request):
            try await turn.commit(
                event(.found(PaidSighting(of: order, at: context.now))), by: try await actor(),
                under: request?.rawValue)
            return shown.map(\.orderNumber)
        case .refused(let ground, let ambiguity, let request):
            if let ambiguity {
                try await turn.commit(event(.ambiguous(ambiguity)), by: try await actor(), under: request?.rawValue)
            }
            throw turn.refusal(of: name, because: ground)
        case .none(let disowned):
            return disowned
        }
    }

    /// Orders another payment, knowingly, when the last one cannot be accounted for.
    ///
    /// Only the account itself may. The candidates that the operator was shown are never ours from then on.
    func repeatOrder<Definition: Workflow>(
        _ name: String, of pending: PendingPayment<Paid>, in turn: Turn<Definition>, _ context: DecisionContext
    ) async throws where Definition.Event == Event, Definition.RefusalGround == RefusalGround {
        let caller = try await context.environment.cloud.callerIdentity().value
        if let denied = caller.refusal(to: repeating) {
            throw turn.refusal(of: name, because: .notPermitted(denied))
        }
        let disowned = try await lookOnceMore(
            before: name, in: turn, with: pending.trail, shown: pending.shown, context)
        let repurchase = Repurchase(
            because: context.input.reason, after: Look(at: context.now), disowning: disowned)
        try await turn.commit(event(.repeatOrdered(repurchase)), by: context.actor)
    }

    /// Says which of the vendor's orders is ours.
    ///
    /// - Parameter chosen: the order of that number, if it can be seen.
    func adopt<Definition: Workflow>(
        _ number: OrderNumber, _ chosen: Answer<Paid?>, as name: String, of pending: PendingPayment<Paid>,
        in turn: Turn<Definition>, _ context: DecisionContext
    ) async throws where Definition.Event == Event, Definition.RefusalGround == RefusalGround {
        let visible = try await find(pending.trail)
        let numbers = visible.value.map(\.orderNumber) + [number]
        let owners = try await Ownership.owners(of: numbers) { try await turn.othersClaims(on: $0) }
        if let owner = owners[number] {
            throw turn.refusal(of: name, because: .notAdoptable(number, .owned(by: owner.holderName)))
        }
        guard let order = chosen.value else {
            throw turn.refusal(of: name, because: .notAdoptable(number, .notVisible))
        }
        // Another one that is ours for certain leaves nothing to adopt.
        let search = PaidSearch(
            among: visible.value, for: payer, with: pending.trail, ownedByOthers: Set(owners.keys))
        if case .ours(let ours) = search, ours.orderNumber != number {
            try await turn.commit(
                event(.found(PaidSighting(of: ours, at: context.now))), by: try await actor(),
                under: visible.requestID?.rawValue)
        }
        try await turn.commit(
            event(.adopted(PaidAdoption(of: order, because: context.input.reason))), by: context.actor,
            under: chosen.requestID?.rawValue)
    }
}

extension Turn where Definition.RefusalGround == RefusalGround {
    /// A refusal of an event in the phase in which the workflow is.
    func refusal(of event: String, because ground: RefusalGround = .notApplicable) -> Refusal<RefusalGround> {
        Refusal(of: event, in: Definition.phase(of: state).rawValue, because: ground)
    }
}

extension Actor {
    init(of caller: Caller) {
        let type: Kind =
            switch caller.kind {
            case .account: .account
            case .ramUser: .ramUser
            case .assumedRole: .assumedRole
            }
        self.init(type, id: caller.id)
    }

    /// What only the passing of time has brought about.
    static let time = Actor(.system, id: "time")
}

extension Outcome {
    /// Nothing new; look again a poll later.
    static func wait(for reason: WaitReason, by timing: Timing) -> Self {
        .notYet(code: reason.rawValue, lookAgainAfter: timing.poll)
    }

    static func happened(_ event: Event, by actor: Actor, under request: RequestID?) -> Self {
        .happened(event, by: actor, under: request?.rawValue)
    }
}

extension CloudError: CallFailure {
    package var detail: String { vendorMessage }
    package var request: String? { requestID?.rawValue }
}
