package import RealtimeCompute
package import Workflow

/// A workspace of fully managed Flink, and its namespaces.
package struct WorkspaceRecord: Codable, Equatable, Sendable {
    package let id: WorkspaceID
    package let specification: WorkspaceSpecification
    package internal(set) var computeUnits: ComputeUnits
    package let createdAt: Timestamp
    /// When a subscription ends; `nil` of pay-as-you-go.
    package internal(set) var endsAt: Timestamp?
    /// How long it takes from CREATING to RUNNING.
    var duration: Duration
    package var isDeleted = false
    /// Whether pay-as-you-go is not paid for; `nil` of one that never was.
    var isInArrears: Bool?
    package internal(set) var namespaces: [NamespaceRecord] = []

    package func status(at now: Timestamp) -> Workspace.Status {
        switch orderState(at: now) {
        case _ where isDeleted: .deleted
        case .overdue where endsAt != nil: .deleted
        case .ended, .overdue: .disabled
        case .notYet, .normal: now < createdAt + duration ? .creating : .running
        }
    }

    /// Whether it is paid for: a subscription that has ended is kept for a while, and is then gone.
    func orderState(at now: Timestamp) -> Workspace.OrderState {
        if isInArrears == true { return .overdue }
        guard let endsAt, endsAt <= now else { return .normal }
        return endsAt + Instance.grace <= now ? .overdue : .ended
    }

    /// The workspace as the service shows it.
    package func seen(at now: Timestamp) -> Workspace {
        let status = status(at: now)
        return Workspace(
            id: id, identity: specification.identity, computeUnits: computeUnits, status: status,
            orderState: orderState(at: now), stage: status == .creating ? stage(at: now) : nil, createdAt: createdAt,
            endsAt: endsAt)
    }

    /// The stages are of our invention; the vendor documents that there are some.
    private func stage(at now: Timestamp) -> String {
        let stages = ["NETWORK", "CLUSTER", "SERVICES"]
        let share = max(0, min(0.999, (now - createdAt) / duration))
        return stages[Int(share * Double(stages.count))]
    }
}

/// A namespace, and the CUs that it has.
package struct NamespaceRecord: Codable, Equatable, Sendable {
    package let name: NamespaceName
    package internal(set) var computeUnits: ComputeUnits
}

extension WorkspaceRecord: TableRecord {
    enum Index: String, CaseIterable {
        case id, region
    }

    static var tableName: String { "workspace" }

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .id: IndexEntry(id.rawValue)
        case .region: IndexEntry(specification.region.rawValue)
        }
    }
}

extension CloudState {
    /// Every workspace there is, for whoever shows everything.
    package var workspaces: [WorkspaceRecord] { tables.workspaces.all }

    /// The workspaces of a region that can be seen.
    package func visibleWorkspaces(in region: RegionID, at now: Timestamp) -> [Workspace] {
        tables.workspaces.rows(.region, region.rawValue).map(\.record)
            .filter { isOrderVisible(madeAt: $0.createdAt, at: now) }.map { $0.seen(at: now) }
    }

    package func visibleWorkspace(_ id: WorkspaceID, at now: Timestamp) -> WorkspaceRecord? {
        tables.workspaces.first(.id, id.rawValue).flatMap { isOrderVisible(madeAt: $0.createdAt, at: now) ? $0 : nil }
    }

    /// What a workspace costs: a figure of ours, so many fen for each CU.
    package func price(of workspace: WorkspaceSpecification) -> Estimate {
        let units = workspace.computeUnits.count * (workspace.isHighlyAvailable ? 2 : 1)
        return switch workspace.billing {
        case .subscription(let months):
            Estimate(units * 25_900 * months, "CNY", per: "P\(months)M", source: "simulated price")
        case .payAsYouGo: Estimate(units * 75, "CNY", per: "PT1H", source: "simulated price")
        }
    }

    // MARK: - Changes

    /// Buys a workspace.
    ///
    /// Its key goes nowhere: the vendor's call takes none.
    mutating func purchaseWorkspace(
        _ wanted: WorkspaceSpecification, at now: Timestamp
    ) throws(CloudError) -> Receipt {
        try requireGrounds(of: wanted, at: now)
        let id = WorkspaceID(rawValue: "f-cn-\(String(nextID(), radix: 36))")
        var record = WorkspaceRecord(
            id: id, specification: wanted, computeUnits: wanted.computeUnits, createdAt: now, endsAt: nil,
            duration: Figures.usualWorkspaceStart)
        if case .subscription(let months) = wanted.billing {
            record.endsAt = InstanceRecord.end(after: months, from: now)
        }
        tables.workspaces.append(record)
        return Receipt(orderNumber: OrderNumber(rawValue: id.rawValue), paidAt: now)
    }

