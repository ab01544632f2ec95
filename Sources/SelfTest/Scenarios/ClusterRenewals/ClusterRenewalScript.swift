import Documents
import Provisioning
import RealtimeCompute
import RealtimeComputeKinds
import SimulatedCloud
import Workflow
import WorkflowEngine

/// Renewals of one subscription, two of them for as many months, which others renew and release meanwhile.
struct ClusterRenewalScript: SimulationScript {
    typealias K = ClusterRenewals

    let manifests = [renewal("longer", 3), renewal("longest", 12), renewal("longer-too", 3)]

    let calls: [Call] = [.renew]

    private static func renewal(_ name: String, _ months: Int) -> Document {
        ClusterScalingScenario.document(
            """
            apiVersion: sluice/v1
            kind: ClusterRenewal
            metadata: { name: \(name) }
            spec: { order: risk, months: \(months) }
            """)
    }

    // MARK: - The world

    private enum Happening: CaseIterable {
        case becomeUser, becomeAccount, deny, renewInConsole, release, fault, clearFaults
    }

    func happen(on stage: Stage, _ chance: inout SeededGenerator) throws {
        let happening = chance.isLucky(oneIn: 2) ? Happening.fault : chance.pick(Happening.allCases)
        if let change = try change(happening, on: stage, &chance) { try stage.change(change) }
    }

    private func change(
        _ happening: Happening, on stage: Stage, _ chance: inout SeededGenerator
    ) throws -> WorldChange? {
        switch happening {
        case .becomeUser: return .set("caller", "{ type: ram-user, name: alice }")
        case .becomeAccount: return .set("caller", "{ type: account, denied: [] }")
        case .deny:
            return .set("caller", "{ denied: [ \(chance.pick(["renew", "list-renewals", "get-instance"])) ] }")
        case .renewInConsole:
            guard let instance = try instance(on: stage) else { return nil }
            return .renewInConsole(instance, months: chance.pick([3, 12]))
        case .release:
            guard let instance = try instance(on: stage), chance.isLucky(oneIn: 6) else { return nil }
            return .set("instance/\(instance)", "{ status: released }")
        case .fault: return .add(.random(on: calls, &chance))
        case .clearFaults: return .clearFaults()
        }
    }

    /// The subscription that is renewed.
    private func instance(on stage: Stage) throws -> InstanceID? {
        let (state, now) = try stage.cloud.overview()
        return state.instances(at: now).first?.id
    }

    func mend(_ stage: Stage) throws {
        try stage.change(.set("caller", "{ type: account, denied: [] }"))
    }

    // MARK: - An operator

    func command(on record: StoredWorkflow, on stage: Stage, _ chance: inout SeededGenerator) -> Command {
        let id = record.id
        switch chance.next(upTo: 20) {
        case ..<12: return .advance(id)
        case ..<16: return .confirm(id, despiteFindings: chance.isLucky(oneIn: 2))
        case 16: return .decide(.withdraw, id)
        case ..<19: return .decide(.repurchase, id)
        default:
            let renewals = (try? stage.cloud.overview().state.renewals) ?? []
            return .adopt(id, renewals.isEmpty ? "0" : chance.pick(renewals).orderNumber)
        }
    }

    func answer(
        _ question: ClusterRenewal.Question, of state: ClusterRenewal.State, on record: StoredWorkflow,
        in round: Int, on stage: Stage
    ) async {
        // What is released is never renewed, and where another has renewed it nothing may be paid again: then it is given
        // up.
        if round % 8 == 7 { await stage.perform(.decide(.withdraw, record.id), by: Survivor()) }
        switch question {
        case .confirm:
            await stage.perform(.confirm(record.id, despiteFindings: false), by: Survivor())
        case .accountForPurchase:
            await stage.accountForPayment(of: record.id, among: state.candidates, in: round)
        }
    }

    // MARK: - The end

    func breachesAtTheEnd(
        of state: ClusterRenewal.State, as record: StoredWorkflow, in world: CloudState
    ) -> [Breach] {
        guard case .done(let done) = state else { return [] }
        let paid = world.renewals.filter { $0.orderNumber == done.purchase.orderNumber }
        guard paid.count == 1, paid[0].instance == done.order.subject.instance, paid[0].months == done.order.months
        else { return [Breach(of: .sameEnd, "\(record.name) owns \(paid.count) renewals, or another's")] }
        return []
    }
}

extension ClusterRenewal.State {
    /// The renewals among which the operator is asked to choose.
    fileprivate var candidates: [OrderNumber] {
        guard case .purchasing(let purchasing) = self else { return [] }
        return purchasing.payment.shown.map(\.orderNumber)
    }
}
