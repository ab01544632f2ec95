import Documents
import Testing
import Wording
import Workflow

@testable import RealtimeCompute
@testable import SimulatedCloud

struct PrerequisiteTests {
    @Test func `exactly enough is enough`() async throws {
        #expect(try await findings(after: []).isEmpty)
    }

    /// What is changed in a world in which all holds exactly, and the findings that come of it, whole.
    static let broken: [(change: [String], findings: [String])] = [
        (["caller type=ram-user name=alice"], ["caller.account error caller: ram-user alice / account"]),
        (["caller type=assumed-role name=ops"], ["caller.account error caller: assumed-role ops / account"]),
        (
            ["sales exclusive.closes=2021-04-01T09:00:00+08:00"],
            ["sale.open error sale/exclusive: closed since 2021-04-01T01:00:00Z / open"]
        ),
        (["sales closes=2021-04-01T09:00:01+08:00"], []),
        (["vpc/vpc-prod name="], ["vpc.named error vpc/vpc-prod: unnamed / named"]),
        (["vpc/vpc-prod exists=false"], ["vpc.exists error vpc/vpc-prod: absent / cn-beijing"]),
        (["vpc/vpc-prod region=cn-hangzhou"], ["vpc.exists error vpc/vpc-prod: cn-hangzhou / cn-beijing"]),
        (["vswitch/vsw-1 exists=false"], ["vswitch.exists error vswitch/vsw-1: absent / vpc-prod, cn-beijing-f"]),
        (
            ["vswitch/vsw-1 zone=cn-beijing-g"],
            ["vswitch.exists error vswitch/vsw-1: vpc-prod, cn-beijing-g / vpc-prod, cn-beijing-f"]
        ),
        (
            ["vswitch/vsw-1 vpc=vpc-lab"],
            ["vswitch.exists error vswitch/vsw-1: vpc-lab, cn-beijing-f / vpc-prod, cn-beijing-f"]
        ),
        (["vswitch/vsw-1 freeAddresses=8"], ["vswitch.addresses error vswitch/vsw-1: 8 / 9"]),
        (["vswitch/vsw-1 freeAddresses=0"], ["vswitch.addresses error vswitch/vsw-1: 0 / 9"]),
        (["zone/cn-beijing-f stock.Ecs_4c16g=2"], ["ecs.stock error zone/cn-beijing-f/Ecs_4c16g: 2 / 3"]),
        (["zone/cn-beijing-f stock.Ecs_8c32g=5"], ["ecs.stock error zone/cn-beijing-f/Ecs_8c32g: 5 / 6"]),
        (
            ["zone/cn-beijing-f exists=false"],
            [
                "ecs.stock error zone/cn-beijing-f/Ecs_4c16g: 0 / 3",
                "ecs.stock error zone/cn-beijing-f/Ecs_8c32g: 0 / 6",
            ]
        ),
        (["bucket/risk-udf exists=false"], ["bucket.exists error bucket/risk-udf: absent / cn-beijing"]),
        (["bucket/risk-udf region=cn-hangzhou"], ["bucket.exists error bucket/risk-udf: cn-hangzhou / cn-beijing"]),
        (["bucket/risk-udf storageClass=IA"], ["bucket.class error bucket/risk-udf: IA / Standard"]),
        (["bucket/risk-udf storageClass=Archive"], ["bucket.class error bucket/risk-udf: Archive / Standard"]),
        (["bucket/risk-udf acl=public-read"], ["bucket.acl error bucket/risk-udf: public-read / private"]),
        (["bucket/risk-udf acl=public-read-write"], ["bucket.acl error bucket/risk-udf: public-read-write / private"]),
        (["bucket/risk-udf versioning=true"], ["bucket.versioning warning bucket/risk-udf: on / off"]),
        (
            ["role/AliyunStreamDefaultRole exists=false"],
            ["role.exists error role/AliyunStreamDefaultRole: absent / present"]
        ),
        (
            ["role/AliyunStreamDefaultRole trusts=ecs.aliyuncs.com"],
            ["role.trust warning role/AliyunStreamDefaultRole: ecs.aliyuncs.com / stream.aliyuncs.com"]
        ),
        (
            ["role/AliyunStreamDefaultRole policies=AliyunOSSFullAccess"],
            [
                "role.actions error role/AliyunStreamDefaultRole: not granted: "
                    + Figures.requiredActions.joined(separator: ", ") + " / granted on *"
            ]
        ),
        (
            ["vpc/vpc-prod cidr=10.0.0.0/8"],
            ["network.cidr error cidr/10.10.0.0/16: overlaps vpc/vpc-prod 10.0.0.0/8 / no overlap"]
        ),
        (
            ["vswitch/vsw-1 cidr=10.10.3.0/24"],
            ["network.cidr error cidr/10.10.0.0/16: overlaps vswitch/vsw-1 10.10.3.0/24 / no overlap"]
        ),
        (["vswitch/vsw-1 cidr=10.11.0.0/24"], []),
    ]

