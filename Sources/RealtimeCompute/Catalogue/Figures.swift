package import Workflow

/// The figures of exclusive mode that are not a model's own.
///
/// Source: the documentation of Realtime Compute in exclusive mode.
package enum Figures {
    /// How many masters a cluster may have: one, or three, which survive the loss of one.
    package static let masterCounts = [1, 3]
    /// How many masters a manifest that does not say is given.
    package static let defaultMasterCount = 3
    /// How many slaves a cluster may have.
    package static let slaveCounts = 2...1000
    /// How many slaves a manifest that does not say is given.
    package static let defaultSlaveCount = 2
    /// How many months a subscription may last.
    package static let subscriptionMonths = 1...12
    /// How many months a subscription lasts that does not say.
    package static let defaultSubscriptionMonths = 1
    /// The months for which a subscription can be renewed: BSS RenewInstance, `RenewPeriod`.
    package static let renewalMonths: Set = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 36]
    /// How far the clocks by which the vendor bills are ahead of UTC.
    ///
    /// Its documentation counts clock hours in UTC+8; that it counts months there too is an assumption of ours.
    package static let billingOffset = Duration.seconds(8 * 3600)
    /// How long a cluster usually takes from Starting to Running: "about half an hour".
    package static let usualStart = Duration.seconds(30 * 60)
    /// How long a change of a cluster usually takes: a figure of ours, the vendor tells none.
    package static let usualChange = Duration.seconds(10 * 60)
    /// The role that the service assumes in the user's account.
    package static let role: RoleName = "AliyunStreamDefaultRole"
    /// The service that the role must trust.
    ///
    /// An assumption: the principal is published nowhere. Not trusting it only warns.
    package static let assumedServicePrincipal = "stream.aliyuncs.com"
    /// The actions that the role must be granted on every resource, but for object storage.
    package static let requiredActions = [
        "vpc:DescribeVpcs", "vpc:DescribeVSwitches",
        "ecs:CreateSecurityGroup", "ecs:AuthorizeSecurityGroup", "ecs:CreateNetworkInterface",
        "ecs:DescribeNetworkInterfaces", "ecs:AttachNetworkInterface", "ecs:DescribeNetworkInterfacePermissions",
        "ecs:CreateNetworkInterfacePermission",
    ]
    /// Those of them that only the making of a cluster needs: they may be taken away once it runs.
    package static let actionsOfCreation = ["ecs:CreateSecurityGroup", "ecs:AuthorizeSecurityGroup"]
    /// The service's own policy, which grants all that is required and more.
    package static let oneClickPolicy = "AliyunStreamRolePolicy"
    /// The role that the service assumes for fully managed Flink.
    package static let managedRole: RoleName = "AliyunStreamAsiDefaultRole"
    /// Where the service keeps its stacks of ROS, for every region.
    package static let stackRegion: RegionID = "cn-hangzhou"
    /// The stacks that the service has made to authorise fully managed Flink.
    package static let stacks: [StackName] = ["FlinkServerlessStack", "FlinkOnAckStack"]
    /// The actions of object storage, all of which the role must be granted.
    package static let requiredStorageActions = "oss:*"
    /// The CUs of a workspace that its own control takes: its namespaces together have that many fewer.
    ///
    /// Source: the documentation of fully managed Flink, on buying a workspace.
    package static let workspaceOverhead = 2
    /// How many vSwitches a workspace may be given.
    package static let workspaceVSwitches = 1...5
    /// How long a workspace usually takes from CREATING to RUNNING: 5 to 10 minutes, by the documentation.
    package static let usualWorkspaceStart = Duration.seconds(8 * 60)
    /// What somebody who buys and manages workspaces of fully managed Flink has to be granted, on
    /// `acs:stream:REGION:ACCOUNT:vvpinstance/…`.
    ///
    /// Source: the vendor's own notes on the RAM actions of `foasconsole` 2021-10-28; its page on them names no action of
    /// DescribeSupportedRegions and DescribeSupportedZones.
    package static let workspaceActions = [
        "stream:CreateVvpInstance", "stream:DescribeVvpInstances", "stream:ModifyVvpInstanceSpec",
        "stream:RenewVvpInstance", "stream:DeleteVvpInstance", "stream:ConvertVvpInstance",
        "stream:CreateVvpNamespace", "stream:DescribeVvpNamespaces", "stream:ModifyVvpNamespaceSpec",
        "stream:DeleteVvpNamespace",
    ]
    /// When the vendor closed the sale to new purchases: exclusive mode on 2021-04-28, shared mode on 2019-12-24, in China.
    ///
    /// Source: the vendor's notices.
    package static func endOfSale(of product: Product) -> Timestamp {
        switch product {
        case .exclusive: Timestamp(millisecondsSince1970: 1_619_539_200_000)
        case .shared: Timestamp(millisecondsSince1970: 1_577_116_800_000)
        }
    }
}
