import ArgumentParser
import RealtimeCompute
import RealtimeComputeKinds
import Wording
import Workflow
import WorkflowEngine

struct WorkspaceList: Command {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "The workspaces of this store: size, namespaces, billing, how long they will last.",
        discussion: """
            Looks at the cloud now. Exits 10 if one has less than 7 days left, has ended, or is not paid for: run it from \
            cron.
            """
    )

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let console = context.console
        guard let journal = try context.journalForReading() else {
            console.print([OwnedWorkspace]())
            return .done
        }
        let (cloud, clock) = try await context.cloud()
        let (workspaces, foreign) = try await OwnedWorkspaces(of: journal, in: cloud, at: try await clock.now()).all()
        console.reportForeign(foreign)
        if console.isJSON {
            try console.print(json: workspaces.map(\.json))
        } else {
            console.print(workspaces)
        }
        return workspaces.contains { $0.expiry.needsAttention } ? .asked : .done
    }
}

extension Console {
    /// Prints workspaces in a table, and below it what somebody has to know.
    fileprivate func print(_ workspaces: [OwnedWorkspace]) {
        guard !isJSON else { return print("[]") }
        var table = Table(header: [
            self(LocalizedText("ORDER", zh: "订单")), self(LocalizedText("WORKSPACE", zh: "工作空间")),
            self(LocalizedText("STATUS", zh: "状态")), self(LocalizedText("CU USED", zh: "CU 已用")),
            self(LocalizedText("NAMESPACES", zh: "项目空间")), self(LocalizedText("BILLING", zh: "计费")),
            self(LocalizedText("ENDS", zh: "到期")), self(LocalizedText("DAYS LEFT", zh: "剩余天数")),
        ])
        for owned in workspaces {
            let (seen, expiry) = (owned.workspace, owned.expiry)
            let days = expiry.daysLeft.map(String.init) ?? "-"
            table.add([
                owned.order.rawValue, "\(seen.identity.name) \(style.dim(seen.id.rawValue))", seen.status.rawValue,
                "\(owned.allocated.count)/\(seen.computeUnits.count)",
                owned.namespaces.isEmpty
                    ? "-" : owned.namespaces.map { "\($0.name) \($0.computeUnits)" }.joined(separator: ", "),
                seen.identity.method.rawValue, seen.endsAt?.rfc3339 ?? "-",
                expiry.needsAttention ? style.yellow(days) : days,
            ])
        }
        table.lines.forEach { print($0) }
        let warned = workspaces.filter { $0.expiry.needsAttention }
        guard !warned.isEmpty else { return }
        print("")
        for owned in warned {
            print("\(style.yellow("!")) \(owned.order): \(self(owned.expiry.words))")
            if owned.workspace.endsAt != nil {
                print("    \(command(["sluice", "workspace", "renew", owned.order.rawValue, "--months", "N"]))")
            }
        }
    }
}
