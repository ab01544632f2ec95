import AlibabaWire
import Documents
import RealtimeCompute
import Testing

@testable import AlibabaCloud

struct CannedReplyTests {
    @Test func `the captures have replies to the adapter's calls, and readings of them`() {
        #expect(CannedReply.all.count == 27)
        #expect(CannedReply.all.filter { if case .body = $0.reading { true } else { false } }.count == 19)
        #expect(CannedReply.all.filter { if case .failure = $0.reading { true } else { false } }.count == 5)
        #expect(Set(CannedReply.all.map(\.service)) == [.vpc, .ecs, .ram, .sts, .bss, .foas, .oss])
    }

    @Test(arguments: CannedReply.all.filter { $0.service != .oss })
    func `a reply is read as the vendor's SDK read it`(_ canned: CannedReply) async throws {
        let client = Adapter.client(over: ScriptedTransport(always: canned.response))
        let call: APICall =
            canned.isOfChange
            ? .send("POST", ["api", "v2"], canned.action, in: "cn-hangzhou")
            : .look(canned.service, canned.action, in: "cn-hangzhou")
        switch canned.reading {
        case .body(let body):
            let reply = try await client.call(call)
            #expect(reply.body.value == body)
            #expect(reply.requestID == reply.body["RequestId"].optionalText.map(RequestID.init(rawValue:)))
        case .failure(let text, let code, let status):
            let error = try await #require(throws: CloudError.self) { try await client.call(call) }
            expect(error, isTold: text, code, status)
        case .opaque: Issue.record("the SDK's reading is not kept")
        }
    }

    /// An SDK calls errors of the client what is refused here, and those of the server what may pass.
    private func expect(_ error: CloudError, isTold text: String, _ code: String?, _ status: Int?) {
        if let code { #expect(error.code == code) }
        #expect(text.contains(error.code))
        #expect(text.contains(error.vendorMessage))
        if let requestID = error.requestID { #expect(text.contains(requestID.rawValue)) }
        #expect(error.requestID != nil)
        if let status { #expect(error.isTransient == (status >= 500)) }
    }

    private func cloud(_ name: String) throws -> AlibabaCloud {
        Adapter.cloud(over: ScriptedTransport(always: try CannedReply.named(name).response))
    }

    @Test func `a VPC is read from its reply`() async throws {
        let vpcs = try await cloud("vpc.DescribeVpcs").vpcs(in: "cn-hangzhou")
        let range = try #require(AddressRange("192.168.0.0/16"))
        #expect(vpcs.value == [VPC(id: "vpc-bp1aevy8sofi8mh1xxxxx", name: nil, region: "cn-hangzhou", cidr: range)])
        #expect(vpcs.requestID == "R1")
    }

    @Test func `a vSwitch without its VPC is an error that names what is missing`() async throws {
        let error = try await #require(throws: CloudError.self) {
            try await cloud("vpc.DescribeVSwitches").vSwitches(of: "vpc-1", in: "cn-hangzhou")
        }
        #expect(error.vendorMessage.contains("VSwitches.VSwitch[0].VpcId is missing"))
    }

    @Test func `a role that is not there is none`() async throws {
        let role = try await cloud("ram.GetRole.error404").role("nope")
        #expect(role.value == nil)
        #expect(role.requestID == "R1")
    }

    @Test func `a denial says which action would have to be granted`() async throws {
        let error = try await #require(throws: CloudError.self) {
            try await cloud("vpc.DescribeVpcs.ForbiddenAccessDeniedDetail").vpcs(in: "cn-hangzhou")
        }
        #expect(error.refusal?.missingAction == "vpc:DescribeVpcs")
    }

    @Test(arguments: ["foas.CreateCluster.acs3", "foas.legacy.CreateCluster"])
    func `a cluster whose id is not told may have been made`(_ name: String) async throws {
        let specification = ClusterSpecification(
            name: "c", description: "", zone: "z", vpc: "v", vSwitch: "s", bucket: "b", cidr: nil)
        let error = try await #require(throws: CloudError.self) {
            try await cloud(name).createCluster(specification, on: "i", in: "cn-hangzhou")
        }
        #expect(Came.Meaning(error) == .unknown)
    }

    @Test func `a cluster is destroyed once that is answered`() async throws {
        #expect(try await cloud("foas.DestroyCluster.acs3").destroyCluster("c-1", in: "cn-hangzhou").requestID != nil)
    }

    @Test(arguments: ["oss.GetBucketInfo", "oss.GetBucketInfo.defaultAddressing", "oss2.GetBucketInfo.v4"])
    func `a bucket is read from its reply`(_ name: String) async throws {
        let bucket = try await cloud(name).bucket("oss-example", in: "cn-hangzhou")
        #expect(
            bucket.value
                == Bucket(
                    name: "oss-example", region: "cn-hangzhou", storageClass: .standard, accessControl: .private,
                    hasVersioning: true))
        #expect(bucket.requestID == "5C3D9175B6FC201293AD0000")
    }

    @Test func `a bucket that is not there is none, though the answer has no date`() async throws {
        let name = "oss.GetBucketInfo.NoSuchBucket.responseWithoutDateHeader"
        let bucket = try await cloud(name).bucket("nope", in: "cn-hangzhou")
        #expect(bucket.value == nil)
        #expect(bucket.requestID == "5C3D9175B6FC201293AD0000")
    }

    @Test func `a refusal of object storage is read as the SDK read it`() async throws {
        let canned = try CannedReply.named("oss.GetBucketInfo.SignatureDoesNotMatch")
        guard case .failure(let text, let code, let status) = canned.reading else {
            Issue.record("the SDK refused it")
            return
        }
        let error = try await #require(throws: CloudError.self) {
            try await cloud(canned.name).bucket("oss-example", in: "cn-hangzhou")
        }
        expect(error, isTold: text, code, status)
        #expect(Came.Meaning(error) == .refused)
    }
}
