import ArgumentParser

struct CloudGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cloud",
        abstract: "The simulated cloud: make one, look into it, change it, script its faults.",
        discussion: """
            It has its own clock, stock that runs out, clusters that go through stages, and faults on script: a place to \
            rehearse before money is spent.
            """,
        subcommands: [
            CloudInit.self, CloudShow.self, CloudClockGroup.self, CloudSet.self, CloudFaultGroup.self,
            CloudPurchase.self, CloudServe.self,
        ]
    )
}
