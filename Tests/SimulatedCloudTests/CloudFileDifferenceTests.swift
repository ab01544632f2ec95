import Documents
import Foundation
import RealtimeCompute
import Synchronization
import Testing
import Workflow
import WorkflowTestKit

@testable import SimulatedCloud

/// The cloud in a file is the cloud in memory: whatever is asked of both, both answer the same.
struct CloudFileDifferenceTests {
    @Test func `a cloud in a file answers and shows what the same cloud in memory does`() async throws {
        for seed in Fuzzing.seeds(12) {
            var walk = try DifferenceWalk(seed: seed)
            try await walk.run(steps: 120)
        }
    }
}

/// Two clouds of one world, to which the same is done.
private struct DifferenceWalk {
    private let seed: UInt64
    private var chance: SeededGenerator
    private let time: RealTime
    private let file: TemporaryCloud
    private let inMemory: SimulatedCloud
    private let inFile: SimulatedCloud
    private var step = 0

    init(seed: UInt64) throws {
        self.seed = seed
        chance = SeededGenerator(seed: seed)
        let time = RealTime()
        self.time = time
        let world = try World.read(
            World.text.replacing(
                "faults: []",
                with: """
                    faults: []
                      visibility: { orders: 1m, clusters: 30s, grants: 10s }
                      clusterChange: { duration: 10m, masterForPayAsYouGo: true }
                      instances:
                        - id: blinkonecs_payg
                          region: cn-beijing
                          billing: { method: pay-as-you-go }
                          masters: { model: Ecs_4c16g, count: 3 }
                          slaves: { model: Ecs_8c32g, count: 4 }
                          cluster: { name: old_payg, zone: cn-beijing-f, vpc: vpc-prod, vSwitch: vsw-1, bucket: risk-udf }
                          projects: [ { name: old_rt, computeUnits: 9 } ]
                        - { id: shared_1, kind: shared, region: cn-beijing, computeUnits: 4, months: 1 }
                    """))
        file = try TemporaryCloud(holding: world)
        let number: @Sendable () -> RequestID = { "R" }
        inMemory = try SimulatedCloud(inMemory: world, realNow: { time.now }, newRequestID: number)
        inFile = try SimulatedCloud(try CloudFile(at: file.path), realNow: { time.now }, newRequestID: number)
    }

    mutating func run(steps: Int) async throws {
        for step in 1...steps {
            self.step = step
            try await act()
            if step % 10 == 0 { try compareAll() }
        }
        try compareAll()
        // And once more by a process that has only the file to go by.
        try inFile.flush()
        try inMemory.flush()
        let time = time
        let reopened = try SimulatedCloud(try CloudFile(at: file.path), realNow: { time.now }, newRequestID: { "R" })
        #expect(try reopened.overview().state == inMemory.overview().state, "seed \(seed)")
    }

    // MARK: - What may happen

    private mutating func act() async throws {
        switch Int.random(in: 0..<20, using: &chance) {
        case ..<9: try await request()
        case ..<14: try await look()
        case 14:
            try change { state, now in
                // A sale that is closed is refused in both.
                _ = try? state.purchaseInConsole(World.purchase, at: now)
            }
        case ..<16: try change(fault())
        case ..<18: try change(setting())
        default:
            let seconds = [0, 1, 29, 61, 599, 1800, 90_000, 40 * 86_400].randomElement(using: &chance) ?? 1
            if Bool.random(using: &chance) {
                time.advance(by: .milliseconds(seconds))
            } else {
                for cloud in [inMemory, inFile] { try cloud.advanceClock(by: .seconds(seconds)) }
            }
        }
    }

    private mutating func request() async throws {
        let key = PurchaseKey(rawValue: "k\(Int.random(in: 0..<4, using: &chance))")
        let instance = try anyInstance()
        let cluster = try anyCluster()
        let count = Int.random(in: 1...9, using: &chance)
        let name = ProjectName(rawValue: "p_\(Int.random(in: 0..<6, using: &chance))")
        let project = ProjectSpecification(name: name, description: "", computeUnits: ComputeUnits(count))
        let shared = SharedSpecification(region: "cn-beijing", computeUnits: 4, months: 1)
        let model = MachineModel.allCases[Int.random(in: 0..<3, using: &chance)]
        switch Int.random(in: 0..<13, using: &chance) {
        case ..<2: try await compare { try await $0.purchase(World.purchase, key: key) }
        case ..<4: try await compare { try await $0.createCluster(World.cluster, on: instance, in: "cn-beijing") }
        case ..<6: try await compare { try await $0.createProject(project, in: cluster, "cn-beijing") }
        case 6:
            try await compare {
                try await $0.openTicket(TicketKey(rawValue: key.rawValue), about: cluster.rawValue, saying: "x")
            }
        case 7: try await compare { try await $0.purchaseShared(shared, key: key) }
        case 8: try await compare { try await $0.renew(instance, months: count, key: key) }
        case 9:
            try await compareDone {
                try await $0.expandCluster(cluster, toSlaves: count, vSwitch: nil, in: "cn-beijing")
            }
        case 10: try await compareDone { try await $0.shrinkCluster(cluster, toSlaves: count, in: "cn-beijing") }
        case 11: try await compareDone { try await $0.changeMaster(cluster, to: model, in: "cn-beijing") }
        default:
            if count < 3 {
                try await compareDone { try await $0.destroyCluster(cluster, in: "cn-beijing") }
            } else {
                try await compare { try await $0.createSharedProject(project, on: instance, in: "cn-beijing") }
            }
        }
    }

