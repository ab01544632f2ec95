import AlibabaCloud
import ArgumentParser
import RealtimeCompute
import Wording

struct AccessWhoami: Command {
    static let configuration = CommandConfiguration(
        commandName: "whoami",
        abstract: "Who the credentials say we are, where they are from, and what that caller may do.",
        discussion: """
            Credentials are looked for where the vendor's own tools look: the environment, OIDC, ~/.aliyun/config.json, \
            ~/.alibabacloud/credentials.ini, the role of an ECS instance, a credentials URI. Nothing of a key is shown.
            """
    )

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let connection = try context.vendorConnection()
        let identity = try await Identity(asking: connection.client, in: connection.region)
        let report = WhoamiReport(
            cloud: "alibaba:\(identity.account)", account: identity.account.rawValue,
            type: identity.caller.kind.rawValue, id: identity.caller.id, arn: identity.arn,
            origin: try await connection.chain.origin(), mayBuy: identity.caller.mayBuy)
        let console = context.console
        if console.isJSON {
            try console.print(json: report)
            return .done
        }
        console.print("\(report.type) \(report.id)")
        console.print(console(LocalizedText("  account      \(report.account)", zh: "  账号         \(report.account)")))
        console.print(console(LocalizedText("  name         \(report.arn)", zh: "  资源名称     \(report.arn)")))
        console.print(console(LocalizedText("  credentials  \(report.origin)", zh: "  凭证来源     \(report.origin)")))
        let rights =
            identity.caller.mayBuy
            ? LocalizedText(
                "  may          look, buy and create projects, as the account itself",
                zh: "  权限         查看、购买、创建项目（主账号）")
            : LocalizedText(
                "  may          look at what it is granted; only the account itself may buy and create projects",
                zh: "  权限         查看已授权的资源；只有主账号可以购买和创建项目")
        console.print(console(rights))
        console.printNext(["sluice", "check", "MANIFEST"])
        return .done
    }
}

private struct WhoamiReport: Encodable {
    let cloud: String
    let account: String
    let type: String
    let id: String
    let arn: String
    /// Where the credentials are from.
    let origin: String
    let mayBuy: Bool
}
