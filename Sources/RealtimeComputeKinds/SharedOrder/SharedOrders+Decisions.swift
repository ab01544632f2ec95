import Provisioning
import RealtimeCompute
import Workflow
import WorkflowEngine

// What an operator decides about an order of shared mode. How a payment is accounted for is the same as of any order.
extension SharedOrders {
    /// Accepts the service agreement for a draft, after asking who we are, whether the sale is open, and inspecting.
    ///
    /// - Throws: ``Refusal`` for a caller without the right, for a closed sale, and for an order that is no draft.
    static func confirm(_ turn: Turn<SharedOrder>, _ context: DecisionContext) async throws -> DecisionOutcome {
        let event = SharedOrder.Event.Name.confirmed.rawValue
        guard case .drafted(let drafted) = turn.state else { throw turn.refusal(of: event) }
        let cloud = context.environment.cloud
        let specification = drafted.order.specification
        let caller = try await cloud.callerIdentity()
        if let denied = caller.value.refusal(to: .confirm) {
            throw turn.refusal(of: event, because: .notPermitted(denied))
        }
        let sale = try await cloud.sale(of: .shared, in: specification.region).value
        guard sale.isOpen else { throw turn.refusal(of: event, because: .saleClosed(.shared, since: sale.closes)) }

        let inspection = try await Inspection(
            of: specification, besides: turn.workflow.record.id, in: context.environment)
        if !context.input.despiteFindings, let obstruction = Obstruction(inspection) {
            try await turn.commit(.obstructed(obstruction), by: context.actor)
            return .declined(turn.refusal(of: event, because: .prerequisitesDoNotHold))
        }
        let confirmation = Confirmation(
            by: caller.value, knowing: inspection, despiteFindings: !inspection.findings.blocking.isEmpty)
        try await turn.commit(.confirmed(confirmation), by: context.actor, under: caller.requestID?.rawValue)
        return .done
    }

    /// Changes what an order asks for: anything of a draft, the project once it is paid for.
    ///
    /// It first looks for a project that an unanswered call may have made, and adopts it.
    static func amend(_ turn: Turn<SharedOrder>, _ context: DecisionContext) async throws -> DecisionOutcome {
        guard let manifest = context.input.manifest else { preconditionFailure("an amendment has a manifest") }
        let specification = try SharedManifest.read(manifest)
        var inspection: Inspection?
        switch turn.state {
        case .drafted:
            inspection = try await Inspection(
                of: specification, besides: turn.workflow.record.id, in: context.environment)
        case .ready(let ready): try await adoptProject(ready.wants, of: ready.order, in: turn, context)
        case .blocked(let blocked): try await adoptProject(blocked.mayOwn, of: blocked.order, in: turn, context)
        case .confirmed, .purchasing, .paid, .provisioned, .withdrawn:
            break
        }
        try await turn.commit(
            .amended(SharedAmendment(to: specification, inspection: inspection)), by: context.actor,
            name: specification.name.rawValue)
        return .done
    }

    /// Adopts the project of an order, if it exists and is one that the order may own.
    private static func adoptProject(
        _ mayOwn: (Project) -> Bool, of order: SharedOrder.Order, in turn: Turn<SharedOrder>, _ context: DecisionContext
    ) async throws {
        let cloud = context.environment.cloud
        let found = try await cloud.project(
            named: order.specification.project.name, in: order.specification.region)
        guard let project = found.value, project.cluster == nil, mayOwn(project.project) else { return }
        try await turn.commit(
            .projectCreated(SharedProjectCreation(of: project.project, wasFound: true)),
            by: Actor(of: try await cloud.callerIdentity().value), under: found.requestID?.rawValue)
    }

    /// Withdraws an order while nothing is bought that we know of.
    static func withdraw(_ turn: Turn<SharedOrder>, _ context: DecisionContext) async throws -> DecisionOutcome {
        let payments = Payments(of: turn.state.order, on: context.environment.cloud)
        let stage: Payments<SharedOrder.Order, SharedOrder.Event>.Stage =
            switch turn.state {
            case .drafted(let drafted): .drafted(drafted.trail)
            case .confirmed(let confirmed): .confirmed(confirmed.trail)
            case .purchasing(let purchasing): .pending(purchasing.payment)
            case .paid, .blocked, .ready, .provisioned, .withdrawn: .none
            }
        let withdrawal = try await payments.withdrawal(
            SharedOrder.Event.Name.withdrawn.rawValue, at: stage, in: turn, context)
        try await turn.commit(.withdrawn(withdrawal), by: context.actor)
        return .done
    }

    /// Orders another purchase, knowingly, when the last one cannot be accounted for.
    static func repurchase(_ turn: Turn<SharedOrder>, _ context: DecisionContext) async throws -> DecisionOutcome {
        let event = SharedOrder.Event.Name.repurchaseOrdered.rawValue
        guard case .purchasing(let purchasing) = turn.state else { throw turn.refusal(of: event) }
        try await Payments(of: purchasing.order, on: context.environment.cloud)
            .repeatOrder(event, of: purchasing.payment, in: turn, context)
        return .done
    }

    /// Says which of the vendor's orders is ours.
    static func adopt(_ turn: Turn<SharedOrder>, _ context: DecisionContext) async throws -> DecisionOutcome {
        let event = SharedOrder.Event.Name.purchaseAdopted.rawValue
        guard case .purchasing(let purchasing) = turn.state else { throw turn.refusal(of: event) }
        let cloud = context.environment.cloud
        let number = OrderNumber(rawValue: context.input.orderNumber)
        let chosen = try await cloud.sharedPurchase(number, in: purchasing.order.specification.region)
        try await Payments(of: purchasing.order, on: cloud)
            .adopt(number, chosen, as: event, of: purchasing.payment, in: turn, context)
        return .done
    }
}

extension Inspection {
    /// A look at the prerequisites before anything is bought.
    ///
    /// - Parameter id: the order's own, if it has been placed: its claims are its own.
    init(
        of specification: SharedOrder.Specification, besides id: OrderID?, in environment: Environment
    ) async throws {
        try await self.init(
            of: specification.prerequisitesOfBuying, in: environment.cloud, specification.region,
            others: { try await environment.claims(on: $0, exceptOf: id) }, at: environment.now)
    }
}
