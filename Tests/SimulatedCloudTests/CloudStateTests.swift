import Documents
import RealtimeCompute
import Testing
import Workflow

@testable import SimulatedCloud

struct RequestTests {
    @Test func `every request counts, and what took effect is there`() throws {
        var cloud = try World.read()
        let receipt = try cloud.buy()
        #expect(cloud.purchases.count == 1)
        #expect(receipt.paidAt == World.start)
        let cluster = try cloud.create()
        #expect(cluster.status == .starting)
        #expect(cloud.vSwitches[0].freeAddresses == 191)
        #expect(cloud.zones[0].stock == [.ecs4c16g: 17, .ecs8c32g: 94])
        #expect(cloud.calls == ["purchase": 1, "create-cluster": 1])
    }

    @Test func `addresses and stock are taken at creation, not at purchase`() throws {
        var cloud = try World.read()
        _ = try cloud.buy()
        #expect(cloud.vSwitches[0].freeAddresses == 200)
        #expect(cloud.zones[0].stock == [.ecs4c16g: 20, .ecs8c32g: 100])
    }

    @Test func `an instance carries one cluster, visible or not`() throws {
        var cloud = try World.read()
        cloud.visibility.clusters = .seconds(60)
        _ = try cloud.buy()
        _ = try cloud.create()
        #expect(cloud.visibleClusters(at: World.start).isEmpty)
        expect(cloud.errorOfCreating()?.code, "InstanceInUse")
        #expect(cloud.clusters.count == 1)
    }

    @Test(arguments: [
        ("vswitch/vsw-1", "freeAddresses", "8", "InvalidVSwitchId.IpNotEnough"),
        ("zone/cn-beijing-f", "stock.Ecs_8c32g", "5", "OperationDenied.NoStock"),
        ("vpc/vpc-prod", "name", "", "InvalidVpcId.NotFound"),
        ("bucket/risk-udf", "acl", "public-read", "InvalidBucket"),
        ("vswitch/vsw-1", "exists", "false", "InvalidVSwitchId.NotFound"),
        ("role/AliyunStreamDefaultRole", "exists", "false", "RoleNotAuthorized"),
    ])
    func `what is not there is refused, and takes nothing`(
        resource: String, field: String, value: String, code: String
    ) throws {
        var cloud = try World.read()
        _ = try cloud.buy()
        try cloud.set(resource, field, value)
        let before = (cloud.vSwitches, cloud.zones)
        expect(cloud.errorOfCreating()?.code, code)
        #expect(cloud.vSwitches == before.0 && cloud.zones == before.1 && cloud.clusters.isEmpty)
    }

    @Test func `only the account buys, and only while it is sold`() throws {
        var cloud = try World.read()
        try cloud.set("sales", "closes", "2021-04-01T00:00:00Z")
        expect(cloud.errorOfBuying()?.code, "SaleClosed")
        try cloud.set("sales", "closes", "null")
        cloud.caller = SimulatedCaller(kind: .ramUser, name: "alice", denied: [])
        expect(cloud.errorOfBuying()?.code, "NoPermission")
        #expect(cloud.purchases.isEmpty)
    }

    @Test func `projects share the CUs of a running cluster, and their names are their own`() throws {
        var cloud = try World.read()
        _ = try cloud.buy()
        let cluster = try cloud.create().id
        func create(_ name: ProjectName, _ units: ComputeUnits) -> CloudError? {
            let specification = ProjectSpecification(name: name, description: "", computeUnits: units)
            let result = cloud.answer(.createProject(specification, in: cluster), at: World.start + .seconds(1800))
            if case .failure(let error) = result { return error }
            return nil
        }
        let early = ProjectSpecification(name: "early", description: "", computeUnits: 1)
        let answer = cloud.answer(.createProject(early, in: cluster), at: World.start)
        #expect(throws: CloudError.self) { try answer.get() }
        expect(create("one", 30)?.code, nil)
        expect(create("one", 1)?.code, "ProjectExists")
        expect(create("two", 7)?.code, "InsufficientComputeUnits")
        expect(create("two", 6)?.code, nil)
    }

    @Test func `a ticket is opened once for its key`() throws {
        var cloud = try World.read()
        let request = Request.openTicket("key", about: "c", text: "x")
        let first = try cloud.answer(request, at: World.start).get()
        let second = try cloud.answer(request, at: World.start).get()
        #expect(second == first)
        #expect(cloud.tickets.count == 1)
    }
}