    /// What the service looks at before it takes the money.
    private func requireGrounds(of wanted: WorkspaceSpecification, at now: Timestamp) throws(CloudError) {
        let policies = seenRole(Figures.managedRole, at: now)?.policies ?? []
        guard ServicePolicies.managed.allSatisfy(policies.contains) else {
            throw CloudError(
                code: "RoleNotAuthorized", vendorMessage: "AliyunStreamAsiDefaultRole is not authorized")
        }
        guard tables.vpcs.first(.id, wanted.vpc.rawValue)?.region == wanted.region else {
            throw CloudError(code: "InvalidVpcId.NotFound", vendorMessage: "there is no such VPC")
        }
        for vSwitch in wanted.vSwitches {
            guard let found = tables.vSwitches.first(.id, vSwitch.rawValue), found.vpc == wanted.vpc else {
                throw CloudError(code: "InvalidVSwitchId.NotFound", vendorMessage: "there is no such vSwitch")
            }
        }
        for vSwitch in wanted.secondZone?.vSwitches ?? [] {
            guard let found = tables.vSwitches.first(.id, vSwitch.rawValue), found.vpc == wanted.vpc,
                found.zone != wanted.zone
            else {
                throw CloudError(
                    code: "InvalidVSwitchId.NotFound", vendorMessage: "there is no such vSwitch in another zone")
            }
        }
        guard let bucket = tables.buckets.first(.name, wanted.bucket.rawValue), bucket.region == wanted.region else {
            throw CloudError(code: "NoSuchBucket", vendorMessage: "there is no such bucket")
        }
    }

    mutating func changeWorkspace(
        _ id: WorkspaceID, in admitted: Set<Workspace.Status> = [.running], at now: Timestamp,
        _ change: (inout WorkspaceRecord) throws(CloudError) -> Void
    ) throws(CloudError) {
        guard let row = tables.workspaces.row(.id, id.rawValue), row.record.status(at: now) != .deleted else {
            throw .workspaceNotFound
        }
        guard admitted.contains(row.record.status(at: now)) else {
            throw CloudError(code: "InstanceNotRunning", vendorMessage: "the workspace does not run")
        }
        var record = row.record
        try change(&record)
        tables.workspaces.replace(at: row.position, with: record)
    }

    mutating func createNamespace(
        _ name: NamespaceName, _ units: ComputeUnits, in id: WorkspaceID, at now: Timestamp
    ) throws(CloudError) {
        try changeWorkspace(id, at: now) { workspace throws(CloudError) in
            guard !workspace.namespaces.contains(where: { $0.name == name }) else {
                throw CloudError(code: "NamespaceExists", vendorMessage: "the namespace exists already")
            }
            workspace.namespaces.append(NamespaceRecord(name: name, computeUnits: units))
            try workspace.requireRoom()
        }
    }

    mutating func resizeNamespace(
        _ name: NamespaceName, to units: ComputeUnits, in id: WorkspaceID, at now: Timestamp
    ) throws(CloudError) {
        try changeWorkspace(id, at: now) { workspace throws(CloudError) in
            guard let index = workspace.namespaces.firstIndex(where: { $0.name == name }) else {
                throw .namespaceNotFound
            }
            workspace.namespaces[index].computeUnits = units
            try workspace.requireRoom()
        }
    }

    mutating func deleteNamespace(
        _ name: NamespaceName, in id: WorkspaceID, at now: Timestamp
    ) throws(CloudError) {
        try changeWorkspace(id, at: now) { workspace throws(CloudError) in
            guard workspace.namespaces.contains(where: { $0.name == name }) else { throw .namespaceNotFound }
            workspace.namespaces.removeAll { $0.name == name }
        }
    }

    /// Buys as somebody else would, in the console.
    package mutating func purchaseInConsole(
        _ wanted: WorkspaceSpecification, at now: Timestamp
    ) throws(CloudError) -> Receipt {
        settle(at: now)
        return try purchaseWorkspace(wanted, at: now)
    }
}

