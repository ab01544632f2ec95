package import Provisioning

extension Registry {
    /// The kinds of workflow that Sluice comes with: one line each.
    package static let standard = Registry([
        ExclusiveOrders(),
        ClusterScalings(),
        ClusterReleases(),
        ClusterRenewals(),
        SharedOrders(),
        SharedScalings(),
        RoleChanges(),
        WorkspaceOrders(),
        WorkspaceScalings(),
        WorkspaceReleases(),
    ])
}
