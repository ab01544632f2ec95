import AlibabaCloud
import ArgumentParser
import Documents
import RealtimeCompute
import Wording

struct AccessWhoami: Command {
    static let configuration = CommandConfiguration(
        commandName: "whoami",
        abstract: "Who sluice is to the cloud, how that is known, and what that caller may do.",
        discussion: """
            With --cloud alibaba:REGION credentials are looked for where the vendor's own tools look: the environment, \
            OIDC, ~/.aliyun/config.json, ~/.alibabacloud/credentials.ini, the role of an ECS instance, a credentials URI. \
            Nothing of a key is shown. Of the simulated cloud it is the caller of its world.
            """
    )

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let report = try await report(context)
        let console = context.console
        if console.isJSON {
            try console.print(json: report.json)
            return .done
        }
        let caller = report.caller
        console.print("\(caller.kind.rawValue) \(caller.id)")
        var table = Table()
        table.add([console(LocalizedText("  cloud", zh: "  云")), report.cloud])
        if let account = report.account { table.add([console(LocalizedText("  account", zh: "  账号")), account]) }
        if let arn = report.arn { table.add([console(LocalizedText("  name", zh: "  资源名称")), arn]) }
        table.add([console(LocalizedText("  known by", zh: "  凭证来源")), console(report.origin)])
        for (number, right) in [CallerRight.yes, .ifGranted, .no].enumerated() {
            let words = CallerAction.table.filter { $0.right(of: caller.kind) == right }.map { console($0.words) }
            guard !words.isEmpty else { continue }
            table.add(["  " + console(Self.heading(number)), words.joined(separator: "; ")])
        }
        table.lines.forEach { console.print($0) }
        console.printNext(caller.kind == .account ? ["sluice", "check", "MANIFEST"] : ["sluice", "access", "check"])
        return .done
    }

    private static func heading(_ number: Int) -> LocalizedText {
        [
            LocalizedText("may", zh: "可以"), LocalizedText("may, if granted", zh: "经授权可以"),
            LocalizedText("may not", zh: "不可以"),
        ][number]
    }

    private func report(_ context: Context) async throws -> WhoamiReport {
        guard case .alibaba = context.cloudReference else {
            let cloud = try await context.cloud().cloud
            return WhoamiReport(
                cloud: cloud.id.rawValue, account: nil, caller: try await cloud.callerIdentity().value, arn: nil,
                origin: LocalizedText("the caller of the simulated world", zh: "模拟世界的调用者"))
        }
        let connection = try context.vendorConnection()
        let identity = try await Identity(asking: connection.client, in: connection.region)
        return WhoamiReport(
            cloud: "alibaba:\(identity.account)", account: identity.account.rawValue, caller: identity.caller,
            arn: identity.arn, origin: LocalizedText(verbatim: try await connection.chain.origin()))
    }
}

private struct WhoamiReport {
    let cloud: String
    let account: String?
    let caller: Caller
    let arn: String?
    /// Where the credentials are from.
    let origin: LocalizedText

    var json: JSONValue {
        .fields([
            "cloud": .text(cloud), "account": account.map { .text($0) }, "type": .text(caller.kind.rawValue),
            "id": .text(caller.id), "arn": arn.map { .text($0) }, "origin": .text(origin.english),
            "mayBuy": .boolean(caller.may(.buy)),
            "rights": .object(
                Dictionary(
                    uniqueKeysWithValues: CallerAction.table.map {
                        ($0.action.rawValue, .text($0.right(of: caller.kind).rawValue))
                    })),
        ])
    }
}
