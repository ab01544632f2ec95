import Documents
import RealtimeCompute
import Testing
import Workflow

@testable import SimulatedCloud

/// A world with a pay-as-you-go cluster that was bought before Sluice, and a subscription beside it.
private enum Old {
    static let text = World.changed(
        "faults: []",
        """
        instances:
            - id: blinkonecs_payg
              region: cn-beijing
              billing: { method: pay-as-you-go }
              masters: { model: Ecs_4c16g, count: 3 }
              slaves: { model: Ecs_8c32g, count: 6 }
              cluster: { name: old_payg, zone: cn-beijing-f, vpc: vpc-prod, vSwitch: vsw-1, bucket: risk-udf }
              projects: [ { name: old_rt, computeUnits: 20 } ]
            - id: blinkonecs_paid
              region: cn-beijing
              billing: { method: subscription, months: 1 }
              masters: { model: Ecs_4c16g, count: 1 }
              slaves: { model: Ecs_4c16g, count: 2 }
              boughtAt: 2021-03-31T09:00:00+08:00
              cluster: { name: old_paid, zone: cn-beijing-f, vpc: vpc-prod, vSwitch: vsw-1, bucket: risk-udf }
            - { id: shared_1, kind: shared, region: cn-hangzhou, computeUnits: 4, months: 3, project: { name: legacy, computeUnits: 3 } }
        """.replacing("\n", with: "\n  "))

    static func read() throws -> CloudState { try World.read(text) }
}

/// The moment so long after the world's beginning.
private func after(_ duration: Duration) -> Timestamp { World.start + duration }

private let day = Duration.seconds(86_400)

extension CloudState {
    /// The code that a request is refused with; `nil` if it is done.
    fileprivate mutating func code(of request: Request, at now: Timestamp = World.start) -> String? {
        if case .failure(let error) = answer(request, at: now) { return error.code }
        return nil
    }

    fileprivate func cluster(_ name: ClusterName) throws -> ClusterRecord {
        try #require(clusters.first { $0.name == name })
    }

    fileprivate func status(of id: InstanceID, at now: Timestamp) -> Instance.Status? {
        instances(at: now).first { $0.id == id }?.status
    }
}

/// Expects the code of an answer, which a macro cannot ask a value for that answers by changing.
private func expect(_ code: String?, _ expected: String?, at location: SourceLocation = #_sourceLocation) {
    #expect(code == expected, sourceLocation: location)
}

struct BoughtBeforeTests {
    @Test func `what was bought before is there with all it takes, its purchases without keys`() throws {
        let cloud = try Old.read()
        #expect(cloud.purchases.map(\.purchase.key) == [nil, nil])
        #expect(cloud.purchases.map(\.purchase.madeAt) == [World.start, World.start - day])
        #expect(cloud.clusters.map(\.status) == [.running, .running])
        #expect(cloud.vSwitches[0].freeAddresses == 200 - 9 - 3)
        #expect(cloud.zones[0].stock == [.ecs4c16g: 20 - 3 - 3, .ecs8c32g: 94])
        #expect(cloud.projects.map(\.project.name) == ["old_rt"])
        #expect(cloud.sharedProjects.map(\.instance) == ["shared_1"])
        #expect(
            cloud.instances(at: World.start).map(\.endsAt?.rfc3339) == [
                nil, "2021-04-30T01:00:00Z", "2021-07-01T01:00:00Z",
            ])
    }

    @Test(arguments: [
        ("freeAddresses: 200", "freeAddresses: 8", "spec.instances[0].cluster refused"),
        ("Ecs_8c32g: 100", "Ecs_8c32g: 5", "spec.instances[0].cluster refused"),
        ("blinkonecs_paid", "blinkonecs_payg", "spec.instances[1].id repeated-id"),
        ("computeUnits: 20 }", "computeUnits: 37 }", "spec.instances[0].projects projects-pass-cluster"),
        ("kind: shared", "kind: common", "spec.instances[2].kind unknown-value"),
        ("computeUnits: 3 }", "computeUnits: 5 }", "spec.instances[2].project projects-pass-cluster"),
        ("months: 3", "months: 0", "spec.instances[2].months out-of-range"),
        ("name: old_payg, zone", "name: Old, zone", "spec.instances[0].cluster.name malformed"),
        (
            "slaves: { model: Ecs_8c32g, count: 6 }", "slaves: { model: Ecs_8c32g, count: 1 }",
            "spec.instances[0].slaves.count out-of-range"
        ),
        ("vSwitch: vsw-1, bucket", "vSwitch: vsw-9, bucket", "spec.instances[0].cluster refused"),
    ])
    func `what cannot have been bought is a fault of the world file`(from: String, to: String, expected: String) {
        precondition(Old.text.contains(from), "the world has \(from)")
        let text = Old.text.replacing(from, with: to, maxReplacements: 1)
        let error = #expect(throws: InvalidDocument.self) { try World.read(text) }
        #expect(error?.faults.first.map { "\($0.path) \($0.id)" } == expected)
    }
}

