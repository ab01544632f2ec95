import Provisioning
import RealtimeCompute
import Workflow
import WorkflowEngine

extension ExclusiveOrders {
    /// What no confirmation passes over: who confirms, and whether it is sold.
    static let neverPassedOver: Set<Check> = [.callerAccount, .saleOpen]

    /// Accepts the service agreement for a draft, after asking who we are, whether the sale is open, and inspecting.
    ///
    /// Findings that block end it, unless it is given despite them, which the history keeps.
    ///
    /// - Throws: ``OrderRefusal`` for a caller without the right, for a closed sale, and for an order that is no draft.
    static func confirm(_ turn: Turn<ExclusiveOrder>, _ context: DecisionContext) async throws -> DecisionOutcome {
        guard case .drafted(let drafted) = turn.state else { throw turn.refusal(of: .confirmed) }
        let cloud = context.environment.cloud
        let specification = drafted.order.specification
        let caller = try await cloud.callerIdentity()
        if let denied = caller.value.refusal(to: .confirm) {
            throw turn.refusal(of: .confirmed, because: .notPermitted(denied))
        }
        let sale = try await cloud.sale(of: .exclusive, in: specification.region).value
        guard sale.isOpen else { throw turn.refusal(of: .confirmed, because: .saleClosed(since: sale.closes)) }

        let inspection = try await Inspection(
            of: specification, besides: turn.workflow.record.id, in: context.environment)
        if !context.input.despiteFindings, let obstruction = Obstruction(inspection) {
            try await turn.commit(.obstructed(obstruction), by: context.actor)
            return .declined(turn.refusal(of: .confirmed, because: .prerequisitesDoNotHold))
        }
        let confirmation = Confirmation(
            by: caller.value, knowing: inspection, despiteFindings: !inspection.findings.blocking.isEmpty)
        try await turn.commit(.confirmed(confirmation), by: context.actor, under: caller.requestID?.rawValue)
        return .done
    }
}

extension Turn<ExclusiveOrder> {
    func refusal(of event: OrderEvent.Name, because ground: RefusalGround = .notApplicable) -> OrderRefusal {
        OrderRefusal(of: event.rawValue, in: state.phase.rawValue, because: ground)
    }
}

extension Inspection {
    /// A look at the prerequisites before anything is bought.
    ///
    /// - Parameter id: the order's own, if it has been placed: its claims are its own.
    init(of specification: OrderSpecification, besides id: OrderID?, in environment: Environment) async throws {
        try await self.init(
            of: specification.prerequisitesOfBuying, in: environment.cloud, specification.region,
            others: { try await environment.claims(on: $0, exceptOf: id) }, at: environment.now)
    }
}
