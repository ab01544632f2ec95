package import Workflow

/// Workspaces of fully managed Flink, and the namespaces in them.
///
/// On the real APIs: foasconsole 2021-10-28. Its purchase takes no client token, so that a workspace whose answer was lost
/// is found again by its name, its region and the time.
package protocol WorkspaceService {
    /// What a workspace costs, asked of the vendor: for a month, or for an hour of pay-as-you-go.
    func price(of workspace: WorkspaceSpecification) async throws -> Answer<Estimate>
    /// The zones of a region in which workspaces can be had.
    func workspaceZones(in region: RegionID) async throws -> Answer<[ZoneID]>
    /// Buys a workspace, and pays, once for every call. The receipt bears the workspace's id as its number: the vendor's
    /// list shows workspaces by their ids, and not by the orders that bought them.
    func purchaseWorkspace(_ workspace: WorkspaceSpecification, key: PurchaseKey) async throws -> Answer<Receipt>
    /// Every workspace of a region that can be seen, gone ones too.
    func workspaces(in region: RegionID) async throws -> Answer<[Workspace]>
    /// The workspace of this id; `nil` if it cannot be seen.
    func workspace(_ id: WorkspaceID, in region: RegionID) async throws -> Answer<Workspace?>
    func namespaces(of workspace: WorkspaceID, in region: RegionID) async throws -> Answer<[Namespace]>
    func createNamespace(_ name: NamespaceName, _ units: ComputeUnits, in workspace: WorkspaceID, _ region: RegionID)
        async throws -> Answer<Void>
    func resizeNamespace(_ name: NamespaceName, to units: ComputeUnits, in workspace: WorkspaceID, _ region: RegionID)
        async throws -> Answer<Void>
    func deleteNamespace(_ name: NamespaceName, in workspace: WorkspaceID, _ region: RegionID) async throws
        -> Answer<Void>
    /// As what a workspace was bought, with the CUs that it has now; `nil` if it cannot be seen.
    ///
    /// For how many months it was bought, the vendor does not show: its length so far is given, in whole months.
    func specification(of workspace: WorkspaceID, in region: RegionID) async throws -> Answer<WorkspaceSpecification?>
    /// Gives a workspace so many CUs in all; of a subscription, the difference is paid for.
    func resizeWorkspace(_ id: WorkspaceID, to units: ComputeUnits, in region: RegionID) async throws -> Answer<Void>
    /// Renews a workspace's subscription, and pays, once for every call; the vendor's takes no key.
    func renewWorkspace(_ id: WorkspaceID, months: Int, key: PurchaseKey, in region: RegionID) async throws -> Answer<
        Receipt
    >
    /// Deletes a pay-as-you-go workspace, with all that is in it.
    func deleteWorkspace(_ id: WorkspaceID, in region: RegionID) async throws -> Answer<Void>
}

/// What is bought with a workspace.
package struct WorkspaceSpecification: Codable, Equatable, Sendable {
    /// The name that the vendor's list shows.
    package let name: WorkspaceName
    package let region: RegionID
    package let billing: Billing
    package let zone: ZoneID
    package let vpc: VPCID
    /// One to five.
    package let vSwitches: [VSwitchID]
    package let bucket: BucketName
    /// Of pay-as-you-go, a bound of ours: the vendor is not told.
    package let computeUnits: ComputeUnits
    package let isHighlyAvailable: Bool
    /// Of one that is highly available; `nil` leaves it to the vendor.
    package let secondZone: SecondZone?

    /// The zone in which a workspace goes on when its first one fails.
    package struct SecondZone: Codable, Equatable, Sendable {
        package let zone: ZoneID
        package let vSwitches: [VSwitchID]

        package init(zone: ZoneID, vSwitches: [VSwitchID]) {
            self.zone = zone
            self.vSwitches = vSwitches
        }
    }

    package init(
        name: WorkspaceName, region: RegionID, billing: Billing, zone: ZoneID, vpc: VPCID, vSwitches: [VSwitchID],
        bucket: BucketName, computeUnits: ComputeUnits, isHighlyAvailable: Bool,
        secondZone: SecondZone? = nil
    ) {
        self.name = name
        self.region = region
        self.billing = billing
        self.zone = zone
        self.vpc = vpc
        self.vSwitches = vSwitches
        self.bucket = bucket
        self.computeUnits = computeUnits
        self.isHighlyAvailable = isHighlyAvailable
        self.secondZone = secondZone
    }

    /// The same with other CUs.
    package func holding(_ units: ComputeUnits) -> Self {
        Self(
            name: name, region: region, billing: billing, zone: zone, vpc: vpc, vSwitches: vSwitches, bucket: bucket,
            computeUnits: units, isHighlyAvailable: isHighlyAvailable, secondZone: secondZone)
    }

    /// All by which a workspace of it can be recognised in the vendor's list.
    package var identity: WorkspaceIdentity {
        WorkspaceIdentity(name: name, region: region, method: billing.method)
    }
}