    private mutating func look() async throws {
        let instance = try anyInstance()
        let cluster = try anyCluster()
        // From the very moment of something: what stands at a bound is in.
        let state = try inMemory.overview().state
        let times = state.purchases.map(\.purchase.madeAt) + state.renewals.map(\.madeAt)
        let since = Bool.random(using: &chance) ? times.randomElement(using: &chance) : nil
        let key = PurchaseKey(rawValue: "k\(Int.random(in: 0..<4, using: &chance))")
        let query = PurchaseQuery(region: "cn-beijing", keys: [key, "k9"], specification: World.purchase, since: since)
        let renewals = RenewalQuery(instance: instance, keys: [key], months: 1, since: since)
        let shared = SharedPurchaseQuery(
            region: "cn-beijing", keys: [key],
            specification: SharedSpecification(region: "cn-beijing", computeUnits: 4, months: 1), since: since)
        switch Int.random(in: 0..<16, using: &chance) {
        case 0: try await compare { try await $0.purchases(matching: query) }
        case 1: try await compare { try await $0.renewals(matching: renewals) }
        case 2: try await compare { try await $0.sharedPurchases(matching: shared) }
        case 3: try await compare { try await $0.instance(instance, in: "cn-beijing") }
        case 4: try await compare { try await $0.cluster(on: instance, as: nil, since: nil, in: "cn-beijing") }
        case 5: try await compare { try await $0.cluster(cluster, in: "cn-beijing") }
        case 6: try await compare { try await $0.cluster(named: "risk_cluster", in: "cn-beijing") }
        case 7: try await compare { try await $0.clusters(in: "cn-beijing") }
        case 8: try await compare { try await $0.details(of: cluster, in: "cn-beijing") }
        case 9: try await compare { try await $0.projects(in: cluster, "cn-beijing") }
        case 10: try await compare { try await $0.project(named: "p_1", in: "cn-beijing") }
        case 11:
            try await compare { try await $0.stock(of: Set(MachineModel.allCases), in: "cn-beijing-f", "cn-beijing") }
        case 12: try await compare { try await $0.vSwitches(of: "vpc-prod", in: "cn-beijing") }
        case 13: try await compare { try await $0.policies(attachedTo: "ALIYUNstreamDEFAULTrole") }
        case 14: try await compare { try await $0.sale(of: .shared, in: "cn-beijing") }
        default: try await compare { try await $0.ticket(TicketKey(rawValue: key.rawValue)) }
        }
    }

    private mutating func fault() -> @Sendable (inout CloudState, Timestamp) throws -> Void {
        let kinds = ["throttle", "unreachable", "refuse", "timeout-before", "timeout-after", "late=1m", "late=2h"]
        let call = Call.mutating.randomElement(using: &chance)?.rawValue ?? "purchase"
        let kind = kinds.randomElement(using: &chance) ?? "refuse"
        let text = ["\(call):\(kind)", "\(call):\(kind)*2", "cluster:stall", "cluster:fail"].randomElement(
            using: &chance)
        let script = text.flatMap { FaultScript($0) }
        switch Int.random(in: 0..<3, using: &chance) {
        case 0: return { state, now in state.clearFaults(nil, at: now) }
        case 1: return { state, now in state.clearFaults(script, at: now) }
        default: return { state, now in if let script { state.add(script, at: now) } }
        }
    }

