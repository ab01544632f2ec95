import RealtimeCompute
import Testing
import Workflow

struct CatalogueTests {
    @Test(arguments: [
        ("Ecs_4c16g", 3, 80, 850_00, 2_23), ("Ecs_8c32g", 6, 160, 1450_00, 3_84),
        ("Ecs_16c64g", 13, 800, 2710_00, 7_06),
        ("Ecs_24c96g", 21, nil, 3950_00, 9_23), ("Ecs_32c128g", 28, nil, 5180_00, 13_50),
        ("Ecs_56c224g", 52, nil, 8780_00, 23_16), ("Ecs_64c256g", 60, nil, 9950_00, 23_59),
    ])
    func `models have the published figures`(name: String, units: Int, bound: Int?, month: Int, hour: Int) throws {
        let model = try #require(MachineModel(rawValue: name))
        #expect(model.usableComputeUnits.count == units)
        #expect(model.largestCluster?.count == bound)
        #expect(model.monthlyFen == month)
        #expect(model.hourlyFen == hour)
    }

    @Test func `a cluster's nodes are masters and slaves, its CUs the slaves' alone`() {
        let capacity = Capacity(of: Machines(.ecs4c16g, count: 3), Machines(.ecs8c32g, count: 6))
        #expect(capacity.nodes == 9)
        #expect(capacity.computeUnits == 36)
        #expect(Capacity(of: Machines(.ecs4c16g, count: 1), Machines(.ecs4c16g, count: 2)).computeUnits == 6)
    }

    @Test func `the estimate counts every machine, by the month or by the hour`() {
        let masters = Machines(.ecs4c16g, count: 3)
        let slaves = Machines(.ecs8c32g, count: 6)
        let month = Estimate(for: .subscription(months: 12), masters: masters, slaves: slaves)
        #expect((month.minorUnits, month.per) == (1_125_000, "P1M"))
        let hour = Estimate(for: .payAsYouGo, masters: masters, slaves: slaves)
        #expect((hour.minorUnits, hour.per) == (3 * 223 + 6 * 384, "PT1H"))
        #expect(month.currency == "CNY")
    }
}

struct NameRuleTests {
    @Test(arguments: ["a", "risk", "risk-2_b", String(repeating: "a", count: 63)])
    func `orders may be called`(name: String) {
        #expect(NameRule.order.admits(name))
    }

    @Test(arguments: ["", "2risk", "-risk", "Risk", "ri sk", "风险", "é", String(repeating: "a", count: 64)])
    func `orders may not be called`(name: String) {
        #expect(!NameRule.order.admits(name))
    }

    @Test(arguments: [
        ("abc", true), ("ab", false), ("a_1", true), ("_ab", false), ("1ab", false), ("a-b", false), ("Abc", false),
    ])
    func `clusters and projects`(name: String, isLawful: Bool) {
        #expect(NameRule.cluster.admits(name) == isLawful)
        #expect(NameRule.cluster.admits(String(repeating: "a", count: 64)))
        #expect(!NameRule.cluster.admits(String(repeating: "a", count: 65)))
    }

    @Test(arguments: [
        ("abc", true), ("1-2", true), ("ab", false), ("-ab", false), ("ab-", false), ("a_b", false), ("a.b", false),
        ("Abc", false),
    ])
    func buckets(name: String, isLawful: Bool) {
        #expect(NameRule.bucket.admits(name) == isLawful)
        #expect(NameRule.bucket.admits(String(repeating: "a", count: 63)))
        #expect(!NameRule.bucket.admits(String(repeating: "a", count: 64)))
    }

    @Test(arguments: [
        ("cn-beijing", true), ("cn-shanghai-finance-1", true), ("ap-southeast-1", true), ("beijing", false),
        ("cn-", false),
        ("CN-beijing", false), ("c-beijing", false), ("cn--beijing", false), ("", false),
    ])
    func regions(name: String, isLawful: Bool) {
        #expect(NameRule.region.admits(name) == isLawful)
    }
}

struct AddressRangeTests {
    @Test(arguments: ["0.0.0.0/0", "10.10.0.0/16", "172.16.8.0/24", "192.168.1.1/32", "128.0.0.0/1"])
    func `a range is read and written`(text: String) {
        #expect(AddressRange(text)?.description == text)
    }

    @Test(arguments: [
        "", "10.10.0.0", "10.10.0.0/33", "10.10.0.0/-1", "10.10.0/16", "256.0.0.0/8", "10.10.0.1/16", "010.0.0.0/8",
        "10.0.0.0/08", "a.b.c.d/8", "10.0.0.0/8/8", "10..0.0/8", "::/0", "１0.0.0.0/8",
    ])
    func `what is no range is not read`(text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.0/16", true), ("10.0.0.0/8", "11.0.0.0/8", false), ("0.0.0.0/0", "1.2.3.4/32", true),
        ("172.16.0.0/12", "172.31.255.0/24", true), ("172.16.0.0/12", "172.32.0.0/24", false),
        ("10.10.0.0/16", "10.10.0.0/16", true), ("10.10.0.0/25", "10.10.0.128/25", false),
    ])
    func `ranges overlap, whichever is asked`(one: String, other: String, doOverlap: Bool) throws {
        let one = try #require(AddressRange(one))
        let other = try #require(AddressRange(other))
        #expect(one.overlaps(other) == doOverlap)
        #expect(other.overlaps(one) == doOverlap)
    }
}
