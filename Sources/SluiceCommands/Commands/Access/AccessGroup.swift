import ArgumentParser

struct AccessGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access",
        abstract: "Who sluice is to Alibaba Cloud, and what it has to be granted.",
        subcommands: [
            AccessWhoami.self, AccessCheck.self, AccessExplain.self, AccessPolicyCommand.self, AccessMatrix.self,
        ]
    )
}