    private mutating func setting() throws -> @Sendable (inout CloudState, Timestamp) throws -> Void {
        let settings = [
            ("vswitch/vsw-1", "{ freeAddresses: 200 }"), ("vswitch/vsw-1", "{ freeAddresses: 3 }"),
            ("vswitch/vsw-1", "{ exists: false }"),
            ("vswitch/vsw-1", "{ vpc: vpc-prod, zone: cn-beijing-f, cidr: 172.16.8.0/24, freeAddresses: 90 }"),
            ("zone/cn-beijing-f", "{ stock: { Ecs_8c32g: 5 } }"),
            ("zone/cn-beijing-f", "{ stock: { Ecs_4c16g: 90, Ecs_8c32g: 90, Ecs_16c64g: 90 } }"),
            ("bucket/risk-udf", "{ acl: public-read }"), ("bucket/risk-udf", "{ acl: private }"),
            ("role/AliyunStreamDefaultRole", "{ exists: false }"),
            ("role/aliyunstreamdefaultrole", "{ policies: [ AliyunStreamRolePolicy ] }"),
            ("policy/mine", "{ exists: false }"),
            ("caller", "{ type: ram-user, name: alice, denied: [ get-cluster ] }"),
            ("caller", "{ type: account, denied: [] }"), ("sales", "{ closes: null, shared: { closes: null } }"),
            ("clock", "{ speed: 60 }"), ("cluster-start", "{ duration: 45m }"), ("cluster-change", "{ duration: 1m }"),
            ("purchase-keys", "{ keys: dropped }"), ("purchase-keys", "{ keys: kept }"),
            ("visibility", "{ orders: 0s, clusters: 5m }"), ("instance/\(try anyInstance())", "{ status: stopped }"),
            ("instance/\(try anyInstance())", "{ status: normal }"), ("cluster/\(try anyCluster())", "{ slaves: 7 }"),
            ("cluster/\(try anyCluster())", "{ masters: Ecs_16c64g }"),
            ("cluster/\(try anyCluster())", "{ status: STARTING }"),
            ("cluster/\(try anyCluster())", "{ status: DESTROYED }"),
        ]
        let (resource, text) = settings[Int.random(in: 0..<settings.count, using: &chance)]
        let fields = try Document(text: text, source: resource).root
        let realNow = time.now
        return { state, now in try state.set(resource, fields, at: now, realNow: realNow) }
    }

    private mutating func anyInstance() throws -> InstanceID {
        let all = try inMemory.overview().state.tables.instances.all.map(\.id)
        return all.randomElement(using: &chance) ?? "none"
    }

    private mutating func anyCluster() throws -> ClusterID {
        let all = try inMemory.overview().state.clusters.map(\.id)
        return all.randomElement(using: &chance) ?? "none"
    }

    // MARK: - Comparing

    private func compare<Value: Equatable & Sendable>(
        _ ask: (SimulatedCloud) async throws -> Answer<Value>, at location: SourceLocation = #_sourceLocation
    ) async throws {
        let answers = [await outcome(inMemory, ask), await outcome(inFile, ask)]
        #expect(answers[0] == answers[1], "seed \(seed), step \(step)", sourceLocation: location)
    }

    private func compareDone(
        _ ask: (SimulatedCloud) async throws -> Answer<Void>, at location: SourceLocation = #_sourceLocation
    ) async throws {
        try await compare({ Answer(true, requestID: try await ask($0).requestID) }, at: location)
    }

    private func outcome<Value>(
        _ cloud: SimulatedCloud, _ ask: (SimulatedCloud) async throws -> Answer<Value>
    ) async -> Result<Answer<Value>, CloudError> {
        do {
            return .success(try await ask(cloud))
        } catch {
            return .failure(error as? CloudError ?? CloudError(code: "\(error)", vendorMessage: "\(type(of: error))"))
        }
    }

    private func change(_ body: @Sendable (inout CloudState, Timestamp) throws -> Void) throws {
        let faults = try [inMemory, inFile].map { cloud -> [String] in
            do {
                try cloud.change { state, now, _ in try body(&state, now) }
                return []
            } catch let invalid as InvalidDocument {
                return invalid.faults.map { "\($0.path) \($0.id)" }
            }
        }
        #expect(faults[0] == faults[1], "seed \(seed), step \(step)")
    }

    private func compareAll() throws {
        let (memory, file) = (try inMemory.overview(), try inFile.overview())
        #expect(memory.state == file.state && memory.now == file.now, "seed \(seed), step \(step)")
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(try encoder.encode(memory.state) == encoder.encode(file.state), "seed \(seed), step \(step)")
    }
}

/// The real time, which passes only when it is told to.
private final class RealTime: Sendable {
    private let time = Mutex(World.start)

    var now: Timestamp { time.withLock { $0 } }

    func advance(by duration: Duration) { time.withLock { $0 = $0 + duration } }
}

/// A cloud's file that goes with its holder.
private final class TemporaryCloud {
    let path: String

    init(holding state: CloudState) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("cloud-\(UUID().uuidString).db").path
        try SimulatedCloud.make(at: path, holding: state, force: false)
    }

    deinit {
        for name in [path, path + "-journal"] { try? FileManager.default.removeItem(atPath: name) }
    }
}
