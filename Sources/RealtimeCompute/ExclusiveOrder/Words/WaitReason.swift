package import Wording

/// Why an order waits although no call has failed.
///
/// Kept with the order by its code.
package enum WaitReason: String, CaseIterable, Sendable {
    case purchaseNotVisible = "purchase-not-visible"
    case purchaseUnpaid = "purchase-unpaid"
    case instanceNotVisible = "instance-not-visible"
    case clusterNotVisible = "cluster-not-visible"
    case clusterStarting = "cluster-starting"
    case projectNotVisible = "project-not-visible"
    case changeNotVisible = "change-not-visible"
    case changeInConsole = "change-in-console"
    case clusterChanging = "cluster-changing"
    case endNotMoved = "end-not-moved"
    case roleNotVisible = "role-not-visible"
    case workspaceNotVisible = "workspace-not-visible"
    case workspaceCreating = "workspace-creating"
    case namespaceNotVisible = "namespace-not-visible"
    case workspaceChanging = "workspace-changing"

    package var message: LocalizedText {
        switch self {
        case .purchaseNotVisible:
            LocalizedText(
                "a request to buy may have left, and no purchase of ours can be seen yet", zh: "购买请求可能已发出，尚未看到本订单的购买")
        case .purchaseUnpaid:
            LocalizedText("a purchase bears the order's key and is not paid yet", zh: "有一笔带本订单标记的购买尚未支付")
        case .instanceNotVisible:
            LocalizedText("the purchase does not show its instance yet", zh: "购买记录尚未显示实例")
        case .clusterNotVisible:
            LocalizedText("the cluster was asked for and cannot be seen yet", zh: "已请求创建集群，尚不可见")
        case .clusterStarting:
            LocalizedText("the cluster is Starting", zh: "集群启动中")
        case .changeNotVisible:
            LocalizedText("the change was asked for and cannot be seen yet", zh: "已请求变更，尚不可见")
        case .changeInConsole:
            LocalizedText("the change is to be made in the vendor's console", zh: "需在控制台完成变更")
        case .clusterChanging:
            LocalizedText("the cluster is being changed", zh: "集群变更中")
        case .projectNotVisible:
            LocalizedText("the project was asked for and cannot be seen yet", zh: "已请求创建项目，尚不可见")
        case .workspaceNotVisible:
            LocalizedText("the workspace was paid for and cannot be seen yet", zh: "工作空间已支付，尚不可见")
        case .workspaceCreating:
            LocalizedText("the workspace is being created", zh: "工作空间创建中")
        case .workspaceChanging:
            LocalizedText("the workspace is being changed", zh: "工作空间变更中")
        case .namespaceNotVisible:
            LocalizedText(
                "a change of a namespace was made and does not show yet", zh: "项目空间变更已提交，尚不可见")
        case .roleNotVisible:
            LocalizedText("a change of the role was made and does not show yet", zh: "角色变更已完成，尚不可见")
        case .endNotMoved:
            LocalizedText("paid; the instance does not end later yet", zh: "已支付；实例的到期时间尚未延后")
        }
    }
}
