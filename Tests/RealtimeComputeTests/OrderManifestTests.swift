import Documents
import RealtimeCompute
import Testing
import Wording
import Workflow

enum Faults {
    static let manifest = """
        apiVersion: sluice/v1
        kind: ExclusiveOrder
        metadata:
          name: risk
        spec:
          region: cn-beijing
          billing: { method: subscription, months: 12 }
          masters: { model: Ecs_4c16g, count: 3 }
          slaves: { model: Ecs_8c32g, count: 6 }
          cluster:
            name: risk_cluster
            description: Risk control
            zone: cn-beijing-f
            vpc: vpc-prod
            vSwitch: vsw-1
            bucket: risk-udf
            cidr: 10.10.0.0/16
          projects:
            - { name: risk_rt, description: Real-time rules, computeUnits: 30 }
        """

    /// Each fault alone: what is changed, and where and as what it is reported.
    static let alone: [(String, String, String)] = [
        ("apiVersion: sluice/v1", "apiVersion: sluice/v2", "1:13 apiVersion unknown-value"),
        ("kind: ExclusiveOrder", "kind: SharedOrder", "2:7 kind unknown-value"),
        ("kind: ExclusiveOrder\n", "", "1:1 kind missing-field"),
        ("  name: risk\n", "  name: Risk\n", "4:9 metadata.name malformed"),
        ("  name: risk\n", "  name: 12\n", "4:9 metadata.name wrong-type"),
        ("  name: risk\n", "  name: risk\n  labels: {}\n", "5:3 metadata.labels unknown-field"),
        ("  region: cn-beijing\n", "", "6:3 spec.region missing-field"),
        ("region: cn-beijing\n", "region: Beijing\n", "6:11 spec.region malformed"),
        ("  region: cn-beijing\n", "  region: cn-beijing\n  regoin: x\n", "7:3 spec.regoin unknown-field"),
        ("method: subscription", "method: monthly", "7:22 spec.billing.method unknown-value"),
        ("months: 12", "months: 0", "7:44 spec.billing.months out-of-range"),
        ("months: 12", "months: 13", "7:44 spec.billing.months out-of-range"),
        ("months: 12", "months: \"12\"", "7:44 spec.billing.months wrong-type"),
        ("method: subscription", "method: pay-as-you-go", "7:45 spec.billing.months months-of-pay-as-you-go"),
        ("model: Ecs_4c16g", "model: Ecs_4c16", "8:21 spec.masters.model unknown-value"),
        ("count: 3", "count: 2", "8:39 spec.masters.count out-of-range"),
        ("count: 6", "count: 1", "9:38 spec.slaves.count out-of-range"),
        ("count: 6", "count: 1001", "9:38 spec.slaves.count out-of-range"),
        ("count: 6", "count: six", "9:38 spec.slaves.count wrong-type"),
        ("name: risk_cluster", "name: rc", "11:11 spec.cluster.name malformed"),
        ("name: risk_cluster", "name: risk-cluster", "11:11 spec.cluster.name malformed"),
        ("zone: cn-beijing-f\n", "zone: [f]\n", "13:11 spec.cluster.zone wrong-type"),
        ("    vpc: vpc-prod\n", "", "11:5 spec.cluster.vpc missing-field"),
        ("bucket: risk-udf", "bucket: Risk_udf", "16:13 spec.cluster.bucket malformed"),
        ("cidr: 10.10.0.0/16", "cidr: 10.10.0.0", "17:11 spec.cluster.cidr malformed"),
        ("cidr: 10.10.0.0/16", "cidr: 10.10.0.1/16", "17:11 spec.cluster.cidr malformed"),
        (
            "    - { name: risk_rt, description: Real-time rules, computeUnits: 30 }", "    []",
            "19:5 spec.projects no-project"
        ),
        ("name: risk_rt", "name: RT", "19:15 spec.projects[0].name malformed"),
        ("computeUnits: 30", "computeUnits: 0", "19:68 spec.projects[0].computeUnits out-of-range"),
        ("computeUnits: 30", "computeUnits: 37", "19:5 spec.projects projects-pass-cluster"),
        ("computeUnits: 30", "computeUnits: 9223372036854775807", "19:5 spec.projects projects-pass-cluster"),
        (
            "computeUnits: 30 }", "computeUnits: 3 }\n    - { name: risk_rt, computeUnits: 3 }",
            "20:15 spec.projects[1].name repeated-project"
        ),
        ("count: 6", "count: 14", "8:12 spec.masters cluster-passes-master"),
    ]
}

struct OrderManifestTests {
    @Test func `a manifest is read whole`() throws {
        let order = try read(Faults.manifest)
        #expect(order.name == "risk")
        #expect(order.region == "cn-beijing")
        #expect(order.billing == .subscription(months: 12))
        #expect(order.masters == Machines(.ecs4c16g, count: 3))
        #expect(order.slaves == Machines(.ecs8c32g, count: 6))
        #expect(order.cluster.vSwitch == "vsw-1")
        #expect(order.cluster.cidr == AddressRange("10.10.0.0/16"))
        #expect(order.projects.map(\.computeUnits) == [30])
        #expect(order.capacity.nodes == 9)
        #expect(order.timing == Timing())
        #expect(order.storage.isEmpty)
    }

