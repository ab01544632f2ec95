import Documents
package import Provisioning
package import RealtimeCompute
package import Wording
package import Workflow
import WorkflowEngine

/// What has become of a change of a role that mends something.
package enum MendingRoleChange: Sendable {
    /// It was asked for before, and is under way.
    case underWay(WorkflowReport)
    /// It was placed, now or before, and confirmed now as far as that could be done.
    case placed(DecisionReport)

    package var workflow: WorkflowReport {
        switch self {
        case .underWay(let workflow): workflow
        case .placed(let report): report.workflow
        }
    }

    /// Why it could not be confirmed, if it could not.
    package var declined: (any Explained)? {
        switch self {
        case .underWay: nil
        case .placed(let report): report.declined
        }
    }
}

/// What having findings mended came to.
package struct MendReport: Sendable {
    /// The changes of roles, each with the checks whose findings it mends.
    package internal(set) var roleChanges: [(checks: Set<String>, change: MendingRoleChange)] = []
    /// What the workflow that has the findings was told; `nil` if it is told nothing.
    package internal(set) var decision: DecisionReport?

    /// The checks whose findings the change of a role mends.
    package var mendedByRoleChanges: Set<String> { roleChanges.reduce(into: []) { $0.formUnion($1.checks) } }
}

extension FindingView {
    /// How it is mended; `nil` of one that is mended in the manifest alone.
    package var mending: Mending? { Mending(of: Check(rawValue: check), on: resource, observed: observed) }

    /// Whether the workflow that has it can mend it itself.
    package var isMendedByItsWorkflow: Bool { if case .own = mending?.deed { true } else { false } }

    /// The change of a role that mends it; `nil` if none does.
    package var mendingRoleDeed: RoleDeed? { if case .role(let deed) = mending?.deed { deed } else { nil } }
}

extension Provisioner {
    /// Has findings of a workflow mended: by changes of roles, each a workflow of its own that is placed and confirmed
    /// unless one is under way, and by the workflow itself, in its next turns.
    ///
    /// - Parameters:
    ///   - input: its ``DecisionInput/checks`` say which; all that can be, if there are none.
    ///   - tell: called with each change of a role, once it is durable.
    /// - Throws: what ``decide(_:on:with:)`` does. Changes of roles that were told of stay.
    package func mend(
        _ id: WorkflowID, with input: DecisionInput, tell: (MendingRoleChange) async throws -> Void = { _ in }
    ) async throws -> MendReport {
        let workflow = try await workflow(id)
        try input.requireSeen(workflow.version, of: workflow.name)
        let findings = workflow.presentation.findings.filter {
            input.checks.isEmpty || input.checks.contains($0.check)
        }
        var input = input
        var report = MendReport()
        for deed in RoleDeed.allCases {
            let checks = Set(findings.filter { $0.mendingRoleDeed == deed }.map(\.check))
            guard !checks.isEmpty else { continue }
            let change = try await changeRole(deed)
            try await tell(change)
            report.roleChanges.append((checks, change))
            // Nothing that is only placed is said to mend anything.
            guard change.declined == nil else { return report }
            for check in checks { input.menders[check] = change.workflow.name }
        }
        let kind = try registry.kind(named: workflow.kind)
        let hasOwn = findings.contains(where: \.isMendedByItsWorkflow)
        if hasOwn || !input.menders.isEmpty, kind.allows(.mend, in: workflow.phase) {
            report.decision = try await decide(.mend, on: id, with: input)
        }
        return report
    }

    /// Has a role changed, by the change that is under way if there is one; one that was only placed is confirmed.
    private func changeRole(_ deed: RoleDeed) async throws -> MendingRoleChange {
        var placed = try await roleChange(deed, in: [.confirmed, .blocked, .changing])
        if let placed { return .underWay(try await workflow(placed)) }
        placed = try await roleChange(deed, in: [.drafted])
        if placed == nil {
            placed = try await place(
                RoleChangeRequest.kind, of: "role", deed.rawValue, spec: ["change": .text(deed.rawValue)]
            ).id
        }
        guard let placed else { preconditionFailure("it was just placed") }
        return .placed(try await decide(.confirm, on: placed))
    }

    /// The change of a role, as it is asked for here, in one of these phases; `nil` if there is none.
    private func roleChange(_ deed: RoleDeed, in phases: Set<RoleChange.Phase>) async throws -> WorkflowID? {
        let known = try await environment().workflows(of: RoleChange.kind, in: Set(phases.map(\.rawValue)))
        return try known.first { try LoadedWorkflow<RoleChange>($0).state.change.plan == RolePlan(deed) }?.id
    }
}
