package import Workflow

/// The services that a renewal calls.
package typealias RenewalServices = CallerIdentityService & BillingService & WorkspaceService

/// What can be renewed, as the service that keeps it shows it: an instance of Realtime Compute, or a workspace.
package struct Renewable: Equatable, Sendable {
    package let method: Billing.Method
    /// When a subscription ends; `nil` of pay-as-you-go.
    package let endsAt: Timestamp?
    /// Until when it is to be renewed; `nil` where the vendor does not say.
    package let releasedAt: Timestamp?
    package let isGone: Bool
    package let masters: Machines?
    package let slaves: Machines?

    package init(_ instance: Instance) {
        method = instance.billing.method
        endsAt = instance.endsAt
        releasedAt = instance.endsAt.map { $0 + Instance.grace }
        isGone = instance.status == .released
        masters = instance.masters
        slaves = instance.slaves
    }

    package init(_ workspace: Workspace) {
        method = workspace.identity.method
        endsAt = workspace.endsAt
        releasedAt = nil
        isGone = workspace.isGone
        masters = nil
        slaves = nil
    }
}

extension InstanceSubject {
    /// Who may renew it.
    package var rightToRenew: CallerAction { workspaceName == nil ? .confirm : .manageWorkspace }

    private var workspace: WorkspaceID { WorkspaceID(rawValue: instance.rawValue) }

    /// It as it is now; `nil` if it cannot be seen.
    package func look(in services: any BillingService & WorkspaceService) async throws -> Answer<Renewable?> {
        guard workspaceName == nil else {
            let answer = try await services.workspace(workspace, in: region)
            return Answer(answer.value.map { Renewable($0) }, requestID: answer.requestID)
        }
        let answer = try await services.instance(instance, in: region)
        return Answer(answer.value.map { Renewable($0) }, requestID: answer.requestID)
    }

    /// Renews it, and pays, once for every call; a workspace's call takes no key.
    package func renew(
        for months: Int, key: PurchaseKey, in services: any BillingService & WorkspaceService
    ) async throws -> Answer<Receipt> {
        workspaceName == nil
            ? try await services.renew(instance, months: months, key: key)
            : try await services.renewWorkspace(workspace, months: months, key: key, in: region)
    }
}