    @Test(arguments: broken)
    func `what does not hold is a finding, and nothing else is`(change: [String], findings: [String]) async throws {
        #expect(try await self.findings(after: change).map(\.line) == findings)
    }

    @Test func `everything at fault is found at once, in a fixed order, each with what to do`() async throws {
        let found = try await findings(after: [
            "caller type=ram-user name=alice", "sales closes=2021-01-01T00:00:00Z",
            "vpc/vpc-prod name= cidr=10.0.0.0/8",
            "vswitch/vsw-1 freeAddresses=1 zone=cn-beijing-g", "zone/cn-beijing-f stock.Ecs_8c32g=0",
            "bucket/risk-udf storageClass=IA acl=public-read versioning=true region=cn-hangzhou",
            "role/AliyunStreamDefaultRole trusts= policies=AliyunOSSFullAccess",
        ])
        #expect(
            found.map(\.check) == [
                .callerAccount, .saleOpen, .vpcNamed, .vSwitchExists, .vSwitchAddresses, .stock, .bucketExists,
                .bucketClass, .bucketACL, .bucketVersioning, .roleTrust, .roleActions, .networkCIDR,
            ])
        for finding in found {
            #expect(!finding.message.english.isEmpty && !finding.message.chinese.isEmpty, "\(finding.check)")
            #expect(!finding.hint.english.isEmpty && !finding.hint.chinese.isEmpty, "\(finding.check)")
        }
    }

    @Test func `each missing action is named, and nothing else`() async throws {
        let cloud = try Worlds.cloud()
        try cloud.set(
            #"policy/mine document={"Version":"1","Statement":[{"Effect":"Allow","Action":["vpc:*","ecs:*"],"Resource":"*"},"#
                + #"{"Effect":"Deny","Action":"ecs:AttachNetworkInterface","Resource":"*"}]}"#,
            "role/AliyunStreamDefaultRole policies=[mine]")
        let found = try await inspect(cloud).findings
        #expect(found.map(\.missing) == [["ecs:AttachNetworkInterface", "oss:*"]])
    }

    @Test func `a policy is read as it is attached, by hand or by one click`() async throws {
        let cloud = try Worlds.cloud()
        let document = try Document(text: Policies.byHand, source: "p").root
        try cloud.change { state, now, realNow in
            try state.set("policy/ByHand", Node.object(of: [("document", document)]), at: now, realNow: realNow)
        }
        try cloud.set("role/AliyunStreamDefaultRole policies=[ByHand,AliyunOSSFullAccess]")
        #expect(try await inspect(cloud).findings.isEmpty)
        try cloud.set("role/AliyunStreamDefaultRole policies=[ByHand]")
        #expect(try await inspect(cloud).findings.map(\.missing) == [["oss:*"]])
    }

    @Test func `masters and slaves of one model draw on one stock`() async throws {
        let cloud = try Worlds.cloud()
        let same = Faults.manifest.replacing("Ecs_8c32g", with: "Ecs_4c16g").replacing("30", with: "18")
        try cloud.set("zone/cn-beijing-f stock.Ecs_4c16g=8")
        #expect(
            try await inspect(cloud, same).findings.map(\.line) == [
                "ecs.stock error zone/cn-beijing-f/Ecs_4c16g: 8 / 9"
            ])
        try cloud.set("zone/cn-beijing-f stock.Ecs_4c16g=9")
        #expect(try await inspect(cloud, same).findings.isEmpty)
    }

    @Test func `what other orders claim is not there, and who claims it is told`() async throws {
        let cloud = try Worlds.cloud()
        try cloud.set("vswitch/vsw-1 freeAddresses=17")
        let holder = WorkflowID(rawValue: "01F24DZC800000000000000009")
        let claims = [
            HeldClaim(Claim("vswitch/vsw-1/addresses", amount: 9, limit: 17), holder: holder, named: "first"),
            HeldClaim(Claim("vswitch/vsw-2/addresses", amount: 9, limit: 17), holder: holder, named: "first"),
            HeldClaim(Claim("zone/cn-beijing-f/stock/Ecs_8c32g", amount: 1, limit: 6), holder: holder, named: "first"),
        ]
        let found = try await inspect(cloud, others: claims).findings
        #expect(
            found.map(\.line) == [
                "vswitch.addresses error vswitch/vsw-1: 8 / 9", "ecs.stock error zone/cn-beijing-f/Ecs_8c32g: 5 / 6",
            ])
        #expect(found.map { $0.claimedBy.map(\.name) } == [["first"], ["first"]])
        #expect(found[0].message.english.contains("first"))
        try cloud.set("vswitch/vsw-1 freeAddresses=18")
        #expect(try await inspect(cloud, others: [claims[0]]).findings.isEmpty)
    }

    @Test func `a name that another has, or another order claims, is not free`() async throws {
        let cloud = try Worlds.cloud()
        let names = try await inspect(cloud).claims.filter { $0.limit == 1 }
        let others = names.map { HeldClaim($0, holder: WorkflowID(rawValue: "other"), named: "first") }
        let found = try await inspect(cloud, others: others).findings
        #expect(found.map(\.check) == [.clusterName] + names.dropFirst().map { _ in .projectName })
        #expect(found.allSatisfy { $0.observed == "claimed" && $0.claimedBy.map(\.name) == ["first"] })
    }

    @Test func `a clearance claims the addresses, the stock and the names that were seen`() async throws {
        let claims = try await inspect(try Worlds.cloud()).claims
        #expect(
            claims == [
                Claim("vswitch/vsw-1/addresses", amount: 9, limit: 9),
                Claim("zone/cn-beijing-f/stock/Ecs_4c16g", amount: 3, limit: 3),
                Claim("zone/cn-beijing-f/stock/Ecs_8c32g", amount: 6, limit: 6),
                Claim("cluster/cn-beijing/risk_cluster", amount: 1, limit: 1),
                Claim("project/risk_rt", amount: 1, limit: 1),
            ])
    }

    @Test func `after the payment the sale is no longer asked about`() async throws {
        let cloud = try Worlds.cloud()
        try cloud.set("sales closes=2021-01-01T00:00:00Z")
        #expect(try await inspect(cloud, afterPayment: true).findings.isEmpty)
        #expect(try await inspect(cloud).findings.map(\.check) == [.saleOpen])
    }

    @Test(arguments: [
        ("get-bucket", ["bucket.exists error bucket/risk-udf: not observable: NoPermission / observable"]),
        ("get-role", ["role.exists error role/AliyunStreamDefaultRole: not observable: NoPermission / observable"]),
        (
            "list-role-policies",
            ["role.actions error role/AliyunStreamDefaultRole: not observable: NoPermission / observable"]
        ),
        (
            "get-vpc",
            [
                "vpc.exists error vpc/vpc-prod: not observable: NoPermission / observable",
                "network.cidr error cidr/10.10.0.0/16: not observable: NoPermission / observable",
            ]
        ),
    ])
    func `what may not be looked at blocks, and says so once`(call: String, expected: [String]) async throws {
        let found = try await findings(after: ["caller denied=[\(call)]"])
        #expect(found.map(\.line) == expected)
        #expect(found[0].message.english.contains("NoPermission"))
    }

    @Test func `storage out of reach warns`() async throws {
        let near =
            "\n  storage: [ { name: db, region: cn-beijing, vpc: vpc-prod }, { name: mq, region: cn-beijing } ]\n"
        #expect(try await inspect(try Worlds.cloud(), Faults.manifest + near).findings.isEmpty)
        let far = """

              storage:
                - { name: far, region: cn-shanghai }
                - { name: other, region: cn-beijing, vpc: vpc-lab }
                - { name: guarded, region: cn-beijing, vpc: vpc-prod, securityGroup: sg-1 }
            """
        let found = try await inspect(try Worlds.cloud(), Faults.manifest + far).findings
        #expect(
            found.map(\.line) == [
                "storage.reach warning storage/far: cn-shanghai / cn-beijing, vpc-prod",
                "storage.reach warning storage/other: cn-beijing, vpc-lab / cn-beijing, vpc-prod",
                "storage.reach warning storage/guarded: cn-beijing, vpc-prod, sg-1 / cn-beijing, vpc-prod",
            ])
    }

    @Test func `findings differ by what they say, not by when or by which request`() {
        let one = Finding(.bucketACL, resource: "b", observed: "x", required: "y")
        #expect(![one].differ(from: [one.seen(by: "R2")]))
        #expect([one].differ(from: []))
        for other in [
            Finding(.bucketClass, resource: "b", observed: "x", required: "y"),
            Finding(.bucketACL, .warning, resource: "b", observed: "x", required: "y"),
            Finding(.bucketACL, resource: "c", observed: "x", required: "y"),
            Finding(.bucketACL, resource: "b", observed: "z", required: "y"),
            Finding(.bucketACL, resource: "b", observed: "x", required: "z"),
        ] {
            #expect([one].differ(from: [other]))
        }
        let two = Finding(.vpcNamed, resource: "v", observed: "x", required: "y")
        #expect(![one, two].differ(from: [two, one]))
    }

    private func findings(after changes: [String]) async throws -> [Finding] {
        let cloud = try Worlds.cloud()
        for change in changes { try cloud.set(change) }
        return try await inspect(cloud).findings
    }

    private func inspect(
        _ cloud: SimulatedCloud, _ manifest: String = Faults.manifest, others: [HeldClaim] = [],
        afterPayment isPaid: Bool = false
    ) async throws -> Inspection {
        let specification = try OrderManifest.read(try Document(text: manifest, source: "t"))
        return try await Inspection(
            of: isPaid
                ? specification.prerequisitesAfterPayment(on: "blinkonecs_1") : specification.prerequisitesOfBuying,
            in: cloud, specification.region,
            others: { resources in others.filter { resources.contains($0.claim.resource) } }, at: Worlds.start)
    }
}

extension Finding {
    var line: String { "\(check.rawValue) \(severity.rawValue) \(resource): \(observed) / \(required)" }
}

private enum Policies {
    static let byHand = """
        Version: "1"
        Statement:
          - { Effect: Allow, Resource: "*", Action: [ "vpc:DescribeVpcs", "vpc:DescribeVSwitches" ] }
          - Effect: Allow
            Resource: "*"
            Action:
              - ecs:CreateSecurityGroup
              - ecs:AuthorizeSecurityGroup
              - ecs:CreateNetworkInterface
              - ecs:DescribeNetworkInterfaces
              - ecs:AttachNetworkInterface
              - ecs:DescribeNetworkInterfacePermissions
              - ecs:CreateNetworkInterfacePermission
        """
}
