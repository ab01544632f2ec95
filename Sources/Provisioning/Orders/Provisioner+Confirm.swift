package import RealtimeCompute
import Workflow
package import WorkflowEngine

/// What an attempt to confirm came to.
package struct ConfirmReport: Sendable {
    package let order: OrderReport
    package let transitions: [Transition]
    /// Whether the order is confirmed; if not, the findings of the order say why.
    package let isConfirmed: Bool
}

extension Provisioner {
    /// Accepts the service agreement for a draft, after asking who we are, whether the sale is open, and inspecting.
    ///
    /// Findings that block end it, unless it is given despite them, which the history keeps.
    ///
    /// - Throws: ``OrderRefusal`` for a caller without the right, for a closed sale, and for an order that is no draft.
    package func confirm(_ id: OrderID, despiteFindings: Bool) async throws -> ConfirmReport {
        var isConfirmed = false
        let report = try await decide(on: id) { turn, _ in
            guard case .drafted(let drafted) = turn.state else { throw turn.refusal(of: .confirmed) }
            let specification = drafted.order.specification
            let caller = try await cloud.callerIdentity()
            guard caller.value.mayBuy else {
                let denied = NotPermitted(action: "confirm", caller: caller.value, needed: .account)
                throw turn.refusal(of: .confirmed, because: .notPermitted(denied))
            }
            let sale = try await cloud.sale(of: .exclusive, in: specification.region).value
            guard sale.isOpen else { throw turn.refusal(of: .confirmed, because: .saleClosed(since: sale.closes)) }

            let inspection = try await inspect(specification, forBuyingBesides: id)
            if !despiteFindings, let obstruction = Obstruction(inspection) {
                try await turn.commit(.obstructed(obstruction), by: operatorActor)
                return
            }
            let confirmation = Confirmation(
                by: caller.value, knowing: inspection, despiteFindings: !inspection.findings.blocking.isEmpty)
            try await turn.commit(
                .confirmed(confirmation), by: operatorActor, under: caller.requestID?.rawValue)
            isConfirmed = true
        }
        return ConfirmReport(order: report.order, transitions: report.transitions, isConfirmed: isConfirmed)
    }
}

extension Turn<ExclusiveOrder> {
    func refusal(of event: OrderEvent.Name, because ground: RefusalGround = .notApplicable) -> OrderRefusal {
        OrderRefusal(of: event.rawValue, in: state.phase.rawValue, because: ground)
    }
}