/// By what a workspace is found again.
package struct WorkspaceIdentity: Codable, Hashable, Sendable {
    package let name: WorkspaceName
    package let region: RegionID
    package let method: Billing.Method

    package init(name: WorkspaceName, region: RegionID, method: Billing.Method) {
        self.name = name
        self.region = region
        self.method = method
    }
}

/// A workspace as the vendor's list shows it.
package struct Workspace: Codable, Equatable, Sendable {
    /// Source: foasconsole DescribeInstances, `ClusterStatus`.
    package enum Status: String, CaseIterable, Codable, Sendable {
        case creating = "CREATING"
        case running = "RUNNING"
        case disabled = "DISABLE"
        case deleting = "DELETING"
        case deleted = "DELETED"
    }

    /// Whether it is paid for.
    ///
    /// Source: foasconsole DescribeInstances, `OrderState`.
    package enum OrderState: String, CaseIterable, Codable, Sendable {
        case notYet = "NOT_INIT"
        case normal = "NORMAL"
        /// The subscription has ended.
        case ended = "CEASE"
        /// It is overdue, and to be released.
        case overdue = "RELEASE"
    }

    package let id: WorkspaceID
    package let identity: WorkspaceIdentity
    package let computeUnits: ComputeUnits
    package let status: Status
    /// `nil` where the service does not tell.
    package let orderState: OrderState?
    /// What is being done, in the service's words.
    package let stage: String?
    package let createdAt: Timestamp
    /// When a subscription ends; `nil` of pay-as-you-go.
    package let endsAt: Timestamp?

    package init(
        id: WorkspaceID, identity: WorkspaceIdentity, computeUnits: ComputeUnits, status: Status,
        orderState: OrderState? = nil, stage: String?, createdAt: Timestamp, endsAt: Timestamp?
    ) {
        self.id = id
        self.identity = identity
        self.computeUnits = computeUnits
        self.status = status
        self.orderState = orderState
        self.stage = stage
        self.createdAt = createdAt
        self.endsAt = endsAt
    }

    /// Whether it is going or gone.
    package var isGone: Bool {
        switch status {
        case .deleting, .deleted: true
        case .creating, .running, .disabled: false
        }
    }

    /// How it is paid for; a subscription's length is what it has been so far, in whole months.
    package var billing: Billing {
        guard let endsAt else { return .payAsYouGo }
        let months = Double((endsAt - createdAt).wholeMilliseconds) / (86_400_000 * 30.44)
        return .subscription(months: max(1, Int(months.rounded())))
    }

    /// What was paid for it, as a search judges it.
    package var purchase: WorkspacePurchase {
        WorkspacePurchase(
            orderNumber: OrderNumber(rawValue: id.rawValue), specification: identity, key: nil, status: .paid,
            madeAt: createdAt)
    }
}

/// A workspace that was paid for.
package struct WorkspacePurchase: PaidOrder {
    /// The workspace's id.
    package let orderNumber: OrderNumber
    package let specification: WorkspaceIdentity
    package let key: PurchaseKey?
    package let status: Purchase.Status
    package let madeAt: Timestamp
}

/// A namespace of a workspace.
package struct Namespace: Codable, Equatable, Sendable {
    /// Source: foasconsole DescribeNamespaces, `Status`.
    package enum Status: String, CaseIterable, Codable, Sendable {
        case creating = "CREATING"
        case deleting = "DELETING"
        case modifying = "MODIFYING"
        case success = "SUCCESS"
        case failed = "FAILED"
    }

    package let name: NamespaceName
    package let computeUnits: ComputeUnits
    package let status: Status

    package init(name: NamespaceName, computeUnits: ComputeUnits, status: Status) {
        self.name = name
        self.computeUnits = computeUnits
        self.status = status
    }
}
