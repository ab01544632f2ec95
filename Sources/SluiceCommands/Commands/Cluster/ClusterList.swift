import ArgumentParser
import RealtimeCompute
import RealtimeComputeKinds
import SimulatedCloud
import Wording
import Workflow
import WorkflowEngine

struct ClusterList: Command {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "The clusters of this store, and its shared mode: size, projects, billing, how long they will last.",
        discussion: """
            Looks at the cloud now. Exits 10 if one has less than 7 days left, is past its end, or is stopped because it is \
            not paid for: run it from cron. Of shared mode there is no cluster: its line has the project and its CUs.
            """
    )

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let console = context.console
        guard let journal = try context.journalForReading() else {
            console.print([OwnedCluster]())
            return .done
        }
        let (cloud, clock) = try await context.cloud()
        let (clusters, foreign) = try await OwnedClusters(of: journal, in: cloud, at: try await clock.now()).all()
        console.reportForeign(foreign)
        if console.isJSON {
            try console.print(json: clusters.map(\.json))
        } else {
            console.print(clusters)
        }
        return clusters.contains(where: \.needsAttention) ? .asked : .done
    }
}

extension Console {
    /// Prints clusters in a table, and below it what somebody has to know.
    fileprivate func print(_ clusters: [OwnedCluster]) {
        guard !isJSON else { return print("[]") }
        var table = Table(header: [
            self(LocalizedText("ORDER", zh: "订单")), self(LocalizedText("CLUSTER", zh: "集群")),
            self(LocalizedText("STATUS", zh: "状态")), self(LocalizedText("MACHINES", zh: "机器")),
            self(LocalizedText("CU USED", zh: "CU 已用")), self(LocalizedText("PROJECTS", zh: "项目")),
            self(LocalizedText("BILLING", zh: "计费")), self(LocalizedText("ENDS", zh: "到期")),
            self(LocalizedText("DAYS LEFT", zh: "剩余天数")),
        ])
        for cluster in clusters {
            let (details, expiry) = (cluster.details, cluster.expiry)
            let machines = details.map { [$0.masters, $0.slaves].map { "\($0.count) × \($0.model.rawValue)" } } ?? []
            let name = details.map { "\($0.cluster.name) \(style.dim($0.cluster.id.rawValue))" }
            let days = expiry?.daysLeft.map(String.init) ?? "-"
            table.add([
                cluster.order.rawValue, name ?? self(LocalizedText("(shared mode)", zh: "（共享模式）")),
                details?.cluster.status.title ?? "-", machines.isEmpty ? "-" : machines.joined(separator: " + "),
                "\(cluster.allocated.count)/\(cluster.computeUnits.count)",
                cluster.projects.isEmpty ? "-" : cluster.projects.map(\.name.rawValue).joined(separator: ", "),
                cluster.billing.method.rawValue, expiry?.endsAt?.rfc3339 ?? "-",
                cluster.needsAttention ? style.yellow(days) : days,
            ])
        }
        table.lines.forEach { print($0) }
        let warned = clusters.filter(\.needsAttention)
        guard !warned.isEmpty else { return }
        print("")
        for cluster in warned {
            guard let expiry = cluster.expiry else { continue }
            print("\(style.yellow("!")) \(cluster.order): \(self(expiry.words))")
            if expiry.endsAt != nil {
                print("    \(command(["sluice", "cluster", "renew", cluster.order.rawValue, "--months", "N"]))")
            }
        }
    }
}