extension WorkspaceRecord {
    /// The namespaces together hold no more than there is, less what the workspace's own control takes.
    func requireRoom() throws(CloudError) {
        let held = namespaces.map(\.computeUnits).sum()
        guard held + ComputeUnits(Figures.workspaceOverhead) <= computeUnits else {
            throw CloudError(code: "InsufficientResources", vendorMessage: "the workspace has too few CUs")
        }
    }
}

extension CloudError {
    static var workspaceNotFound: Self {
        CloudError(code: "InstanceNotFound", vendorMessage: "there is no such workspace")
    }

    static var namespaceNotFound: Self {
        CloudError(code: "NamespaceNotFound", vendorMessage: "there is no such namespace")
    }
}

extension SimulatedCloud: WorkspaceService {
    package func price(of workspace: WorkspaceSpecification) async throws -> Answer<Estimate> {
        try look(.getPrice) { state, _ in state.price(of: workspace) }
    }

    /// Every zone of the simulated cloud has workspaces.
    package func workspaceZones(in region: RegionID) async throws -> Answer<[ZoneID]> {
        try look(.listZones) { state, _ in state.tables.zones.rows(.region, region.rawValue).map(\.record.id) }
    }

    package func purchaseWorkspace(
        _ workspace: WorkspaceSpecification, key: PurchaseKey
    ) async throws -> Answer<Receipt> {
        let (reply, requestID) = try submit(.purchaseWorkspace(workspace))
        guard case .receipt(let receipt) = reply else { preconditionFailure("a purchase gives a receipt") }
        return Answer(receipt, requestID: requestID)
    }

    package func workspaces(in region: RegionID) async throws -> Answer<[Workspace]> {
        try look(.listWorkspaces) { state, now in state.visibleWorkspaces(in: region, at: now) }
    }

    package func workspace(_ id: WorkspaceID, in region: RegionID) async throws -> Answer<Workspace?> {
        try look(.getWorkspace) { state, now in
            state.visibleWorkspace(id, at: now).flatMap {
                $0.specification.region == region ? $0.seen(at: now) : nil
            }
        }
    }

    package func specification(
        of workspace: WorkspaceID, in region: RegionID
    ) async throws -> Answer<WorkspaceSpecification?> {
        try look(.getWorkspace) { state, now in
            state.visibleWorkspace(workspace, at: now).flatMap {
                $0.specification.region == region ? $0.specification.holding($0.computeUnits) : nil
            }
        }
    }

    package func renewWorkspace(
        _ id: WorkspaceID, months: Int, key: PurchaseKey, in region: RegionID
    ) async throws -> Answer<Receipt> {
        guard case (.receipt(let receipt), let requestID) = try submit(.renewWorkspace(id, months: months)) else {
            preconditionFailure("a renewal gives a receipt")
        }
        return Answer(receipt, requestID: requestID)
    }

    package func resizeWorkspace(
        _ id: WorkspaceID, to units: ComputeUnits, in region: RegionID
    ) async throws -> Answer<Void> {
        Answer((), requestID: try submit(.resizeWorkspace(id, to: units)).1)
    }

    package func deleteWorkspace(_ id: WorkspaceID, in region: RegionID) async throws -> Answer<Void> {
        Answer((), requestID: try submit(.deleteWorkspace(id)).1)
    }

    package func namespaces(of workspace: WorkspaceID, in region: RegionID) async throws -> Answer<[Namespace]> {
        try look(.listNamespaces) { state, now in
            state.visibleWorkspace(workspace, at: now)?.namespaces.map {
                Namespace(name: $0.name, computeUnits: $0.computeUnits, status: .success)
            } ?? []
        }
    }

    package func createNamespace(
        _ name: NamespaceName, _ units: ComputeUnits, in workspace: WorkspaceID, _ region: RegionID
    ) async throws -> Answer<Void> {
        Answer((), requestID: try submit(.createNamespace(name, units, in: workspace)).1)
    }

    package func resizeNamespace(
        _ name: NamespaceName, to units: ComputeUnits, in workspace: WorkspaceID, _ region: RegionID
    ) async throws -> Answer<Void> {
        Answer((), requestID: try submit(.resizeNamespace(name, units, in: workspace)).1)
    }

    package func deleteNamespace(
        _ name: NamespaceName, in workspace: WorkspaceID, _ region: RegionID
    ) async throws -> Answer<Void> {
        Answer((), requestID: try submit(.deleteNamespace(name, in: workspace)).1)
    }
}