struct ResizingTests {
    @Test func `an expansion takes addresses and stock at once, and has its size when its time has come`() throws {
        var cloud = try Old.read()
        let id = try cloud.cluster("old_payg").id
        expect(cloud.code(of: .expandCluster(id, slaves: 8, vSwitch: nil)), nil)
        #expect(cloud.vSwitches[0].freeAddresses == 186)
        #expect(cloud.zones[0].stock[.ecs8c32g] == 92)
        #expect(try cloud.cluster("old_payg").status == .expanding)
        #expect(try cloud.cluster("old_payg").slaves.count == 6)
        expect(cloud.code(of: .expandCluster(id, slaves: 8, vSwitch: nil)), "ClusterNotRunning")
        cloud.settle(at: after(.seconds(599)))
        #expect(try cloud.cluster("old_payg").status == .expanding)
        cloud.settle(at: after(.seconds(600)))
        #expect(try cloud.cluster("old_payg").status == .running)
        #expect(try cloud.cluster("old_payg").slaves.count == 8)
        #expect(cloud.instances(at: World.start)[0].slaves?.count == 8)
    }

    @Test func `new slaves may have addresses of another vSwitch of the zone`() throws {
        var cloud = try Old.read()
        let id = try cloud.cluster("old_payg").id
        try cloud.set("vswitch/vsw-1", "freeAddresses", "1")
        let fields = [("vpc", "vpc-prod"), ("zone", "cn-beijing-f"), ("cidr", "172.16.9.0/24"), ("freeAddresses", "5")]
        try cloud.set(
            "vswitch/vsw-2", Node.object(of: try fields.map { ($0.0, try Document(text: $0.1, source: "x").root) }),
            at: World.start, realNow: World.start)
        expect(cloud.code(of: .expandCluster(id, slaves: 8, vSwitch: nil)), "InvalidVSwitchId.IpNotEnough")
        expect(cloud.code(of: .expandCluster(id, slaves: 8, vSwitch: "vsw-9")), "InvalidVSwitchId.NotFound")
        expect(cloud.code(of: .expandCluster(id, slaves: 8, vSwitch: "vsw-2")), nil)
        #expect(cloud.vSwitches.map(\.freeAddresses) == [1, 3])
        cloud.settle(at: after(.seconds(600)))
        #expect(try cloud.cluster("old_payg").addresses.map(\.vSwitch) == ["vsw-1", "vsw-2"])
        // What was taken last is given back first.
        expect(cloud.code(of: .shrinkCluster(id, slaves: 5), at: after(.seconds(600))), nil)
        cloud.settle(at: after(.seconds(1200)))
        #expect(cloud.vSwitches.map(\.freeAddresses) == [2, 5])
    }

    @Test func `a reduction gives back when its time has come, and never what the projects hold`() throws {
        var cloud = try Old.read()
        let id = try cloud.cluster("old_payg").id
        expect(cloud.code(of: .shrinkCluster(id, slaves: 3)), "InsufficientComputeUnits")
        expect(cloud.code(of: .shrinkCluster(id, slaves: 1)), "InvalidSlaveCount")
        expect(cloud.code(of: .shrinkCluster(id, slaves: 6)), "InvalidSlaveCount")
        expect(cloud.code(of: .shrinkCluster(id, slaves: 4)), nil)
        #expect(try cloud.cluster("old_payg").status == .reducing)
        #expect(cloud.vSwitches[0].freeAddresses == 188)
        // What is to go is not given to a project any more.
        let project = ProjectSpecification(name: "more", description: "", computeUnits: 5)
        expect(cloud.code(of: .createProject(project, in: id)), "InsufficientComputeUnits")
        cloud.settle(at: after(.seconds(600)))
        #expect(try cloud.cluster("old_payg").slaves.count == 4)
        #expect(cloud.vSwitches[0].freeAddresses == 190)
        #expect(cloud.zones[0].stock[.ecs8c32g] == 96)
    }

