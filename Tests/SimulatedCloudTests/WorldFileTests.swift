import Documents
import RealtimeCompute
import Testing
import Wording
import Workflow

@testable import SimulatedCloud

/// The cloud's own tables, where those of SQLite are in sight.
typealias CloudTable<Record: TableRecord> = Table<Record>

enum World {
    static let start = Timestamp(millisecondsSince1970: 1_617_238_800_000)

    static let text = """
        apiVersion: sluice/v1
        kind: World
        spec:
          account: { id: "1234567890123456" }
          caller: { type: account }
          clock: { start: 2021-04-01T09:00:00+08:00, speed: 600 }
          regions:
            - id: cn-beijing
              zones: [ { id: cn-beijing-f, stock: { Ecs_4c16g: 20, Ecs_8c32g: 100 } } ]
          vpcs: [ { id: vpc-prod, name: prod, region: cn-beijing, cidr: 172.16.0.0/12 } ]
          vSwitches: [ { id: vsw-1, vpc: vpc-prod, zone: cn-beijing-f, cidr: 172.16.8.0/24, freeAddresses: 200 } ]
          buckets: [ { name: risk-udf, region: cn-beijing, storageClass: Standard, acl: private, versioning: false } ]
          roles: [ { name: AliyunStreamDefaultRole, trusts: [ stream.aliyuncs.com ], policies: [ mine, AliyunOSSFullAccess ] } ]
          policies: [ { name: mine, document: { Version: "1", Statement: [ { Effect: Allow, Action: "vpc:*", Resource: "*" } ] } } ]
          clusterStart: { duration: 30m }
          sales: { exclusive: { closes: 2021-04-28T00:00:00+08:00 } }
          faults: []
        """

    static func read(_ text: String = text, at realNow: Timestamp = start) throws(InvalidDocument) -> CloudState {
        try WorldFile.read(try Document(text: text, source: "world"), id: "simulated-test", realNow: realNow)
    }

    static func changed(_ from: String, _ to: String) -> String {
        precondition(text.contains(from), "the world has \(from)")
        return text.replacing(from, with: to, maxReplacements: 1)
    }

    static let purchase = PurchaseSpecification(
        region: "cn-beijing", billing: .subscription(months: 1), masters: Machines(.ecs4c16g, count: 3),
        slaves: Machines(.ecs8c32g, count: 6))

    /// Asks for purchases that bear one of `keys`, or none.
    static func query(_ keys: PurchaseKey..., since: Timestamp? = nil) -> PurchaseQuery {
        PurchaseQuery(region: "cn-beijing", keys: Set(keys), specification: purchase, since: since)
    }

    static let cluster = ClusterSpecification(
        name: "risk_cluster", description: "", zone: "cn-beijing-f", vpc: "vpc-prod", vSwitch: "vsw-1",
        bucket: "risk-udf", cidr: nil)
}

struct WorldFileTests {
    @Test func `a world is read whole`() throws {
        let world = try World.read()
        #expect(world.account == "1234567890123456")
        #expect(world.clock.now(at: World.start) == World.start)
        #expect(world.clock.speed == 600)
        #expect(world.zones.map(\.stock) == [[.ecs4c16g: 20, .ecs8c32g: 100]])
        #expect(world.vpcs.map(\.name) == ["prod"])
        #expect(world.vSwitches.map(\.freeAddresses) == [200])
        #expect(world.clusterStart == .seconds(1800))
        #expect(world.isSaleOpen(at: World.start))
        #expect(world.keepsPurchaseKeys)
    }

    @Test func `what is left out is as the vendor has it`() throws {
        let world = try World.read(
            """
            apiVersion: sluice/v1
            kind: World
            spec:
              account: { id: "1" }
              clock: { start: 2021-04-27T23:59:59+08:00 }
              regions: []
            """)
        #expect(world.caller == SimulatedCaller.theAccount)
        #expect(world.clock.speed == 1)
        #expect(world.clusterStart == .seconds(1800))
        #expect(world.isSaleOpen(at: try #require(Timestamp("2021-04-27T23:59:59.999+08:00"))))
        #expect(!world.isSaleOpen(at: try #require(Timestamp("2021-04-28T00:00:00+08:00"))))
        #expect(SystemPolicies.documents.count == 2)
    }

    @Test func `a sale that closes at null never closes`() throws {
        let world = try World.read(World.changed("closes: 2021-04-28T00:00:00+08:00", "closes: null"))
        #expect(world.isSaleOpen(at: .latest))
    }