    @Test func `what is left out has the vendor's defaults`() throws {
        let order = try read(
            changed([
                ("billing: { method: subscription, months: 12 }", "billing: { method: subscription }"),
                ("masters: { model: Ecs_4c16g, count: 3 }", "masters: { model: Ecs_4c16g }"),
                ("slaves: { model: Ecs_8c32g, count: 6 }", "slaves: { model: Ecs_16c64g }"),
                ("computeUnits: 30", "computeUnits: 26"), ("description: Risk control", ""), ("cidr: 10.10.0.0/16", ""),
            ]))
        #expect(order.billing == .subscription(months: 1))
        #expect(order.masters.count == 3)
        #expect(order.slaves.count == 2)
        #expect(order.cluster.description.isEmpty)
        #expect(order.cluster.cidr == nil)
    }

    @Test func `figures of time can be set`() throws {
        let order = try read(Faults.manifest + "\n  timing: { poll: 10s, startAllowance: PT90M, longestBackoff: 5m }\n")
        #expect(order.timing.poll == .seconds(10))
        #expect(order.timing.startAllowance == .seconds(5400))
        #expect(order.timing.longestBackoff == .seconds(300))
        #expect(order.timing.visibilityWindow == .seconds(1800))
    }

    @Test func `storage that jobs use can be told`() throws {
        let order = try read(
            Faults.manifest + "\n  storage: [ { name: db, region: cn-shanghai, vpc: v, securityGroup: sg } ]\n")
        #expect(order.storage.map(\.region) == ["cn-shanghai"])
        #expect(order.storage.map(\.securityGroup) == ["sg"])
    }

    @Test(arguments: Faults.alone)
    func `each fault alone is reported with its place`(from: String, to: String, expected: String) {
        #expect(faults(of: changed([(from, to)])) == [expected])
    }

    @Test(arguments: Faults.alone)
    func `each fault quotes the value at fault, in both languages`(from: String, to: String, expected: String) throws {
        let error = #expect(throws: InvalidDocument.self) { try read(changed([(from, to)])) }
        let fault = try #require(error?.faults.first)
        // Of what is not there the path is told.
        guard fault.id != "missing-field" else {
            #expect(fault.found == nil && !fault.path.isEmpty)
            return
        }
        let found = try #require(fault.found)
        #expect(fault.message.english.contains(found))
        let isOfAKind = ["a list", "an object"].contains(found)
        #expect(isOfAKind || fault.message.chinese.contains(found))
    }

    @Test func `as many CUs as the cluster has, and as large a cluster as the master carries, are lawful`() throws {
        #expect(try read(changed([("computeUnits: 30", "computeUnits: 36")])).projects[0].computeUnits == 36)
        #expect(try read(changed([("count: 6", "count: 13")])).capacity.computeUnits == 78)
        let large = changed([("model: Ecs_4c16g", "model: Ecs_24c96g"), ("count: 6", "count: 1000")])
        #expect(try read(large).capacity.computeUnits == 6000)
    }

    @Test func `all faults together are all reported, in the order of their places`() {
        let text = changed([
            ("apiVersion: sluice/v1", "apiVersion: v1"), ("  name: risk\n", "  name: 5\n"),
            ("months: 12", "months: 99"),
            ("model: Ecs_4c16g", "model: Ecs_5c16g"), ("count: 6", "count: 0"), ("vpc: vpc-prod", "vcp: vpc-prod"),
            ("bucket: risk-udf", "bucket: R"), ("cidr: 10.10.0.0/16", "cidr: x"),
            ("computeUnits: 30", "computeUnits: -1"),
        ])
        #expect(
            faults(of: text) == [
                "1:13 apiVersion unknown-value", "4:9 metadata.name wrong-type",
                "7:44 spec.billing.months out-of-range",
                "8:21 spec.masters.model unknown-value", "9:38 spec.slaves.count out-of-range",
                "11:5 spec.cluster.vpc missing-field", "14:5 spec.cluster.vcp unknown-field",
                "16:13 spec.cluster.bucket malformed", "17:11 spec.cluster.cidr malformed",
                "19:68 spec.projects[0].computeUnits out-of-range",
            ])
    }

    @Test func `a misspelt model suggests the nearest`() {
        let error = #expect(throws: InvalidDocument.self) { try read(changed([("Ecs_8c32g", "Ecs_8c32")])) }
        #expect(error?.faults.first?.message.english.contains("did you mean Ecs_8c32g?") == true)
        #expect(error?.faults.first?.found == "Ecs_8c32")
    }

    @Test(arguments: ["[]", "text", "12", "{}", "~"])
    func `a document of another shape is refused`(text: String) {
        #expect(!faults(of: text).isEmpty)
    }

    private func changed(_ changes: [(String, String)]) -> String {
        changes.reduce(Faults.manifest) { text, change in
            precondition(text.contains(change.0), "the manifest has \(change.0)")
            return text.replacing(change.0, with: change.1, maxReplacements: 1)
        }
    }

    private func read(_ text: String) throws(InvalidDocument) -> OrderSpecification {
        try OrderManifest.read(try Document(text: text, source: "t"))
    }

    private func faults(of text: String) -> [String] {
        do throws(InvalidDocument) {
            _ = try read(text)
            return []
        } catch {
            return error.faults.map { "\($0.place) \($0.path) \($0.id)" }
        }
    }
}
