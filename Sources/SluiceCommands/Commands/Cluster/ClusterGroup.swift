import ArgumentParser

struct ClusterGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cluster",
        abstract: "The later life of a cluster: look at it, scale, renew and release it.",
        discussion: """
            Each change is a workflow of its own, named for the order: risk-scale-1, risk-renew-1, risk-release-1. It waits \
            to be confirmed, and is advanced, shown and audited like an order; with --confirm it is confirmed at once.
            """,
        subcommands: [
            ClusterList.self,
            ClusterScale.self,
            ClusterRelease.self,
            ClusterRenew.self,
        ]
    )
}