    static let broken: [(String, String, String)] = [
        ("kind: World", "kind: Wrld", "kind unknown-value"),
        ("account: { id: \"1234567890123456\" }", "account: {}", "spec.account.id missing-field"),
        ("type: account", "type: root", "spec.caller.type unknown-value"),
        ("type: account", "type: ram-user", "spec.caller.name missing-field"),
        ("2021-04-01T09:00:00+08:00", "yesterday", "spec.clock.start malformed"),
        ("speed: 600", "speed: -1", "spec.clock.speed out-of-range"),
        ("speed: 600", "speed: fast", "spec.clock.speed wrong-type"),
        ("Ecs_4c16g: 20", "Ecs_4c16: 20", "spec.regions[0].zones[0].stock.Ecs_4c16 unknown-field"),
        ("Ecs_4c16g: 20", "Ecs_4c16g: -1", "spec.regions[0].zones[0].stock.Ecs_4c16g out-of-range"),
        ("cidr: 172.16.0.0/12", "cidr: 172.16.0.1/12", "spec.vpcs[0].cidr malformed"),
        ("freeAddresses: 200", "freeAddresses: many", "spec.vSwitches[0].freeAddresses wrong-type"),
        ("storageClass: Standard", "storageClass: standard", "spec.buckets[0].storageClass unknown-value"),
        ("acl: private", "acl: secret", "spec.buckets[0].acl unknown-value"),
        ("versioning: false", "versioning: off", "spec.buckets[0].versioning wrong-type"),
        ("policies: [ mine,", "policies: [ mime,", "spec.roles[0].policies unknown-policy"),
        ("Effect: Allow", "Effect: allow", "spec.policies[0].document.Statement[0].Effect unknown-value"),
        ("duration: 30m", "duration: 30", "spec.clusterStart.duration wrong-type"),
        ("faults: []", "faults: [ purchase:explode ]", "spec.faults[0] malformed"),
        ("faults: []", "fault: []", "spec.fault unknown-field"),
        ("    - id: cn-beijing\n", "    - id: Beijing\n", "spec.regions[0].id malformed"),
        (
            "{ id: vpc-prod, name: prod, region: cn-beijing, cidr: 172.16.0.0/12 }",
            "{ id: v1, region: cn-beijing, cidr: 172.16.0.0/12 }, { id: v1, region: cn-beijing, cidr: 10.0.0.0/8 }",
            "spec.vpcs repeated-id"
        ),
    ]

    @Test(arguments: broken)
    func `each fault alone is reported`(from: String, to: String, expected: String) {
        let error = #expect(throws: InvalidDocument.self) { try World.read(World.changed(from, to)) }
        #expect(error?.faults.map { "\($0.path) \($0.id)" } == [expected])
        for fault in error?.faults ?? [] where fault.id != "missing-field" {
            let found = fault.found ?? "no value is quoted"
            #expect(fault.message.english.contains(found) && fault.message.chinese.contains(found))
        }
    }
}

struct FaultScriptTests {
    @Test(arguments: [
        "purchase:throttle", "create-cluster:throttle*3", "create-project:unreachable", "open-ticket:refuse",
        "purchase:timeout-before", "purchase:timeout-after*2", "create-cluster:late=PT10M", "cluster:stall",
        "cluster:fail",
    ])
    func `a script is read and written`(text: String) {
        #expect(FaultScript(text)?.description == text)
    }

    @Test(arguments: [
        "", "purchase", "purchase:", "purchase:explode", "get-vpc:throttle", "cluster:throttle", "cluster:stall*2",
        "purchase:throttle*0", "purchase:throttle*x", "purchase:throttle*-1", "purchase:late", "purchase:late=soon",
        ":throttle", "purchase:throttle*100001",
    ])
    func `what is no script is not read`(text: String) {
        #expect(FaultScript(text) == nil)
    }
}

struct CloudClockTests {
    @Test func `time runs at its speed, jumps, and changes speed without jumping`() {
        var clock = CloudClock(start: World.start, speed: 600, realNow: .earliest)
        let later = Timestamp.earliest + .seconds(1)
        #expect(clock.now(at: later) == World.start + .seconds(600))
        #expect(clock.realDelay(until: World.start + .seconds(1800), at: later) == .seconds(2))
        #expect(clock.realDelay(until: World.start, at: later) == .zero)
        clock.advance(by: .seconds(86_400), at: later)
        #expect(clock.now(at: later) == World.start + .seconds(87_000))
        clock.setSpeed(0, at: later)
        #expect(clock.now(at: later + .seconds(99)) == World.start + .seconds(87_000))
        #expect(clock.realDelay(until: World.start + .seconds(90_000), at: later) == nil)
    }

    @Test func `time stops at the end of the calendar instead of failing`() {
        var clock = CloudClock(start: World.start, speed: 1_000_000, realNow: World.start)
        for _ in 0..<2000 { clock.advance(by: .longestReadable, at: World.start) }
        #expect(clock.now(at: .latest) == .latest)
    }
}
