import Documents
import Logging
package import Provisioning
import RealtimeCompute
package import SimulatedCloud
import Synchronization
package import Workflow
package import WorkflowEngine

/// A cloud, a journal and a clock in memory, for processes to play on under the eyes of a watch.
package final class Stage: Sendable {
    package static let start = Timestamp(millisecondsSince1970: 1_617_238_800_000)

    package let cloud: SimulatedCloud
    /// The cloud as processes reach it: itself, or the vendor's API that is answered from it.
    private let reached: any Cloud
    package let journal: MemoryJournal
    package let time: VirtualTime
    let watch: Watch
    private let registry: Registry
    private let bits: Mutex<SeededGenerator>

    /// - Parameters:
    ///   - place: where a violation is to be seen again.
    ///   - wire: over which processes reach the cloud; directly if it is `nil`.
    ///   - requestIDs: whether requests have ids of their own; without, states that differ only in them are the same.
    init(
        at place: String, seed: UInt64, scenarios: Scenarios, world: CloudState = Stage.world,
        journal: MemoryJournal? = nil, now: Timestamp = Stage.start, over wire: Wire? = nil, requestIDs: Bool = true
    ) throws {
        let time = VirtualTime(now)
        let counter = RequestCounter(isCounting: requestIDs)
        cloud = try SimulatedCloud(
            inMemory: world, realNow: { time.current }, newRequestID: { counter.next() })
        reached = try wire?.connect(to: cloud) { time.current } ?? cloud
        self.time = time
        self.journal = journal ?? MemoryJournal(storeID: "selftest")
        watch = Watch(at: place, knowing: scenarios)
        registry = scenarios.registry
        bits = Mutex(SeededGenerator(seed: seed))
    }

    /// The use cases as a process has them whose life hangs on `fate`.
    func provisioner(_ fate: any Fate) -> Provisioner {
        Provisioner(
            journal: WatchedJournal(journal: journal, fate: fate, watch: watch), registry: registry,
            cloud: WatchedCloud(cloud: reached, fate: fate, watch: watch), clock: time,
            operatorActor: Actor(.operator, id: "selftest"), logger: Self.logger,
            random: { self.bits.withLock { $0.next() } })
    }

    /// The workflows to be read.
    package var book: WorkflowBook { WorkflowBook(journal, of: registry, at: time.current) }

    private static let logger = Logger(label: "selftest") { _ in SwiftLogNoOpLogHandler() }

    // MARK: - The world

    /// The world at its beginning, with all that an order needs.
    package static let world: CloudState = {
        do {
            return try WorldFile.read(
                try Document(text: worldText, source: "world"), id: "simulated-selftest", realNow: start)
        } catch {
            preconditionFailure("the world of the self-test is well formed: \(error)")
        }
    }()

    private static let worldText = """
        apiVersion: sluice/v1
        kind: World
        spec:
          account: { id: "1234567890123456" }
          clock: { start: 2021-04-01T09:00:00+08:00, speed: 1 }
          regions:
            - id: cn-beijing
              zones: [ { id: cn-beijing-f, stock: { Ecs_4c16g: 200, Ecs_8c32g: 400 } } ]
          vpcs: [ { id: vpc-prod, name: prod, region: cn-beijing, cidr: 172.16.0.0/12 } ]
          vSwitches:
            - { id: vsw-1, vpc: vpc-prod, zone: cn-beijing-f, cidr: 172.16.8.0/24, freeAddresses: 20 }
            - { id: vsw-2, vpc: vpc-prod, zone: cn-beijing-f, cidr: 172.16.9.0/24, freeAddresses: 200 }
          buckets: [ { name: risk-udf, region: cn-beijing } ]
          roles:
            - { name: AliyunStreamDefaultRole, trusts: [ stream.aliyuncs.com ], policies: [ AliyunStreamRolePolicy ] }
            - name: AliyunStreamAsiDefaultRole
              trusts: [ stream.aliyuncs.com ]
              policies: [ \(ServicePolicies.managed.map(\.rawValue).joined(separator: ", ")) ]
          sales: { exclusive: { closes: null }, shared: { closes: null } }
        """
}

/// Gives ids to requests.
private final class RequestCounter: Sendable {
    private let isCounting: Bool
    private let count = Mutex(0)

    init(isCounting: Bool) {
        self.isCounting = isCounting
    }

    func next() -> RequestID {
        guard isCounting else { return "R" }
        return count.withLock { count in
            count += 1
            return RequestID(rawValue: "R-\(count)")
        }
    }
}
