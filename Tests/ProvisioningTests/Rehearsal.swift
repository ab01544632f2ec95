import CanonicalJSON
import Documents
import Foundation
import Logging
import RealtimeCompute
import RealtimeComputeKinds
import SelfTest
import Synchronization
import Testing
import Workflow
import WorkflowEngine

@testable import Provisioning
@testable import SimulatedCloud

/// The use cases over a simulated cloud and a journal, both in memory, on virtual time.
final class Rehearsal: Sendable {
    static let start = Timestamp(millisecondsSince1970: 1_617_238_800_000)

    /// The wire over which the cloud is called, if over one: Scripts/test runs the same walks so.
    static let wire = ProcessInfo.processInfo.environment["SLUICE_TEST_WIRE"].flatMap(Wire.init(rawValue:))
    /// What the vendor's API does not tell, only a cloud in the process does.
    static var isInProcess: Bool { wire == nil }

    let cloud: SimulatedCloud
    let journal: any Journal
    let time: CloudTime
    let provisioner: Provisioner

    /// - Parameter other: a rehearsal whose cloud and time are shared, as another process would.
    init(
        id: String = "simulated-test", journal: any Journal = MemoryJournal(storeID: "store"),
        sharing other: Rehearsal? = nil
    ) throws {
        let time = other?.time ?? CloudTime(Self.start)
        let state = try WorldFile.read(
            try Document(text: Texts.world, source: "world"), id: id, realNow: Self.start)
        cloud =
            try other?.cloud
            ?? SimulatedCloud(
                inMemory: state, realNow: { time.current }, newRequestID: { RequestID(rawValue: UUID().uuidString) })
        self.time = time
        self.journal = journal
        let seen: any Cloud = try Self.wire?.connect(to: cloud, now: { time.current }) ?? cloud
        provisioner = Provisioner(
            journal: journal, registry: .standard, cloud: seen, clock: time, operatorActor: Actor(.operator, id: "op"),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    // MARK: - Orders

    func place(_ manifest: String = Texts.manifest) async throws -> OrderID {
        try await provisioner.place(
            try provisioner.registry.manifest(in: try Document(text: manifest, source: "manifest"))
        ).id
    }

    func confirmed(_ manifest: String = Texts.manifest, despiteFindings: Bool = false) async throws -> OrderID {
        let id = try await place(manifest)
        #expect(try await provisioner.confirm(id, despiteFindings: despiteFindings).isConfirmed)
        return id
    }

    /// Confirms an order and advances it until it is in `phase`.
    func reached(_ phase: OrderState.Phase, _ manifest: String = Texts.manifest) async throws -> OrderID {
        let id = try await confirmed(manifest)
        try await run(id, until: phase)
        #expect(try await self.phase(id) == phase)
        return id
    }

    @discardableResult
    func run(_ id: OrderID, until phase: OrderState.Phase? = nil) async throws -> RunResult {
        try await provisioner.run([id], until: phase?.rawValue, shouldStop: { false }, report: { _ in })[0]
    }

    @discardableResult
    func advance(_ id: OrderID) async throws -> AdvanceReport {
        try await provisioner.advance(id)
    }

    func report(_ id: OrderID) async throws -> OrderReport {
        let record = try #require(try await journal.workflow(id))
        return OrderReport(
            state: try LoadedWorkflow<ExclusiveOrder>(record).state,
            workflow: try await WorkflowBook(journal, of: .standard, at: time.now()).workflow(id))
    }

    func phase(_ id: OrderID) async throws -> OrderState.Phase { try await report(id).state.phase }

    func events(_ id: OrderID) async throws -> [String] { try await journal.history(of: id).map(\.event) }

    // MARK: - The cloud

    func fault(_ scripts: String...) throws {
        try cloud.change { state, now, _ in
            for script in scripts { state.add(try #require(FaultScript(script)), at: now) }
        }
    }

    func clearFaults() throws {
        try cloud.change { state, now, _ in state.clearFaults(nil, at: now) }
    }

    func set(_ resource: String, _ fields: [String: String]) throws {
        let node = Node.object(
            of: try fields.sorted { $0.key < $1.key }.map { name, value in
                (name, value.isEmpty ? .null : try Document(text: value, source: name).root)
            })
        try cloud.change { state, now, realNow in try state.set(resource, node, at: now, realNow: realNow) }
    }

    func purchaseInConsole(_ manifest: String = Texts.manifest) throws -> OrderNumber {
        let specification = try Texts.specification(manifest).purchase
        return try cloud.change { state, now, _ in
            try state.purchaseInConsole(specification, at: now)
        }.orderNumber
    }

    var state: CloudState { get throws { try cloud.overview().state } }
    var purchaseCount: Int { get throws { try state.purchases.count } }

    /// Checks what must be true of every order that has come to its end: bought once, one cluster, each project once, a
    /// history that leads where it stands.
    func expectProvisioned(_ id: OrderID, purchases: Int = 1, at location: SourceLocation = #_sourceLocation)
        async throws
    {
        let report = try await report(id)
        #expect(report.state.phase == .provisioned, sourceLocation: location)
        let state = try state
        #expect(state.purchases.count == purchases, sourceLocation: location)
        let number = try #require(report.state.purchase?.orderNumber)
        #expect(state.clusters.filter { $0.orderNumber == number }.count == 1, sourceLocation: location)
        let cluster = try #require(report.state.cluster?.id)
        let made = state.projects.filter { $0.cluster == cluster }.map(\.project.name).sorted {
            $0.rawValue < $1.rawValue
        }
        let wanted = report.specification.projects.map(\.name).sorted { $0.rawValue < $1.rawValue }
        #expect(made == wanted, sourceLocation: location)
        try await expectSoundHistory(at: location)
    }

    func expectSoundHistory(at location: SourceLocation = #_sourceLocation) async throws {
        #expect(try await WorkflowBook(journal, of: .standard, at: nil).replay().isEmpty, sourceLocation: location)
    }
}

/// An exclusive order: what is said of it, and its state.
struct OrderReport {
    let state: OrderState
    let workflow: WorkflowReport

    var version: Int { workflow.version }
    var next: NextStep { workflow.next }
    var postponement: Postponement? { workflow.postponement }
    var findings: [FindingView] { workflow.presentation.findings }
    var isFinished: Bool { workflow.isFinished }

    var load: ClusterLoad? {
        switch state {
        case .running(let running): running.load
        case .provisioned(let provisioned): provisioned.load
        default: nil
        }
    }
    var specification: OrderSpecification { state.order.specification }

    var candidates: [Purchase] {
        guard case .purchasing(let purchasing) = state, case .candidates(let candidates) = purchasing.question else {
            return []
        }
        return candidates
    }
}

extension NextStep {
    /// The question that an operator is asked, if one is.
    var question: OrderQuestion? {
        guard case .ask = step else { return nil }
        return what.flatMap(OrderQuestion.init)
    }
}

extension WorkflowReport {
    var orderPhase: OrderState.Phase? { OrderState.Phase(rawValue: phase) }
}

extension DecisionReport {
    var isConfirmed: Bool { declined == nil }
}

// The decisions about an exclusive order.
extension Provisioner {
    @discardableResult
    func confirm(_ id: OrderID, despiteFindings: Bool) async throws -> DecisionReport {
        var input = DecisionInput()
        input.despiteFindings = despiteFindings
        return try await decide(.confirm, on: id, with: input)
    }

    @discardableResult
    func withdraw(_ id: OrderID, because reason: String) async throws -> DecisionReport {
        try await decide(.withdraw, on: id, with: .because(reason))
    }

    @discardableResult
    func repurchase(_ id: OrderID, because reason: String) async throws -> DecisionReport {
        try await decide(.repurchase, on: id, with: .because(reason))
    }

    @discardableResult
    func adopt(_ id: OrderID, _ number: OrderNumber, because reason: String) async throws -> DecisionReport {
        var input = DecisionInput.because(reason)
        input.orderNumber = number.rawValue
        return try await decide(.adopt, on: id, with: input)
    }

    @discardableResult
    func amend(_ id: OrderID, to specification: OrderSpecification) async throws -> DecisionReport {
        var input = DecisionInput()
        input.manifest = try Document(text: specification.manifest, source: "amended")
        return try await decide(.amend, on: id, with: input)
    }
}

extension DecisionInput {
    fileprivate static func because(_ reason: String) -> Self {
        var input = Self()
        input.reason = reason
        return input
    }
}

extension OrderSpecification {
    /// The manifest that asks for this.
    var manifest: String {
        let method = billing.method.rawValue
        let months = if case .subscription(let months) = billing { ", months: \(months)" } else { "" }
        let cidr = cluster.cidr.map { ", cidr: \"\($0)\"" } ?? ""
        let list = projects.map {
            "{ name: \($0.name), description: \"\($0.description)\", computeUnits: \($0.computeUnits.count) }"
        }
        let timing = CanonicalJSON.text(self.timing)
        return """
            apiVersion: sluice/v1
            kind: ExclusiveOrder
            metadata: { name: \(name) }
            spec:
              region: \(region)
              billing: { method: \(method)\(months) }
              masters: { model: \(masters.model.rawValue), count: \(masters.count) }
              slaves: { model: \(slaves.model.rawValue), count: \(slaves.count) }
              cluster:
                { name: \(cluster.name), description: "\(cluster.description)", zone: \(cluster.zone), vpc: \(cluster.vpc),
                  vSwitch: \(cluster.vSwitch), bucket: \(cluster.bucket)\(cidr) }
              projects: [ \(list.joined(separator: ", ")) ]
              timing: \(timing)
            """
    }
}

/// The cloud's clock on virtual time: waiting moves it on at once.
final class CloudTime: Clock {
    private let real: Mutex<Timestamp>

    init(_ time: Timestamp) {
        real = Mutex(time)
    }

    var current: Timestamp { real.withLock { $0 } }

    func advance(by duration: Duration) { real.withLock { $0 = $0 + duration } }

    func now() async throws -> Timestamp { current }

    func isRunning() async throws -> Bool { true }

    func wait(until time: Timestamp, atMost limit: Duration) async throws {
        real.withLock { $0 = max($0, time) }
    }
}

enum Texts {
    static let manifest = """
        apiVersion: sluice/v1
        kind: ExclusiveOrder
        metadata: { name: risk }
        spec:
          region: cn-beijing
          billing: { method: subscription, months: 12 }
          masters: { model: Ecs_4c16g, count: 3 }
          slaves: { model: Ecs_8c32g, count: 6 }
          cluster:
            { name: risk_cluster, zone: cn-beijing-f, vpc: vpc-prod, vSwitch: vsw-1, bucket: risk-udf }
          projects:
            - { name: risk_rt, computeUnits: 20 }
            - { name: risk_ml, computeUnits: 10 }
        """

    /// The same order under another name.
    static func named(_ name: String) -> String {
        manifest.replacing("name: risk }", with: "name: \(name) }").replacing("risk_", with: "\(name)_")
    }

    static let world = """
        apiVersion: sluice/v1
        kind: World
        spec:
          account: { id: "1234567890123456" }
          clock: { start: 2021-04-01T09:00:00+08:00, speed: 1 }
          regions:
            - id: cn-beijing
              zones: [ { id: cn-beijing-f, stock: { Ecs_4c16g: 20, Ecs_8c32g: 100 } } ]
          vpcs: [ { id: vpc-prod, name: prod, region: cn-beijing, cidr: 172.16.0.0/12 } ]
          vSwitches:
            - { id: vsw-1, vpc: vpc-prod, zone: cn-beijing-f, cidr: 172.16.8.0/24, freeAddresses: 200 }
            - { id: vsw-2, vpc: vpc-prod, zone: cn-beijing-f, cidr: 172.16.9.0/24, freeAddresses: 200 }
          buckets: [ { name: risk-udf, region: cn-beijing } ]
          roles: [ { name: AliyunStreamDefaultRole, trusts: [ stream.aliyuncs.com ], policies: [ AliyunStreamRolePolicy ] } ]
        """

    static func specification(_ manifest: String) throws -> OrderSpecification {
        try OrderManifest.read(try Document(text: manifest, source: "manifest"))
    }
}
