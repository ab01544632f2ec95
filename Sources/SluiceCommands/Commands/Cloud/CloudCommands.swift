import ArgumentParser
import Documents
import RealtimeCompute
import SimulatedCloud
import Wording
import Workflow

struct CloudInit: Command {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Create the simulated cloud from a world file."
    )

    @Argument(help: "The world file, YAML or JSON; - reads standard input.", completion: .file())
    var world: String

    @Flag(help: "Replace a cloud that is there, with all that was bought in it.")
    var force = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let state = try WorldFile.read(
            try Document(path: world), id: SimulatedCloud.newID(), realNow: .systemTime)
        let path = try context.simulatedPath()
        try SimulatedCloud.make(at: path, holding: state, force: force)
        let console = context.console
        if console.isJSON {
            let cloud = try context.simulatedCloud().overview()
            try console.print(json: CloudJSON(cloud.state, at: cloud.now))
        } else {
            console.print(
                console(
                    LocalizedText(
                        "created cloud \(state.id) in \(path)",
                        zh: "已在 \(path) 创建云 \(state.id)")))
            console.printNext(["sluice", "check", "MANIFEST"])
        }
        return .done
    }
}

struct CloudShow: Command {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "What exists in the simulated cloud, what was bought, how often, and its clock."
    )

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let (state, now) = try context.simulatedCloud().overview()
        try context.console.print(state, at: now)
        return .done
    }
}

struct CloudClockGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock",
        abstract: "Show or jump the simulated clock.",
        subcommands: [CloudClockShow.self, CloudClockAdvance.self],
        defaultSubcommand: CloudClockShow.self
    )
}

struct CloudClockShow: Command {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "What time it is in the cloud.")

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        try context.printClock()
        return .done
    }
}

struct CloudClockAdvance: Command {
    static let configuration = CommandConfiguration(commandName: "advance", abstract: "Jump the clock ahead.")

    @Argument(help: "How far: 30m, 1h30m, PT45S.", transform: Duration.argument)
    var duration: Duration

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        try context.simulatedCloud().advanceClock(by: duration)
        try context.printClock()
        if !context.console.isJSON { context.console.printNext(["sluice", "order", "list"]) }
        return .done
    }
}

struct ClockJSON: Encodable {
    let now: String
    let speed: Double
}

extension Context {
    fileprivate func printClock() throws {
        let cloud = try simulatedCloud()
        let (clock, now) = (try cloud.clock().clock, try cloud.now())
        if console.isJSON {
            try console.print(json: ClockJSON(now: now.rfc3339, speed: clock.speed))
        } else {
            console.print(console.clockLine(clock, at: now))
        }
    }
}

struct CloudSet: Command {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Change a resource, as its owner would to mend a prerequisite.",
        discussion: """
            A resource that does not exist is created if all it needs is given; exists=false deletes one.

              sluice cloud set vswitch/vsw-1 freeAddresses=20
              sluice cloud set bucket/udf acl=private versioning=false
              sluice cloud set vpc/vpc-prod name=prod
              sluice cloud set role/AliyunStreamDefaultRole policies=AliyunStreamRolePolicy
              sluice cloud set policy/mine document=@policy.json
              sluice cloud set zone/cn-beijing-f stock.Ecs_8c32g=100
              sluice cloud set caller type=ram-user name=alice
              sluice cloud set sales closes=null
              sluice cloud set clock speed=600
              sluice cloud set visibility orders=5m clusters=1m grants=2m
              sluice cloud set sales shared.closes=null
              sluice cloud set cluster-start duration=45m
              sluice cloud set cluster-change duration=20m masterForPayAsYouGo=true
              sluice cloud set cluster/ID slaves=8
              sluice cloud set cluster/ID masters=Ecs_8c32g
              sluice cloud set instance/ID status=stopped
              sluice cloud set purchase-keys keys=dropped
            """
    )

    @Argument(help: "What to change: vswitch/vsw-1, bucket/udf, caller, clock, …")
    var resource: String

    @Argument(
        help: ArgumentHelp("A field and its new value; @FILE takes the value from a file.", valueName: "field=value"),
        transform: Assignment.init)
    var fields: [Assignment]

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let node = Node.object(of: try fields.map { ($0.name, try $0.value()) })
        do {
            try context.simulatedCloud().change { state, now, realNow in
                try state.set(resource, node, at: now, realNow: realNow)
            }
        } catch let invalid as InvalidDocument {
            throw InvalidChange(invalid)
        }
        let console = context.console
        if console.isJSON {
            let (state, now) = try context.simulatedCloud().overview()
            try console.print(json: CloudJSON(state, at: now))
        } else {
            let list = fields.map { "\($0.name)=\($0.text)".printable() }.joined(separator: " ")
            console.print(console(LocalizedText("changed \(resource): \(list)", zh: "已更改 \(resource)：\(list)")))
            console.printNext(["sluice", "cloud", "show"])
        }
        return .done
    }
}

struct CloudPurchase: Command {
    static let configuration = CommandConfiguration(
        commandName: "purchase",
        abstract: "Buy what a manifest specifies as somebody else would, in the console.",
        discussion: "The purchase bears no key of sluice: a way to rehearse purchases that cannot be told apart."
    )

    @Argument(help: "The manifest; - reads standard input.", completion: .file())
    var manifest: String

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let specification = try OrderManifest.read(try Document(path: manifest))
        let receipt = try context.simulatedCloud().change { state, now, _ in
            try state.purchaseInConsole(specification.purchase, at: now)
        }
        let console = context.console
        if console.isJSON {
            try console.print(json: receipt)
        } else {
            console.print(
                console(LocalizedText("bought order \(receipt.orderNumber)", zh: "已购买订单 \(receipt.orderNumber)")))
            console.printNext(["sluice", "cloud", "show"])
        }
        return .done
    }
}
