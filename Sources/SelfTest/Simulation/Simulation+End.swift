import Documents
import Provisioning
import RealtimeCompute
import RealtimeComputeKinds
import SimulatedCloud
import Wording
import Workflow
import WorkflowEngine

extension Simulation {
    /// Mends the world, answers every question as a sensible operator would, and expects every order to come to an end.
    func expectAWayOn() async throws {
        try stage.clearFaults()
        for (resource, fields) in Self.mended { try stage.set(resource, fields) }
        let survivor = Survivor()
        for round in 0..<80 {
            var open = 0
            for id in orders {
                let report = try await WorkflowBook(stage.journal, of: .standard, at: stage.time.current).workflow(id)
                guard !report.isFinished else { continue }
                open += 1
                switch report.next.step {
                case .perform: await stage.perform(.advance(id), by: survivor)
                case .wait(let until):
                    // A start takes half an hour of polls: some of them are slept through.
                    stage.time.advance(to: max(until, stage.time.current + .seconds(5 * 60)))
                    await stage.perform(.advance(id), by: survivor)
                case .ask:
                    await answer(report, in: round, by: survivor)
                case .finished: break
                }
            }
            if open == 0 { return }
        }
        for id in orders {
            let report = try await WorkflowBook(stage.journal, of: .standard, at: stage.time.current).workflow(id)
            guard !report.isFinished else { continue }
            stage.watch.note(
                .alwaysAWayOn, "\(report.name) stays \(report.phase), \(report.next.reason.code)")
        }
    }

    private static let mended = [
        ("bucket/risk-udf", "{ acl: private }"), ("vpc/vpc-prod", "{ name: prod }"),
        ("vswitch/vsw-1", "{ freeAddresses: 200 }"), ("vswitch/vsw-2", "{ freeAddresses: 200 }"),
        ("zone/cn-beijing-f", "{ stock: { Ecs_4c16g: 200, Ecs_8c32g: 200 } }"),
        ("caller", "{ type: account, denied: [] }"), ("sales", "{ closes: null }"),
    ]

    private func answer(_ report: WorkflowReport, in round: Int, by survivor: Survivor) async {
        let id = report.id
        guard let question = report.next.what.flatMap(OrderQuestion.init), let seen = stage.watch.orders[id] else {
            return
        }
        switch question {
        case .confirm:
            await stage.perform(.confirm(id, despiteFindings: false), by: survivor)
        case .mendPrerequisites:
            await stage.perform(.advance(id), by: survivor)
        case .amendProject:
            await stage.perform(.advance(id), by: survivor)
            await stage.perform(.amend(id, amendment(of: seen.state)), by: survivor)
        case .accountForPurchase:
            // Looked at again first: a late purchase may have shown meanwhile.
            await stage.perform(.advance(id), by: survivor)
            if let candidate = seen.state.candidates.first, round % 2 == 0 {
                await stage.perform(.adopt(id, candidate.orderNumber), by: survivor)
            } else {
                await stage.perform(.decide(.repurchase, id), by: survivor)
            }
            stage.time.advance(by: .seconds(31 * 60))
        }
    }

    /// An amendment that the cluster can bear: what exists, and nothing else that would not fit.
    private func amendment(of order: OrderState) -> Document {
        let state = try? stage.cloud.overview().state
        let cluster = order.cluster?.id
        let existing = (state?.projects ?? []).filter { $0.cluster == cluster }.map(\.project)
        let free = 36 - existing.reduce(0) { $0 + $1.computeUnits.count }
        var projects = existing.map { "{ name: \($0.name), computeUnits: \($0.computeUnits.count) }" }
        if projects.isEmpty {
            projects = ["{ name: \(order.order.specification.name)_rt, computeUnits: \(max(1, min(5, free))) }"]
        }
        let specification = order.order.specification
        return Stage.manifest(
            named: specification.name.rawValue, vSwitch: specification.cluster.vSwitch.rawValue,
            projects: projects.joined(separator: ", "))
    }

    /// What must be true of the world and the journal when all is done.
    func judgeTheEnd() async throws {
        let watch = stage.watch
        for problem in try await WorkflowBook(stage.journal, of: .standard, at: nil).replay() {
            watch.note(.everyChangeIsHistory, problem.english)
        }
        let state = try stage.cloud.overview().state
        for (key, count) in count(state.purchases.compactMap(\.purchase.key?.rawValue)) where count > 1 {
            watch.note(.oneRequestPerEpoch, "\(count) purchases bear the key \(key)")
        }
        for (instance, count) in count(state.clusters.map(\.instance.rawValue)) where count > 1 {
            watch.note(.lookBeforeCreate, "\(count) clusters on \(instance)")
        }
        for (project, count) in count(state.projects.map { "\($0.cluster)/\($0.project.name)" }) where count > 1 {
            watch.note(.lookBeforeCreate, "\(count) projects \(project)")
        }
        for id in orders {
            guard let seen = watch.orders[id], case .provisioned(let provisioned) = seen.state else { continue }
            let bought = state.purchases.filter { $0.purchase.orderNumber == provisioned.purchase.orderNumber }
            if bought.count != 1 { watch.note(.sameEnd, "\(seen.record.name) owns \(bought.count) purchases") }
            let made = state.projects.filter { $0.cluster == provisioned.cluster.id }.map(\.project.name)
            for wanted in provisioned.order.specification.projects where !made.contains(wanted.name) {
                watch.note(.sameEnd, "\(seen.record.name) is provisioned without \(wanted.name)")
            }
        }
    }

    private func count(_ names: [String]) -> [String: Int] {
        Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
    }
}

/// A process that lives, and parks nowhere.
struct Survivor: Fate {
    let process = 0

    func decide(_ point: PointInTime) async throws {}
}

extension OrderState {
    /// The purchases among which the operator is asked to choose.
    fileprivate var candidates: [Purchase] {
        guard case .purchasing(let purchasing) = self, case .candidates(let candidates) = purchasing.question else {
            return []
        }
        return candidates
    }
}