    @Test func `masters are changed by the API only where the world says so`() throws {
        var cloud = try Old.read()
        let id = try cloud.cluster("old_payg").id
        expect(cloud.code(of: .changeMaster(id, to: .ecs8c32g)), "OperationDenied.PostPaid")
        try cloud.set("cluster-change", "masterForPayAsYouGo", "true")
        expect(cloud.code(of: .changeMaster(id, to: .ecs8c32g)), nil)
        #expect(try cloud.cluster("old_payg").status == .upgrading)
        #expect(cloud.zones[0].stock == [.ecs4c16g: 14, .ecs8c32g: 91])
        cloud.settle(at: after(.seconds(600)))
        #expect(try cloud.cluster("old_payg").masters == Machines(.ecs8c32g, count: 3))
        #expect(cloud.zones[0].stock == [.ecs4c16g: 17, .ecs8c32g: 91])
    }

    @Test func `the API changes no subscription; its owner does in the console`() throws {
        var cloud = try Old.read()
        let id = try cloud.cluster("old_paid").id
        for request: Request in [
            .expandCluster(id, slaves: 3, vSwitch: nil), .shrinkCluster(id, slaves: 2),
            .changeMaster(id, to: .ecs8c32g),
            .destroyCluster(id),
        ] {
            expect(cloud.code(of: request), "OperationDenied.PrePaid")
        }
        try cloud.set("cluster/\(id)", "slaves", "4")
        #expect(try cloud.cluster("old_paid").status == .expanding)
        let error = #expect(throws: InvalidDocument.self) {
            var changed = cloud
            try changed.set("cluster/\(id)", "masters", "Ecs_8c32g")
        }
        #expect(error?.faults.map { "\($0.path) \($0.id)" } == ["masters refused"])
        cloud.settle(at: after(.seconds(600)))
        #expect(try cloud.cluster("old_paid").slaves.count == 4)
    }

    @Test func `what the masters cannot manage is refused`() throws {
        var cloud = try Old.read()
        let id = try cloud.cluster("old_payg").id
        expect(cloud.code(of: .expandCluster(id, slaves: 14, vSwitch: nil)), "OperationDenied.MasterSpec")
        expect(cloud.code(of: .expandCluster("none", slaves: 14, vSwitch: nil)), "ClusterNotFound")
        #expect(cloud.vSwitches[0].freeAddresses == 188)
    }

    @Test func `a stall halts every change, a failure only starts`() throws {
        var cloud = try Old.read()
        let id = try cloud.cluster("old_payg").id
        expect(cloud.code(of: .expandCluster(id, slaves: 7, vSwitch: nil)), nil)
        cloud.add(.condition(.stall), at: after(.seconds(300)))
        cloud.add(.condition(.fail), at: after(.seconds(300)))
        cloud.settle(at: after(.seconds(9000)))
        #expect(try cloud.cluster("old_payg").status == .expanding)
        cloud.clearFaults(.condition(.stall), at: after(.seconds(9000)))
        cloud.settle(at: after(.seconds(9299)))
        #expect(try cloud.cluster("old_payg").status == .expanding)
        cloud.settle(at: after(.seconds(9300)))
        #expect(try cloud.cluster("old_payg").status == .running)
    }

    @Test(arguments: [
        "expand-cluster", "shrink-cluster", "change-master", "destroy-cluster", "renew", "purchase-shared",
    ])
    func `every change meets its faults and is counted`(call: String) throws {
        var cloud = try Old.read()
        try cloud.set("cluster-change", "masterForPayAsYouGo", "true")
        try cloud.set("sales", "shared.closes", "null")
        let id = try cloud.cluster("old_payg").id
        let requests: [String: Request] = [
            "expand-cluster": .expandCluster(id, slaves: 8, vSwitch: nil),
            "shrink-cluster": .shrinkCluster(id, slaves: 5),
            "change-master": .changeMaster(id, to: .ecs8c32g), "destroy-cluster": .destroyCluster(id),
            "renew": .renew("blinkonecs_paid", months: 1, key: "key", token: nil),
            "purchase-shared": .purchaseShared(
                SharedSpecification(region: "cn-hangzhou", computeUnits: 4, months: 1), key: "key"),
        ]
        let request = try #require(requests[call])
        let before = cloud
        cloud.add(try #require(FaultScript("\(call):refuse")), at: World.start)
        expect(cloud.code(of: request), "OperationDenied")
        cloud.add(try #require(FaultScript("\(call):timeout-before")), at: World.start)
        expect(cloud.code(of: request), "Timeout")
        #expect(cloud.tables == before.tables)
        cloud.add(try #require(FaultScript("\(call):late=1m")), at: World.start)
        expect(cloud.code(of: request), "Timeout")
        #expect(cloud.tables.clusters == before.tables.clusters && cloud.tables.instances == before.tables.instances)
        cloud.settle(at: after(.seconds(60)))
        #expect(cloud.tables != before.tables)
        #expect(cloud.calls[call] == 2)
    }
}

struct ReleaseTests {
    @Test func `a cluster is destroyed with its projects, its instance released, and what it took given back`() throws {
        var cloud = try Old.read()
        let id = try cloud.cluster("old_payg").id
        expect(cloud.code(of: .destroyCluster(id)), nil)
        #expect(try cloud.cluster("old_payg").status == .destroying)
        #expect(cloud.projects.count == 1)
        cloud.settle(at: after(.seconds(600)))
        #expect(try cloud.cluster("old_payg").status == .destroyed)
        #expect(cloud.projects.isEmpty)
        #expect(cloud.status(of: "blinkonecs_payg", at: after(.seconds(600))) == .released)
        #expect(cloud.vSwitches[0].freeAddresses == 197)
        #expect(cloud.zones[0].stock == [.ecs4c16g: 17, .ecs8c32g: 100])
        expect(cloud.code(of: .destroyCluster(id), at: after(.seconds(600))), "ClusterNotRunning")
        let request = Request.createCluster(World.cluster, on: "blinkonecs_payg", in: "cn-beijing")
        expect(cloud.code(of: request, at: after(.seconds(600))), "InstanceReleased")
    }

    @Test func `a subscription is released seven days after its end, unless it is renewed`() throws {
        var cloud = try Old.read()
        let end = try #require(Timestamp("2021-04-30T01:00:00Z"))
        #expect(cloud.status(of: "blinkonecs_paid", at: end + .seconds(-1)) == .normal)
        #expect(cloud.status(of: "blinkonecs_paid", at: end) == .stopped)
        cloud.settle(at: end + .seconds(7 * 86_400 - 1))
        #expect(try cloud.cluster("old_paid").status == .running)
        var renewed = cloud
        cloud.settle(at: end + .seconds(7 * 86_400))
        #expect(try cloud.cluster("old_paid").status == .destroyed)
        #expect(cloud.vSwitches[0].freeAddresses == 191)
        expect(
            cloud.code(of: .renew("blinkonecs_paid", months: 1, key: nil, token: nil), at: end + day * 8),
            "InstanceReleased")

        expect(renewed.code(of: .renew("blinkonecs_paid", months: 1, key: "k", token: nil), at: end + day * 6), nil)
        #expect(renewed.instances(at: end)[1].endsAt?.rfc3339 == "2021-05-30T01:00:00Z")
        renewed.settle(at: end + day * 8)
        #expect(try renewed.cluster("old_paid").status == .running)
    }

    @Test func `pay-as-you-go that is not paid for is released after seven days, unless it is paid`() throws {
        var cloud = try Old.read()
        try cloud.set("instance/blinkonecs_payg", "status", "stopped")
        #expect(cloud.status(of: "blinkonecs_payg", at: World.start) == .stopped)
        var paid = cloud
        try paid.set("instance/blinkonecs_payg", "status", "normal")
        for days in [6, 7] {
            cloud.settle(at: after(day * days))
            #expect(try cloud.cluster("old_payg").status == (days == 7 ? .destroyed : .running))
        }
        paid.settle(at: after(day * 20))
        #expect(try paid.cluster("old_payg").status == .running)
    }

    @Test func `a cluster that is released while it changes gives back what both its sizes held`() throws {
        var cloud = try Old.read()
        let id = try cloud.cluster("old_payg").id
        cloud.add(.condition(.stall), at: World.start)
        expect(cloud.code(of: .expandCluster(id, slaves: 10, vSwitch: nil)), nil)
        try cloud.set("instance/blinkonecs_payg", "status", "released")
        #expect(try cloud.cluster("old_payg").status == .destroyed)
        #expect(cloud.vSwitches[0].freeAddresses == 197)
        #expect(cloud.zones[0].stock[.ecs8c32g] == 100)
        #expect(cloud.tables.clusters.rows(.changing, ClusterRecord.changing).isEmpty)
    }
}

struct RenewalTests {
    @Test func `who may not renew what may not be renewed is told why`() throws {
        var cloud = try Old.read()
        expect(cloud.code(of: .renew("none", months: 1, key: nil, token: nil)), "InstanceNotFound")
        expect(cloud.code(of: .renew("blinkonecs_payg", months: 1, key: nil, token: nil)), "OperationDenied.PostPaid")
        expect(cloud.code(of: .renew("blinkonecs_paid", months: 13, key: nil, token: nil)), "InvalidPeriod")
        cloud.caller = SimulatedCaller(kind: .ramUser, name: "alice", denied: [])
        expect(cloud.code(of: .renew("blinkonecs_paid", months: 1, key: nil, token: nil)), "NoPermission")
        #expect(cloud.renewals.isEmpty)
    }

    @Test func `a renewal is found by its key, or by what it renewed since when`() throws {
        var cloud = try Old.read()
        expect(cloud.code(of: .renew("blinkonecs_paid", months: 2, key: "a", token: nil)), nil)
        cloud.settings.keepsPurchaseKeys = false
        expect(
            cloud.code(of: .renew("blinkonecs_paid", months: 2, key: "b", token: nil), at: after(.milliseconds(1500))),
            nil)
        cloud.settings.visibility.orders = .seconds(60)
        func found(_ keys: Set<PurchaseKey>, months: Int = 2, since: Timestamp?, at time: Duration = day) -> Int {
            let query = RenewalQuery(instance: "blinkonecs_paid", keys: keys, months: months, since: since)
            return cloud.visibleRenewals(matching: query, at: after(time)).count
        }
        #expect(found(["a", "b"], since: nil) == 1)
        #expect(found([], since: World.start) == 1)
        #expect(found(["a"], since: after(.milliseconds(1999))) == 2)
        #expect(found([], since: after(.seconds(2))) == 0)
        #expect(found([], months: 1, since: World.start) == 0)
        #expect(found(["a"], since: World.start, at: .seconds(61)) == 1)
        #expect(cloud.instances(at: World.start)[1].endsAt?.rfc3339 == "2021-08-30T01:00:00Z")
    }
}

struct SharedModeTests {
    private static let specification = SharedSpecification(region: "cn-hangzhou", computeUnits: 4, months: 3)

    @Test func `shared mode is sold until its own date`() throws {
        var cloud = try World.read()
        let request = Request.purchaseShared(Self.specification, key: "k")
        expect(cloud.code(of: request), "SaleClosed")
        #expect(!cloud.sale(of: .shared, at: World.start).isOpen)
        #expect(cloud.sale(of: .shared, at: World.start).closes?.rfc3339 == "2019-12-23T16:00:00Z")
        try cloud.set("sales", "shared.closes", "null")
        #expect(cloud.sale(of: .exclusive, at: World.start).closes != nil)
        expect(cloud.code(of: request), nil)
        let query = SharedPurchaseQuery(
            region: "cn-hangzhou", keys: ["k"], specification: Self.specification, since: nil)
        let purchase = try #require(cloud.visibleSharedPurchases(matching: query, at: World.start).first)
        let record = try #require(cloud.visibleSharedPurchase(purchase.orderNumber, at: World.start))
        let instance = try #require(cloud.visibleInstance(record.instance, in: "cn-hangzhou", at: World.start))
        #expect(instance.computeUnits == 4 && instance.masters == nil)
        #expect(cloud.purchases.isEmpty)
    }

    @Test func `a project of shared mode lies on an instance, and its name is the account's`() throws {
        var cloud = try Old.read()
        func create(_ name: ProjectName, _ units: ComputeUnits, on instance: InstanceID = "shared_1") -> String? {
            let project = ProjectSpecification(name: name, description: "", computeUnits: units)
            return cloud.code(of: .createSharedProject(project, on: instance, in: "cn-hangzhou"))
        }
        expect(create("new", 1, on: "blinkonecs_payg"), "InstanceNotFound")
        expect(create("old_rt", 1), "ProjectExists")
        expect(create("legacy", 1), "ProjectExists")
        expect(create("new", 2), "InsufficientComputeUnits")
        expect(create("new", 1), nil)
        #expect(cloud.project(named: "new")?.cluster == nil)
        #expect(cloud.project(named: "old_rt")?.cluster == cloud.clusters[0].id)
        #expect(cloud.project(named: "none") == nil)
        cloud.settle(at: try #require(Timestamp("2021-07-08T01:00:00Z")))
        #expect(cloud.sharedProjects.isEmpty)
        expect(create("later", 1), "InstanceReleased")
    }
}

struct LookTests {
    @Test func `whoever looks sees what lies in the region, by name or all`() async throws {
        let state = try Old.read()
        let cloud = try SimulatedCloud(inMemory: state, realNow: { World.start }, newRequestID: { "R" })
        let payg = try #require(try await cloud.cluster(named: "old_payg", in: "cn-beijing").value)
        #expect(try await cloud.cluster(named: "old_payg", in: "cn-hangzhou").value == nil)
        #expect(try await cloud.clusters(in: "cn-beijing").value.map(\.name) == ["old_payg", "old_paid"])
        #expect(try await cloud.clusters(in: "cn-hangzhou").value.isEmpty)
        let details = try #require(try await cloud.details(of: payg.id, in: "cn-beijing").value)
        #expect(details.vSwitches == ["vsw-1"] && details.zone == "cn-beijing-f" && details.bucket == "risk-udf")
        #expect(details.slaves == Machines(.ecs8c32g, count: 6) && details.capacity.computeUnits == 36)
        #expect(try await cloud.details(of: payg.id, in: "cn-hangzhou").value == nil)
        #expect(try await cloud.vpcs(in: "cn-beijing").value.map(\.id) == ["vpc-prod"])
        #expect(try await cloud.zones(in: "cn-beijing").value == ["cn-beijing-f"])
        #expect(try await cloud.buckets(in: "cn-hangzhou").value.isEmpty)
        #expect(try await cloud.instance("blinkonecs_payg", in: "cn-beijing").value?.billing == .payAsYouGo)
        #expect(try await cloud.project(named: "old_rt", in: "cn-beijing").value?.cluster == payg.id)
        _ = try await cloud.destroyCluster(payg.id, in: "cn-beijing")
        try cloud.advanceClock(by: .seconds(600))
        #expect(try await cloud.cluster(named: "old_payg", in: "cn-beijing").value == nil)
        #expect(try await cloud.cluster(payg.id, in: "cn-beijing").value?.status == .destroyed)
        let calls = try cloud.overview().state.calls
        #expect(calls["find-cluster"] == 3 && calls["list-clusters"] == 2 && calls["get-cluster-details"] == 2)
        #expect(calls["destroy-cluster"] == 1 && calls["get-project"] == 1 && calls["get-instance"] == 1)
    }

    @Test func `a purchase is found by its number, and by no query that is not its own`() async throws {
        let cloud = try SimulatedCloud(
            inMemory: try World.read(), realNow: { World.start }, newRequestID: { "R" })
        let receipt = try await cloud.purchase(World.purchase, key: "a").value
        #expect(try await cloud.purchase(receipt.orderNumber, in: "cn-beijing").value?.key == "a")
        #expect(try await cloud.purchase(receipt.orderNumber, in: "cn-hangzhou").value == nil)
        #expect(try await cloud.purchases(matching: World.query("b", since: World.start)).value.isEmpty)
        #expect(try await cloud.purchases(matching: World.query("a", "b")).value.count == 1)
        let console = try cloud.change { state, now, _ in try state.purchaseInConsole(World.purchase, at: now) }
        let unmarked = try await cloud.purchases(matching: World.query("b", since: World.start + .milliseconds(900)))
        #expect(unmarked.value.map(\.orderNumber) == [console.orderNumber])
        #expect(try await cloud.purchases(matching: World.query("b", since: World.start + .seconds(1))).value.isEmpty)
        #expect(try await cloud.purchases(matching: World.query("b")).value.isEmpty)
    }
}

extension Timestamp {
    fileprivate static func - (moment: Self, duration: Duration) -> Self { moment + (.zero - duration) }
}
