import Documents
import Foundation
import Glibc
import Logging
import Provisioning
import RealtimeComputeKinds
import SimulatedCloud
import Workflow
import WorkflowEngine
import WorkflowSQLite

/// What an order costs on its way from confirmed to provisioned, in a store and a cloud of few orders and of many: both in
/// files, one process, one order after another.
///
/// Beside the time that passes it tells the processor's, which does not depend on what else the machine does.
struct FleetBenchmark {
    let sizes: [Int]

    private static let base = 100
    /// How often the base is measured: small as it is, it strays.
    private static let rounds = 3

    /// What it cost to walk a fleet.
    struct Cost {
        let time: Duration
        let processor: Duration
    }

    func run() async throws {
        var bases: [Cost] = []
        for _ in 0..<Self.rounds { bases.append(try await Fleet(of: Self.base).walk()) }
        let base = Cost(time: bases.map(\.time).median, processor: bases.map(\.processor).median)
        print("orders walked from confirmed to provisioned, store and cloud in files; ratio to \(Self.base) orders:")
        print("  orders  seconds  µs per order  ratio  processor µs per order  ratio")
        report(Self.base, base, base)
        for size in sizes where size != Self.base { report(size, try await Fleet(of: size).walk(), base) }
    }

    private func report(_ orders: Int, _ cost: Cost, _ base: Cost) {
        let seconds = (cost.time / .seconds(1)).formatted(.number.precision(.fractionLength(1)).grouping(.never))
        let columns = [(cost.time, base.time), (cost.processor, base.processor)].flatMap { cost, base in
            let (each, first) = (cost / orders, base / Self.base)
            return [
                (each / .microseconds(1)).formatted(.number.precision(.fractionLength(0)).grouping(.never)),
                (each / first).formatted(.number.precision(.fractionLength(2))),
            ]
        }
        print("  " + ([String(orders), seconds] + columns).joined(separator: "  "))
    }
}

/// Orders that have been confirmed, in a store and a cloud of their own.
private final class Fleet {
    private let directory: URL
    private let provisioner: Provisioner
    private let cloud: SimulatedCloud
    private let journal: SQLiteJournal
    private var orders: [WorkflowID] = []

    init(of size: Int) async throws {
        directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("sluice-bench-\(UUID().uuidString.prefix(8))")
        let path = directory.appendingPathComponent("cloud.db").path
        let world = try WorldFile.read(
            try Document(text: Self.world, source: "world"), id: "simulated-bench", realNow: .systemTime)
        try SimulatedCloud.make(at: path, holding: world, force: false)
        cloud = try SimulatedCloud(at: path)
        journal = try SQLiteJournal.openOrCreate(directory.appendingPathComponent("sluice.db").path)
        let clock = JumpingClock(cloud: cloud)
        provisioner = Provisioner(
            journal: journal, registry: .standard, cloud: cloud, clock: clock,
            operatorActor: Actor(.operator, id: "bench"),
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        for number in 1...size {
            let document = try Document(text: Self.manifest(number), source: "manifest")
            let id = try await provisioner.place(try provisioner.registry.manifest(in: document)).id
            _ = try await provisioner.decide(.confirm, on: id)
            orders.append(id)
        }
    }

    deinit {
        try? journal.close()
        try? FileManager.default.removeItem(at: directory)
    }

    /// Walks every order to its end; gives what all of them cost.
    func walk() async throws -> FleetBenchmark.Cost {
        let (start, processorStart) = (ContinuousClock.now, Self.processorTime)
        for id in orders {
            let ending = try await provisioner.run([id], until: nil, shouldStop: { false }, report: { _ in })[0].ending
            guard case .settled = ending else {
                preconditionFailure("an order of the fleet comes to its end: \(ending)")
            }
        }
        try cloud.flush()
        let cost = FleetBenchmark.Cost(
            time: ContinuousClock.now - start, processor: Self.processorTime - processorStart)
        let made = try cloud.overview().state
        precondition(made.purchases.count == orders.count, "each order of the fleet is bought once")
        precondition(made.projects.count == orders.count, "each order of the fleet has its project")
        return cost
    }

    /// What this process has had of the processor.
    private static var processorTime: Duration {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    private static let world = """
        apiVersion: sluice/v1
        kind: World
        spec:
          account: { id: "1234567890123456" }
          clock: { start: 2021-04-01T09:00:00+08:00, speed: 0 }
          regions:
            - { id: cn-beijing, zones: [ { id: cn-beijing-f, stock: { Ecs_4c16g: 1000000, Ecs_8c32g: 1000000 } } ] }
          vpcs: [ { id: vpc-prod, name: prod, region: cn-beijing, cidr: 172.16.0.0/12 } ]
          vSwitches:
            - { id: vsw-1, vpc: vpc-prod, zone: cn-beijing-f, cidr: 172.16.0.0/12, freeAddresses: 1000000 }
          buckets: [ { name: risk-udf, region: cn-beijing } ]
          roles:
            - { name: AliyunStreamDefaultRole, trusts: [ stream.aliyuncs.com ], policies: [ AliyunStreamRolePolicy ] }
          clusterStart: { duration: 1m }
          sales: { exclusive: { closes: null } }
        """

    private static func manifest(_ number: Int) -> String {
        """
        apiVersion: sluice/v1
        kind: ExclusiveOrder
        metadata: { name: fleet\(number) }
        spec:
          region: cn-beijing
          billing: { method: subscription, months: 12 }
          masters: { model: Ecs_4c16g, count: 3 }
          slaves: { model: Ecs_8c32g, count: 6 }
          cluster: { name: cluster_\(number), zone: cn-beijing-f, vpc: vpc-prod, vSwitch: vsw-1, bucket: risk-udf }
          projects: [ { name: project_\(number), computeUnits: 30 } ]
        """
    }
}

/// The clock of a cloud whose time stands still: whoever waits moves it on.
private struct JumpingClock: WorkflowEngine.Clock {
    let cloud: SimulatedCloud

    func now() async throws -> Timestamp { try cloud.now() }

    func isRunning() async throws -> Bool { true }

    func wait(until time: Timestamp, atMost limit: Duration) async throws {
        let ahead = time - (try cloud.now())
        if ahead > .zero { try cloud.advanceClock(by: ahead) }
    }
}
