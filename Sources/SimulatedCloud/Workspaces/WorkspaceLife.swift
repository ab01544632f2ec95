package import RealtimeCompute
package import Workflow

// The later life of a workspace.
extension CloudState {
    /// Gives a subscription other CUs: never fewer than its namespaces and its control hold.
    mutating func resizeWorkspace(
        _ id: WorkspaceID, to units: ComputeUnits, at now: Timestamp
    ) throws(CloudError) {
        try changeWorkspace(id, at: now) { workspace throws(CloudError) in
            guard workspace.endsAt != nil else {
                throw CloudError(code: CloudError.Code.postPaid, vendorMessage: "pay-as-you-go has no size of its own")
            }
            workspace.computeUnits = units
            try workspace.requireRoom()
        }
    }

    /// Lets a subscription end so many months later; one that has ended runs again.
    mutating func renewWorkspace(
        _ id: WorkspaceID, months: Int, at now: Timestamp
    ) throws(CloudError) -> Receipt {
        try changeWorkspace(id, in: [.running, .disabled], at: now) { workspace throws(CloudError) in
            guard let end = workspace.endsAt else {
                throw CloudError(code: CloudError.Code.postPaid, vendorMessage: "pay-as-you-go is not renewed")
            }
            workspace.endsAt = InstanceRecord.end(after: months, from: end)
        }
        let (number, _) = nextOrder()
        let renewal = Renewal(
            orderNumber: number, instance: InstanceID(rawValue: id.rawValue), months: months, key: nil, status: .paid,
            madeAt: now)
        tables.renewals.append(RenewalRecord(renewal: renewal))
        return Receipt(orderNumber: number, paidAt: now)
    }

    /// Releases pay-as-you-go; a subscription is not released.
    mutating func releaseWorkspace(_ id: WorkspaceID, at now: Timestamp) throws(CloudError) {
        try changeWorkspace(id, in: [.creating, .running, .disabled], at: now) { workspace throws(CloudError) in
            guard workspace.endsAt == nil else {
                throw CloudError(code: CloudError.Code.prePaid, vendorMessage: "a subscription is not released")
            }
            workspace.isDeleted = true
        }
    }

    /// Renews as somebody else would, in the console.
    package mutating func renewInConsole(
        _ workspace: WorkspaceID, months: Int, at now: Timestamp
    ) throws(CloudError) -> Receipt {
        settle(at: now)
        return try renewWorkspace(workspace, months: months, at: now)
    }
}
