import Provisioning
import RealtimeCompute
import Workflow
import WorkflowEngine

// What an operator decides about a workspace. How a payment is accounted for is the same as of any order.
extension WorkspaceOrders {
    /// Agrees to a draft, after looking at every prerequisite.
    static func confirm(_ turn: Turn<WorkspaceOrder>, _ context: DecisionContext) async throws -> DecisionOutcome {
        let event = WorkspaceOrder.Event.Name.confirmed.rawValue
        guard case .drafted(let drafted) = turn.state else { throw turn.refusal(of: event) }
        let caller = try await context.environment.cloud.callerIdentity()
        if let denied = caller.value.refusal(to: .manageWorkspace) {
            throw turn.refusal(of: event, because: .notPermitted(denied))
        }
        let inspection = try await Inspection(
            of: drafted.order.specification, besides: turn.workflow.record.id, in: context.environment)
        if !context.input.despiteFindings, let obstruction = Obstruction(inspection) {
            try await turn.commit(.obstructed(obstruction), by: context.actor)
            return .declined(turn.refusal(of: event, because: .prerequisitesDoNotHold))
        }
        let confirmation = Confirmation(
            by: caller.value, knowing: inspection, despiteFindings: !inspection.findings.blocking.isEmpty)
        try await turn.commit(.confirmed(confirmation), by: context.actor, under: caller.requestID?.rawValue)
        return .done
    }

    /// Changes what is asked for: anything of a draft, the namespaces once it is bought.
    static func amend(_ turn: Turn<WorkspaceOrder>, _ context: DecisionContext) async throws -> DecisionOutcome {
        guard let manifest = context.input.manifest else { preconditionFailure("an amendment has a manifest") }
        let specification = try WorkspaceManifest.read(manifest)
        var inspection: Inspection?
        var price: Estimate?
        var units: ComputeUnits?
        if case .drafted = turn.state {
            inspection = try await Inspection(
                of: specification, besides: turn.workflow.record.id, in: context.environment)
            price = try await context.environment.price(of: specification.workspace)
        } else if let id = turn.state.workspace {
            let region = turn.state.order.specification.workspace.region
            units = try await context.environment.cloud.workspace(id, in: region).value?.computeUnits
            // What is sure to be refused is not asked for.
            let room = WorkspaceHasRoom(for: specification.namespaces, of: specification.workspace.computeUnits)
            if let finding = room.judge((), others: []).first {
                throw turn.refusal(of: WorkspaceOrder.Event.Name.amended.rawValue, because: .mustHold(finding))
            }
        }
        let amendment = WorkspaceAmendment(to: specification, inspection: inspection, price: price, seeing: units)
        try await turn.commit(.amended(amendment), by: context.actor, name: specification.name.rawValue)
        return .done
    }

    /// Withdraws an order while nothing is bought that we know of.
    static func withdraw(_ turn: Turn<WorkspaceOrder>, _ context: DecisionContext) async throws -> DecisionOutcome {
        let payments = Payments(of: turn.state.order, on: context.environment.cloud)
        let stage: Payments<WorkspaceOrder.Order, WorkspaceOrder.Event>.Stage =
            switch turn.state {
            case .drafted(let drafted): .drafted(drafted.trail)
            case .confirmed(let confirmed): .confirmed(confirmed.trail)
            case .blocked(let blocked): .confirmed(blocked.trail)
            case .purchasing(let purchasing): .pending(purchasing.payment)
            case .creating, .overdue, .running, .provisioned, .withdrawn, .failed: .none
            }
        let withdrawal = try await payments.withdrawal(
            WorkspaceOrder.Event.Name.withdrawn.rawValue, at: stage, in: turn, context)
        try await turn.commit(.withdrawn(withdrawal), by: context.actor)
        return .done
    }

    /// Orders another purchase, knowingly, when the last one cannot be accounted for.
    static func repurchase(_ turn: Turn<WorkspaceOrder>, _ context: DecisionContext) async throws -> DecisionOutcome {
        let event = WorkspaceOrder.Event.Name.repurchaseOrdered.rawValue
        guard case .purchasing(let purchasing) = turn.state else { throw turn.refusal(of: event) }
        try await Payments(of: purchasing.order, on: context.environment.cloud)
            .repeatOrder(event, of: purchasing.payment, in: turn, context)
        return .done
    }

    /// Says which workspace is ours, by its id.
    static func adopt(_ turn: Turn<WorkspaceOrder>, _ context: DecisionContext) async throws -> DecisionOutcome {
        let event = WorkspaceOrder.Event.Name.purchaseAdopted.rawValue
        guard case .purchasing(let purchasing) = turn.state else { throw turn.refusal(of: event) }
        let cloud = context.environment.cloud
        let id = context.input.orderNumber
        let seen = try await cloud.workspace(
            WorkspaceID(rawValue: id), in: purchasing.order.specification.workspace.region)
        let chosen = Answer(seen.value.flatMap { $0.isGone ? nil : $0.purchase }, requestID: seen.requestID)
        try await Payments(of: purchasing.order, on: cloud)
            .adopt(OrderNumber(rawValue: id), chosen, as: event, of: purchasing.payment, in: turn, context)
        return .done
    }

    /// Has what was found mended.
    static func mend(_ turn: Turn<WorkspaceOrder>, _ context: DecisionContext) async throws -> DecisionOutcome {
        try await repairs.order(
            for: turn.state.repairable, naming: turn.state.order.specification.name, in: turn, context)
    }

    static let repairs = Repairs<WorkspaceOrder.Event>(
        ordered: { .repairOrdered($0) }, repaired: { .repaired($0) }, refused: { .repairRefused($0) })
}