struct MishapTests {
    @Test(arguments: [
        ("throttle", false, true, 1, 0), ("unreachable", false, true, 0, 0), ("refuse", false, false, 1, 0),
        ("timeout-before", true, true, 0, 0), ("timeout-after", true, true, 1, 1), ("late=10m", true, true, 1, 0),
        ("reset-before", true, true, 0, 0), ("reset-after", true, true, 1, 1), ("hang=1m", true, true, 1, 1),
        ("truncate", true, true, 1, 1), ("garbage", true, true, 1, 1), ("status=503", true, true, 0, 0),
    ])
    func `a fault says what became of the request, and meets it once`(
        fault: String, isUnknown: Bool, isTransient: Bool, calls: Int, purchases: Int
    ) throws {
        var cloud = try World.read()
        cloud.add(try #require(FaultScript("purchase:\(fault)")), at: World.start)
        let failed = cloud.errorOfBuying()
        let error = try #require(failed)
        #expect((error.fate == .unknown) == isUnknown)
        #expect(error.isTransient == isTransient)
        #expect(cloud.calls["purchase", default: 0] == calls)
        #expect(cloud.purchases.count == purchases)
        #expect(cloud.faults.isEmpty)
        expect(cloud.errorOfBuying()?.code, nil)
    }

    @Test func `callFaults of a call are met in their order, and those of another call not at all`() throws {
        var cloud = try World.read()
        for script in ["purchase:throttle*2", "create-cluster:refuse", "purchase:refuse"] {
            cloud.add(try #require(FaultScript(script)), at: World.start)
        }
        expect(cloud.errorOfBuying()?.code, "Throttling")
        #expect(cloud.faults.map(\.description) == ["purchase:throttle", "create-cluster:refuse", "purchase:refuse"])
        expect(cloud.errorOfBuying()?.code, "Throttling")
        expect(cloud.errorOfBuying()?.code, "OperationDenied")
        expect(cloud.errorOfBuying()?.code, nil)
    }

    @Test func `a late request takes effect at its time, whoever looks`() throws {
        var cloud = try World.read()
        cloud.add(try #require(FaultScript("purchase:late=10m")), at: World.start)
        _ = cloud.errorOfBuying()
        cloud.settle(at: World.start + .seconds(599))
        #expect(cloud.purchases.isEmpty)
        cloud.settle(at: World.start + .seconds(3600))
        #expect(cloud.purchases.map(\.purchase.madeAt) == [World.start + .seconds(600)])
        cloud.settle(at: World.start + .seconds(7200))
        #expect(cloud.purchases.count == 1)
    }

    @Test func `what comes to be bit by bit is what comes to be at once`() throws {
        var cloud = try World.read()
        _ = try cloud.buy()
        _ = try cloud.create()
        for delay in ["10m", "20m", "50m"] {
            cloud.add(try #require(FaultScript("purchase:late=\(delay)")), at: World.start)
            _ = cloud.errorOfBuying()
        }
        let now = World.start + .seconds(7200)
        var atOnce = cloud
        let all = atOnce.settle(at: now)
        #expect(all == 4)
        var (bits, rounds) = (cloud, 0)
        while bits.settle(at: now, atMost: 1) == 1 { rounds += 1 }
        #expect(rounds == all)
        #expect(bits == atOnce)
    }
}

struct ClusterStartTests {
    private func starting() throws -> CloudState {
        var cloud = try World.read()
        _ = try cloud.buy()
        _ = try cloud.create()
        return cloud
    }

    @Test func `a cluster goes through its stages and runs when its time has come`() throws {
        let cloud = try starting()
        var seen: [String] = []
        for minute in stride(from: 0, through: 30, by: 1) {
            var then = cloud
            let now = World.start + .seconds(minute * 60)
            then.settle(at: now)
            let cluster = then.visibleClusters(at: now)[0]
            let sight = cluster.stage ?? cluster.status.title
            if seen.last != sight { seen.append(sight) }
            #expect((cluster.computeUnits == nil) == (cluster.status == .starting))
        }
        #expect(seen == ["security-group", "network-interfaces", "masters", "slaves", "services", "Running"])
    }

    @Test func `what stalls goes on from where it stood`() throws {
        var cloud = try starting()
        let minutes = { (count: Int) in World.start + .seconds(count * 60) }
        cloud.add(.condition(.stall), at: minutes(10))
        cloud.settle(at: minutes(500))
        #expect(cloud.clusters[0].status == .starting)
        #expect(cloud.visibleClusters(at: minutes(500))[0].stage == "network-interfaces")
        cloud.clearFaults(nil, at: minutes(500))
        cloud.settle(at: minutes(519))
        #expect(cloud.clusters[0].status == .starting)
        cloud.settle(at: minutes(520))
        #expect(cloud.clusters[0].status == .running)
    }

    @Test func `a cluster created under a stall starts when it is cleared`() throws {
        var cloud = try World.read()
        _ = try cloud.buy()
        cloud.add(.condition(.stall), at: World.start)
        _ = try cloud.create()
        cloud.clearFaults(.condition(.stall), at: World.start + .seconds(600))
        cloud.settle(at: World.start + .seconds(2399))
        #expect(cloud.clusters[0].status == .starting)
        cloud.settle(at: World.start + .seconds(2400))
        #expect(cloud.clusters[0].status == .running)
    }

    @Test func `failure meets what is Starting, for good, and nothing that runs`() throws {
        var cloud = try starting()
        cloud.add(.condition(.fail), at: World.start + .seconds(60))
        cloud.settle(at: World.start + .seconds(61))
        cloud.clearFaults(nil, at: World.start + .seconds(62))
        cloud.settle(at: World.start + .seconds(9999))
        #expect(cloud.clusters[0].status == .failed)

        var running = try starting()
        running.add(.condition(.fail), at: World.start + .seconds(1800))
        running.settle(at: World.start + .seconds(1801))
        #expect(running.clusters[0].status == .running)
    }
}

struct SettingTests {
    @Test(arguments: [
        ("vswitch/vsw-9", "freeAddresses", "1", "vpc missing-field"),
        ("vpc/vpc-prod", "nmae", "x", "nmae unknown-field"),
        ("vswitch/vsw-1", "freeAddresses", "-1", "freeAddresses out-of-range"),
        ("planet/mars", "x", "1", " unknown-resource"),
        ("vswitch", "x", "1", " unknown-resource"), ("clock", "speed", "fast", "speed wrong-type"),
        ("caller", "type", "ram-user", "name missing-field"),
        ("cluster/none", "status", "RUNNING", "status no-such-resource"),
        ("cluster/none", "slaves", "1", "slaves out-of-range"), ("cluster/none", "slaves", "3", " no-such-resource"),
        ("instance/none", "status", "stopped", "status no-such-resource"),
        ("cluster-change", "duration", "soon", "duration malformed"),
        ("bucket/risk-udf", "acl", "open", "acl unknown-value"),
    ])
    func `what cannot be set says why and changes nothing`(
        resource: String, field: String, value: String, fault: String
    ) throws {
        var cloud = try World.read()
        let before = cloud
        let error = #expect(throws: InvalidDocument.self) {
            var changed = cloud
            defer { cloud = changed }
            try changed.set(resource, field, value)
        }
        #expect(error?.faults.first.map { "\($0.path) \($0.id)" } == fault)
        #expect(cloud == before)
    }

    @Test func `a resource is created when all it needs is given, and deleted`() throws {
        var cloud = try World.read()
        let fields = [("region", "cn-beijing"), ("cidr", "10.0.0.0/8")].map {
            ($0.0, try? Document(text: $0.1, source: "x").root)
        }
        try cloud.set(
            "vpc/vpc-new", Node.object(of: fields.compactMap { field in field.1.map { (field.0, $0) } }),
            at: World.start, realNow: World.start)
        #expect(cloud.vpcs.map(\.id) == ["vpc-prod", "vpc-new"])
        try cloud.set("vpc/vpc-new", "exists", "false")
        #expect(cloud.vpcs.map(\.id) == ["vpc-prod"])
        try cloud.set("role/NewRole", "policies", "[AliyunOSSFullAccess]")
        #expect(cloud.tables.roles.all.compactMap(\.current?.name).contains("NewRole"))
    }

    @Test func `a grant shows after its delay, and so does its withdrawal`() throws {
        var cloud = try World.read()
        try cloud.set("visibility", "grants", "1m")
        try cloud.set("role/aliyunSTREAMdefaultrole", "policies", "[]")
        #expect(cloud.seenPolicies(of: "AliyunStreamDefaultRole", at: World.start + .seconds(59)).count == 2)
        #expect(cloud.seenPolicies(of: "AliyunStreamDefaultRole", at: World.start + .seconds(60)).isEmpty)
        #expect(cloud.tables.roles.all.count == 1)
    }
}

/// Expects the code of an answer, which a macro cannot ask a value for that answers by changing.
private func expect(_ code: String?, _ expected: String?, at location: SourceLocation = #_sourceLocation) {
    #expect(code == expected, sourceLocation: location)
}

extension CloudState {
    func visibleClusters(at now: Timestamp) -> [Cluster] {
        clusters.filter { isVisible($0, at: now) }.map { view(of: $0, at: now) }
    }

    mutating func buy() throws -> Receipt {
        guard case .receipt(let receipt) = try answer(.purchase(World.purchase, key: "key"), at: World.start).get()
        else {
            throw CloudError(code: "test", vendorMessage: "a purchase gives a receipt")
        }
        return receipt
    }

    mutating func errorOfBuying() -> CloudError? {
        if case .failure(let error) = answer(.purchase(World.purchase, key: "key"), at: World.start) { return error }
        return nil
    }

    @discardableResult
    mutating func create() throws -> Cluster {
        let request = Request.createCluster(World.cluster, on: purchases[0].instance, in: "cn-beijing")
        guard case .cluster(let cluster) = try answer(request, at: World.start).get() else {
            throw CloudError(code: "test", vendorMessage: "the creation of a cluster gives a cluster")
        }
        return cluster
    }

    mutating func errorOfCreating() -> CloudError? {
        let request = Request.createCluster(World.cluster, on: purchases[0].instance, in: "cn-beijing")
        if case .failure(let error) = answer(request, at: World.start) { return error }
        return nil
    }

    mutating func set(_ resource: String, _ field: String, _ value: String) throws {
        let node = value.isEmpty ? Node.null : try Document(text: value, source: field).root
        try set(resource, Node.object(of: [(field, node)]), at: World.start, realNow: World.start)
    }
}

extension CloudState {
    /// What a request gives whoever asks.
    mutating func answer(_ request: Request, at now: Timestamp) -> Result<Reply, CloudError> {
        let submission = submit(request, at: now)
        return submission.delivery.isReadable ? submission.result : .failure(.noAnswer)
    }
}
