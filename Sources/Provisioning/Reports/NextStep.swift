package import RealtimeCompute
package import Workflow
import WorkflowEngine

/// What comes next for an order, why, and what the operator may do.
package struct NextStep: Sendable {
    package enum Kind: Equatable, Sendable {
        case perform(OrderEffect)
        case wait(OrderEffect, until: Timestamp)
        case ask(OrderQuestion)
        case finished
    }

    package let kind: Kind
    package let reason: Reason
    /// The words of the command that goes on from here.
    package let command: [String]
    /// Other commands that go on from here, where a person has to choose.
    package let alternatives: [[String]]

    init(
        of state: OrderState, _ next: Next<OrderEffect, OrderEvent, OrderQuestion>, postponement: Postponement?
    ) {
        let name = state.order.specification.name.rawValue
        switch next {
        case .perform(let effect, _):
            kind = .perform(effect)
            command = ["sluice", "advance", name]
            alternatives = []
        case .wait(let effect, let until):
            kind = .wait(effect, until: until)
            command = ["sluice", "advance", name]
            alternatives = []
        case .ask(let question, _):
            kind = .ask(question)
            let commands = question.commands(for: name, in: state)
            command = commands.first ?? []
            alternatives = Array(commands.dropFirst())
        case .finished:
            kind = .finished
            command = ["sluice", "history", name]
            alternatives = []
        }
        reason = Self.reason(of: state, kind, postponement)
    }

    /// Why: what the last attempt came to, while that is why the order waits; else what the phase says.
    private static func reason(of state: OrderState, _ kind: Kind, _ postponement: Postponement?) -> Reason {
        guard let postponement, case .wait = kind else { return state.reason }
        if let wait = WaitReason(rawValue: postponement.reason.code) {
            return wait == .clusterStarting || wait == .purchaseNotVisible
                ? state.reason : Reason(wait.rawValue, wait.message)
        }
        return Reason(postponement.reason.code, postponement.words)
    }
}

extension OrderQuestion {
    /// The commands that answer, the least costly first: what buys or changes cannot be taken as it stands.
    fileprivate func commands(for name: String, in state: OrderState) -> [[String]] {
        let advance = ["sluice", "advance", name]
        switch self {
        case .confirm:
            let confirm = ["sluice", "order", "confirm", name]
            guard case .drafted(let drafted) = state, !drafted.findings.blocking.isEmpty else { return [confirm] }
            return [confirm, confirm + ["--despite-findings"]]
        case .mendPrerequisites:
            return [advance, ["sluice", "order", "amend", name, "MANIFEST"]]
        case .amendProject:
            return [advance, ["sluice", "order", "amend", name, "MANIFEST"]]
        case .accountForPurchase:
            let reason = ["--reason", "TEXT"]
            return [
                advance,
                ["sluice", "order", "adopt", name, "--order-number", "NUMBER"] + reason,
                ["sluice", "order", "repurchase", name] + reason,
                ["sluice", "order", "withdraw", name] + reason,
            ]
        }
    }
}
