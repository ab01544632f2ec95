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

    let manifests: [Document]

    let calls: [Call] = [.renew]

    private let subject: RenewalSubject

    /// - Parameter order: the order that has bought what is renewed, before anything else is bought.
    init(of subject: RenewalSubject, boughtBy order: String) {
        self.subject = subject
        manifests = [("longer", 3), ("longest", 12), ("longer-too", 3)].map { Self.renewal(of: order, $0, $1) }
    }

    private static func renewal(of order: String, _ name: String, _ months: Int) -> Document {
        Document.ofSelfTest(
            """
            apiVersion: sluice/v1
            kind: ClusterRenewal
            metadata: { name: \(name) }
            spec: { order: \(order), months: \(months) }
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
            let looks = [Call.listRenewals, .getInstance, .getWorkspace]
            return .set("caller", "{ denied: [ \(chance.pick(calls + looks).rawValue) ] }")
        case .renewInConsole: return try bought(on: stage)?.renewInConsole(months: chance.pick([3, 12]))
        case .release: return chance.isLucky(oneIn: 6) ? try bought(on: stage)?.release : nil
        case .fault: return .add(.random(on: calls, &chance))
        case .clearFaults: return .clearFaults()
        }
    }

    /// The subscription that is renewed.
    private func bought(on stage: Stage) throws -> Bought? {
        let (state, now) = try stage.cloud.overview()
        return switch subject {
        case .instance: state.instances(at: now).first.map { .instance($0.id) }
        case .workspace: state.workspaces.first.map { .workspace($0.id) }
        }
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

/// What is renewed, and what others may do with it.
private enum Bought {
    case instance(InstanceID)
    case workspace(WorkspaceID)

    func renewInConsole(months: Int) -> WorldChange {
        switch self {
        case .instance(let id): .renewInConsole(id, months: months)
        case .workspace(let id): .renewInConsole(id, months: months)
        }
    }

    var release: WorldChange {
        switch self {
        case .instance(let id): .set("instance/\(id)", "{ status: released }")
        case .workspace(let id): .deleteWorkspace(id)
        }
    }
}

extension ClusterRenewal.State {
    /// The renewals among which the operator is asked to choose.
    fileprivate var candidates: [OrderNumber] {
        guard case .purchasing(let purchasing) = self else { return [] }
        return purchasing.payment.shown.map(\.orderNumber)
    }
}
