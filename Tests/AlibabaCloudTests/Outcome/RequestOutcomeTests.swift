import AlibabaWire
import RealtimeCompute
import Testing

@testable import AlibabaCloud

struct RequestOutcomeTests {
    @Test(arguments: Came.all)
    func `what became of a change is told as it came`(_ came: Came) async throws {
        let transport = ScriptedTransport { _ in try came.result.get() }
        let error = try await failure(
            of: .send("POST", ["api", "v2", "clusters"], "CreateCluster", in: "cn-beijing"), over: transport)
        #expect(error.map(Came.Meaning.init) ?? .done == came.ofChange)
        #expect(error?.code ?? "" == came.code)
        #expect(transport.sent.map(\.isChange) == [true])
    }

    @Test(arguments: Came.all)
    func `what became of a look is never left open`(_ came: Came) async throws {
        let transport = ScriptedTransport { _ in try came.result.get() }
        let error = try await failure(of: .look(.vpc, "DescribeVpcs", in: "cn-beijing"), over: transport)
        #expect(error.map(Came.Meaning.init) ?? .done == came.ofLook)
        #expect(error?.code ?? "" == came.code)
        #expect(transport.sent.map(\.isChange) == [false])
    }

    private func failure(of call: APICall, over transport: ScriptedTransport) async throws -> CloudError? {
        do {
            _ = try await Adapter.client(over: transport).call(call)
            return nil
        } catch let error as CloudError {
            return error
        }
    }

    @Test func `a refusal says the vendor's words, its request and what is not granted`() async throws {
        let denied = """
            {"RequestId":"R-7","Code":"Forbidden.RAM","Message":"not you",\
            "AccessDeniedDetail":{"AuthAction":"vpc:DescribeVpcs"}}
            """
        let error = try await failure(
            of: .look(.vpc, "DescribeVpcs", in: "cn-beijing"),
            over: ScriptedTransport(always: WireResponse(403, denied)))
        let refusal = try #require(error?.refusal)
        #expect(
            refusal
                == CloudRefusal(
                    code: "Forbidden.RAM", message: "not you", requestID: "R-7", missingAction: "vpc:DescribeVpcs"))
    }

    @Test func `a denial that names no action is of the one that was called`() async throws {
        let denied = WireResponse(403, #"{"RequestId":"R","Code":"NoPermission","Message":"m"}"#)
        let error = try await failure(
            of: .send("POST", ["api", "v2", "clusters"], "CreateCluster", in: "cn-beijing"),
            over: ScriptedTransport(always: denied))
        #expect(error?.missingAction == "stream:CreateCluster")
    }

    @Test func `a purchase whose answer names no order may have been made`() async throws {
        let cloud = Adapter.cloud(over: ScriptedTransport(always: .json(#"{"RequestId":"R"}"#)))
        let machines = Machines(.ecs4c16g, count: 3)
        let specification = PurchaseSpecification(
            region: "cn-beijing", billing: .payAsYouGo, masters: machines, slaves: machines)
        let error = await #expect(throws: CloudError.self) { try await cloud.purchase(specification, key: "k") }
        #expect(error.map(Came.Meaning.init) == .unknown)
    }

    @Test func `a look that lacks what it must have is an error that names it`() async throws {
        let cloud = Adapter.cloud(
            over: ScriptedTransport(always: .json(#"{"TotalCount":1,"Vpcs":{"Vpc":[{"VpcId":"vpc-1"}]}}"#)))
        let error = try #require(await #expect(throws: CloudError.self) { try await cloud.vpcs(in: "cn-beijing") })
        #expect(Came.Meaning(error) == .refused)
        #expect(error.vendorMessage.contains("DescribeVpcs.Vpcs.Vpc[0].CidrBlock"))
    }

    @Test func `a list that gives fewer than it counts is looked at again`() async throws {
        let transport = ScriptedTransport(always: .json(#"{"TotalCount":3,"Vpcs":{"Vpc":[]}}"#))
        let error = try #require(
            await #expect(throws: CloudError.self) { try await Adapter.cloud(over: transport).vpcs(in: "cn-beijing") })
        #expect(Came.Meaning(error) == .notDone)
        #expect(transport.sent.count == 1)
    }

    @Test func `a list that never ends is given up`() async throws {
        let entry = #"{"VpcId":"vpc-1","CidrBlock":"10.0.0.0/8","RegionId":"cn-beijing"}"#
        let transport = ScriptedTransport(
            always: .json(#"{"TotalCount":1000000000,"Vpcs":{"Vpc":[\#(entry)]}}"#))
        let error = try #require(
            await #expect(throws: CloudError.self) { try await Adapter.cloud(over: transport).vpcs(in: "cn-beijing") })
        #expect(error.code == "IncompleteList")
        #expect(transport.sent.count == 1000)
    }

    @Test func `nothing is sent without credentials`() async throws {
        let transport = ScriptedTransport(always: .json("{}"))
        let client = Adapter.client(over: transport, credentials: NoCredentials())
        await #expect(throws: UnusableCredentials.self) {
            try await client.call(.look(.vpc, "DescribeVpcs", in: "cn-beijing"))
        }
        #expect(transport.sent.isEmpty)
    }
}

/// Has no key.
private struct NoCredentials: CredentialSource {
    func key() throws -> AccessKey { throw UnusableCredentials.none(lookedAt: ["nowhere"]) }
    func forget(_ key: AccessKey) {}
}
