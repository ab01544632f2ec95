import CanonicalJSON
import Provisioning
import RealtimeCompute
import SimulatedCloud
import Testing
import Workflow
import WorkflowEngine

@testable import SelfTest

/// A watch that sees nothing would find every program sound: here it is shown what it must see.
struct WatchTests {
    private let stage: Stage
    private let id: OrderID

    init() async throws {
        stage = try Stage(at: "here", seed: 1, scenarios: .standard)
        let manifest = ExclusiveOrderScenario.manifest(named: "risk", projects: "{ name: risk_rt, computeUnits: 20 }")
        await stage.perform(.place(manifest), by: Survivor())
        id = try #require(stage.watch.workflows.keys.first)
        await stage.perform(.confirm(id, despiteFindings: false), by: Survivor())
        #expect(stage.watch.violations.isEmpty)
    }

    private var rules: [Rule] { stage.watch.violations.map(\.rule) }
    private var cloud: WatchedCloud { WatchedCloud(cloud: stage.cloud, fate: Survivor(), watch: stage.watch) }

    private func seen() throws -> Seen { try #require(stage.watch.workflows[id]) }
    private func state() throws -> OrderState { try #require(try seen().state(of: ExclusiveOrder.self)) }
    private func order() throws -> Order { try state().order }

    private func buy() async throws {
        let order = try order()
        _ = try await cloud.purchases(matching: PurchaseQuery(for: order, with: PurchaseTrail()))
        _ = try await cloud.purchase(order.specification.purchase, key: order.purchaseKey(inEpoch: 1))
    }

    @Test func `a lawful walk is none of its business`() async throws {
        for _ in 0..<4 { await stage.perform(.advance(id), by: Survivor()) }
        #expect(rules.isEmpty)
        #expect(try state().phase == .starting)
    }

    @Test func `a request without its intent`() async throws {
        try await buy()
        #expect(rules == [.intentBeforeRequest])
    }

    @Test func `a request without a look before it`() async throws {
        stage.watch.turnBegan(in: Survivor().process)
        let order = try order()
        _ = try await cloud.purchase(order.specification.purchase, key: order.purchaseKey(inEpoch: 1))
        #expect(rules.contains(.lookBeforeCreate))
    }

    @Test func `a second request of one epoch`() async throws {
        await stage.perform(.advance(id), by: Survivor())
        #expect(rules.isEmpty)
        stage.watch.turnBegan(in: Survivor().process)
        try await buy()
        #expect(rules.contains(.oneRequestPerEpoch))
    }

    @Test func `a call before what the last one gave is committed`() async throws {
        try await buy()
        _ = try await cloud.callerIdentity()
        #expect(rules.contains(.nothingLostBetweenCalls))
    }

    @Test func `a cluster for an order that is not ready, a project on one that does not run`() async throws {
        let order = try order()
        for _ in 0..<2 { await stage.perform(.advance(id), by: Survivor()) }
        stage.watch.turnBegan(in: Survivor().process)
        _ = try await cloud.cluster(on: "other", as: nil, since: nil, in: order.specification.region)
        _ = try? await cloud.createCluster(order.specification.cluster, on: "other", in: order.specification.region)
        _ = try await cloud.projects(in: "other", order.specification.region)
        _ = try? await cloud.createProject(order.specification.projects[0], in: "other", order.specification.region)
        #expect(rules == [.ground, .ground])
    }

    /// A forgery of the order's next commit.
    private func forge(
        named name: String = "risk", version: Int = 3, from: String = "confirmed", at time: Timestamp? = nil,
        cloud: String? = nil,
        _ event: OrderEvent, leadingTo state: OrderState, written: String? = nil, claims: [Claim] = []
    ) throws {
        let record = try seen().record
        let workflow = StoredWorkflow(
            id: id, name: name, kind: record.kind, definitionVersion: 1, cloud: cloud ?? record.cloud,
            phase: state.phase.rawValue, isFinished: false, state: written ?? CanonicalJSON.text(state),
            version: version,
            postponement: nil, createdAt: record.createdAt, updatedAt: time ?? record.updatedAt)
        let commit = Commit(
            workflow, event: event.name.rawValue, evidence: CanonicalJSON.text(event), from: from,
            actor: Actor(.system, id: "time"), requestID: nil, claims: claims)
        stage.watch.committed(commit, by: 0)
    }

    private func intent() throws -> (event: OrderEvent, state: OrderState) {
        let old = try state()
        guard case .perform(_, let announced?) = ExclusiveOrder.next(in: old, at: Stage.start) else {
            throw ExpectationFailedError()
        }
        return (announced, try ExclusiveOrder.step(from: old, on: announced))
    }

    private struct ExpectationFailedError: Error {}

    @Test func `a gap, a step back in time, another cloud`() throws {
        let next = try intent()
        try forge(version: 4, next.event, leadingTo: next.state)
        #expect(rules == [.everyChangeIsHistory])
    }

    @Test func `a commit before the one before it`() throws {
        let next = try intent()
        try forge(at: Stage.start + .seconds(-60), next.event, leadingTo: next.state)
        #expect(rules == [.everyChangeIsHistory])
    }

    @Test func `a commit that moves to another cloud`() throws {
        let next = try intent()
        try forge(cloud: "another", next.event, leadingTo: next.state)
        #expect(rules.contains(.oneCloud))
    }

    @Test func `a state that is not written as it is encoded`() throws {
        let next = try intent()
        let text = CanonicalJSON.text(next.state)
        try forge(next.event, leadingTo: next.state, written: text)
        #expect(rules.isEmpty)
        let other = text.dropLast() + #","z":1}"#
        try forge(version: 4, from: "purchasing", next.event, leadingTo: next.state, written: String(other))
        #expect(stage.watch.violations.map(\.detail).contains { $0.contains("not as it is encoded") })
    }

    @Test func `a state that its event does not lead to`() throws {
        let old = try state()
        try forge(try intent().event, leadingTo: old)
        #expect(rules.contains(.everyChangeIsHistory))
    }

    @Test func `a state that is another workflow's`() throws {
        let next = try intent()
        try forge(named: "other", next.event, leadingTo: next.state)
        #expect(rules == [.everyChangeIsHistory])
    }

    @Test func `an order number that another owns`() throws {
        let next = try intent()
        let number = Claim("purchase/1", amount: 1, limit: 1)
        stage.watch.assume([Seen(try seen(), as: WorkflowID(rawValue: "A"), claiming: [number])])
        try forge(next.event, leadingTo: next.state, claims: [number])
        #expect(rules == [.neverMoreThanThereIs, .oneOwner])
    }

    @Test func `claims beyond what there is`() throws {
        let next = try intent()
        try forge(next.event, leadingTo: next.state, claims: [Claim("seats", amount: 3, limit: 2)])
        #expect(rules == [.neverMoreThanThereIs])
    }

    @Test func `giving up while the window is open`() async throws {
        try stage.change(.add(.call(.timeoutBefore, of: .purchase, times: 1)))
        for _ in 0..<2 { await stage.perform(.advance(id), by: Survivor()) }
        let seen = try seen()
        let look = OrderEvent.purchaseNotFound(Look(at: Stage.start + .seconds(60)))
        try forge(version: seen.record.version + 1, from: "purchasing", look, leadingTo: state())
        #expect(rules.contains(.lookBeforeJudgingByTime))
    }
}

extension Seen {
    /// Another workflow in the same state.
    fileprivate init(_ seen: Seen, as id: WorkflowID, claiming claims: [Claim]) {
        let record = seen.record
        let copy = StoredWorkflow(
            id: id, name: id.rawValue, kind: record.kind, definitionVersion: 1, cloud: record.cloud,
            phase: record.phase,
            isFinished: record.isFinished, state: record.state, version: record.version, postponement: nil,
            createdAt: record.createdAt, updatedAt: record.updatedAt)
        self.init(
            record: copy, event: seen.event, process: 1, claims: claims, intent: seen.intent, staged: seen.staged)
    }
}
