import ArgumentParser

struct WorkspaceGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workspace",
        abstract: "The later life of a workspace: look at it, scale, renew and release it.",
        discussion: """
            Each change is a workflow of its own, named for the order: analytics-scale-1, analytics-renew-1, \
            analytics-release-1. It waits to be confirmed, and is advanced, shown and audited like an order; with --confirm \
            it is confirmed at once. Namespaces are added, resized and deleted by amending the order: sluice order amend.
            """,
        subcommands: [
            WorkspaceList.self,
            WorkspaceScale.self,
            WorkspaceRelease.self,
            WorkspaceRenew.self,
        ]
    )
}
