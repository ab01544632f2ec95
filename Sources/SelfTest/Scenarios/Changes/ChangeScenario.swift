package import Provisioning
package import RealtimeCompute
import RealtimeComputeKinds
import Workflow
package import WorkflowEngine

/// Changes of what an order has brought: confirmed, inspected, asked for, watched.
package protocol ChangeScenario<Plan>: Scenario where K.Definition == SubjectChange<Plan> {
    associatedtype Plan: ChangePlan
}

extension ChangeScenario {
    func confirmations(of id: WorkflowID) -> [Move] {
        [.command(.confirm(id, despiteFindings: false)), .command(.confirm(id, despiteFindings: true))]
    }

    // MARK: - Rules

    package func breaches(
        of event: ChangeEvent<Plan>, from old: ChangeState<Plan>?, to new: ChangeState<Plan>, as record: StoredWorkflow
    ) -> [Breach] {
        switch (event, old) {
        case (.changeNotSeen(let seen), .requesting(let requesting)):
            guard seen.at >= requesting.windowEnd else {
                return [Breach(of: .lookBeforeJudgingByTime, "not seen while the window was open")]
            }
        case (.changeLate(let seen), .changing(let changing)):
            guard seen.at >= changing.allowanceEnd else {
                return [Breach(of: .lookBeforeJudgingByTime, "late within the allowance")]
            }
        case (.changed(let seen), _):
            guard new.change.plan.nextRequest(seen.sight) == nil else {
                return [Breach(of: .ground, "done, and something is left to ask for")]
            }
        case (.cleared(let cleared), _):
            guard cleared.clearance.findings.blocking.isEmpty else {
                return [Breach(of: .ground, "cleared although something blocks")]
            }
        case (_, _):
            break
        }
        return []
    }
}
