import Documents
import Foundation
import Logging
import Provisioning
import RealtimeCompute
import RealtimeComputeKinds
import SimulatedCloud
import Workflow
import WorkflowEngine
import WorkflowSQLite

/// Orders that have been confirmed, with a cloud of their own that can carry them all.
final class Fleet {
    /// Where the cloud is kept.
    enum Place {
        case inMemory
        case inFile(String)
    }

    private let provisioner: Provisioner
    private let cloud: SimulatedCloud
    private let journal: SQLiteJournal
    private(set) var orders: [WorkflowID] = []

    init(of size: Int, store: String, cloud place: Place) async throws {
        let world = try WorldFile.read(
            try Document(text: Self.world, source: "world"), id: "simulated-bench", realNow: .systemTime)
        switch place {
        case .inMemory:
            cloud = try SimulatedCloud(
                inMemory: world, realNow: { .systemTime }, newRequestID: { RequestID(rawValue: "bench") })
        case .inFile(let path):
            try SimulatedCloud.make(at: path, holding: world, force: false)
            cloud = try SimulatedCloud(at: path)
        }
        journal = try SQLiteJournal.openOrCreate(store)
        provisioner = Provisioner(
            journal: journal, registry: .standard, cloud: cloud, clock: JumpingClock(cloud: cloud),
            operatorActor: Actor(.operator, id: "bench"), logger: .silent)
        for number in 1...size {
            let document = try Document(text: Self.manifest(number), source: "manifest")
            let id = try await provisioner.place(try provisioner.registry.manifest(in: document)).id
            _ = try await provisioner.decide(.confirm, on: id)
            orders.append(id)
        }
    }

    /// Walks every order to its end.
    func walk(concurrency: Int) async throws {
        let results = try await provisioner.run(
            orders, until: nil, concurrency: concurrency, shouldStop: { false }, report: { _ in })
        for result in results {
            guard case .settled = result.ending else {
                preconditionFailure("an order of the fleet comes to its end: \(result.ending)")
            }
        }
        try cloud.flush()
        let made = try cloud.overview().state
        precondition(made.purchases.count == orders.count, "each order of the fleet is bought once")
        precondition(made.projects.count == orders.count, "each order of the fleet has its project")
    }

    func close() throws { try journal.close() }

    static let world = """
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
struct JumpingClock: WorkflowEngine.Clock {
    let cloud: SimulatedCloud

    func now() async throws -> Timestamp { try cloud.now() }

    func isRunning() async throws -> Bool { true }

    func wait(until time: Timestamp, atMost limit: Duration) async throws {
        let ahead = time - (try cloud.now())
        if ahead > .zero { try cloud.advanceClock(by: ahead) }
    }
}
