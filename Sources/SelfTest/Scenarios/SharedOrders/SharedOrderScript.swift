import Documents
import Provisioning
import RealtimeCompute
import RealtimeComputeKinds
import SimulatedCloud
import Workflow
import WorkflowEngine

/// Orders of shared mode, two of them for the same, while sales close, the role goes and others buy.
struct SharedOrderScript: SimulationScript {
    typealias K = SharedOrders

    let manifests = [
        manifest("legacy", units: 4, project: "legacy_rt"), manifest("older", units: 4, project: "older_rt"),
        manifest("larger", units: 8, project: "legacy_rt"),
    ]

    let calls: [Call] = [.purchaseShared, .purchaseShared, .createProject]

    private static func manifest(_ name: String, units: Int, project: String) -> Document {
        Document.ofSelfTest(
            """
            apiVersion: sluice/v1
            kind: SharedOrder
            metadata: { name: \(name) }
            spec: { region: cn-beijing, computeUnits: \(units), months: 3, project: { name: \(project) } }
            """)
    }

    // MARK: - The world

    private enum Happening: CaseIterable {
        case becomeUser, becomeAccount, deny, loseRole, mendRole, closeSale, openSale, buyInConsole, fault, clearFaults
    }

    func happen(on stage: Stage, _ chance: inout SeededGenerator) throws {
        let happening = chance.isLucky(oneIn: 3) ? Happening.fault : chance.pick(Happening.allCases)
        try stage.change(change(happening, &chance))
    }

    private func change(_ happening: Happening, _ chance: inout SeededGenerator) -> WorldChange {
        switch happening {
        case .becomeUser: return .set("caller", "{ type: ram-user, name: alice }")
        case .becomeAccount: return .set("caller", "{ type: account, denied: [] }")
        case .deny:
            let calls = ["purchase-shared", "create-project", "list-purchases", "get-project", "get-role"]
            return .set("caller", "{ denied: [ \(chance.pick(calls)) ] }")
        case .loseRole: return .set(Self.role, "{ policies: [] }")
        case .mendRole: return .set(Self.role, Self.mendedRole)
        case .closeSale: return .set("sales", "{ shared: { closes: 2021-04-01T00:00:00+08:00 } }")
        case .openSale: return .set("sales", "{ shared: { closes: null } }")
        case .buyInConsole:
            return .purchaseInConsole(
                SharedSpecification(region: "cn-beijing", computeUnits: chance.pick([4, 8]), months: 3))
        case .fault: return .add(.random(on: calls, &chance))
        case .clearFaults: return .clearFaults()
        }
    }

    private static let role = "role/AliyunStreamDefaultRole"
    private static let mendedRole = "{ trusts: [ stream.aliyuncs.com ], policies: [ AliyunStreamRolePolicy ] }"

    func mend(_ stage: Stage) throws {
        try stage.change(.set("caller", "{ type: account, denied: [] }"))
        try stage.change(.set(Self.role, Self.mendedRole))
        try stage.change(.set("sales", "{ shared: { closes: null } }"))
        // A grant takes time to show.
        stage.time.advance(by: .seconds(120))
    }

    // MARK: - An operator

    func command(on record: StoredWorkflow, on stage: Stage, _ chance: inout SeededGenerator) -> Command {
        let id = record.id
        switch chance.next(upTo: 20) {
        case ..<12: return .advance(id)
        case ..<15: return .confirm(id, despiteFindings: chance.isLucky(oneIn: 2))
        case 15: return .decide(.withdraw, id)
        case 16: return .decide(.repurchase, id)
        case 17:
            let purchases = (try? stage.cloud.overview().state.sharedPurchases) ?? []
            return .adopt(id, purchases.isEmpty ? "0" : chance.pick(purchases).orderNumber)
        default: return .amend(id, Self.manifest(record.name, units: 4, project: "\(record.name)_other"))
        }
    }

    func answer(
        _ question: SharedOrder.Question, of state: SharedOrder.State, on record: StoredWorkflow, in round: Int,
        on stage: Stage
    ) async {
        let (id, survivor) = (record.id, Survivor())
        switch question {
        case .confirm:
            await stage.perform(.confirm(id, despiteFindings: false), by: survivor)
            // A name that is taken keeps it a draft: another is asked for.
            if round % 2 == 1 { await stage.perform(.amend(id, renamed(state, in: round)), by: survivor) }
        case .mendPrerequisites, .amendProject:
            restoreSize(for: state, on: stage)
            await stage.perform(.advance(id), by: survivor)
            await stage.perform(
                .amend(id, ofWhatIsThere(for: state, on: stage) ?? renamed(state, in: round)), by: survivor)
        case .accountForPurchase:
            await stage.accountForPayment(of: id, among: state.candidates, in: round)
        }
    }

    /// What an order has bought, with the project on it.
    private func bought(by state: SharedOrder.State, on stage: Stage) -> (Instance, SharedProjectRecord?)? {
        guard let number = state.purchase?.orderNumber, let world = try? stage.cloud.overview(),
            let instance = world.state.instances(at: world.now).first(where: { $0.orderNumber == number })
        else { return nil }
        return (instance, world.state.sharedProjects.first { $0.instance == instance.id })
    }

    /// Gives an instance that somebody has made smaller meanwhile back what was bought.
    private func restoreSize(for state: SharedOrder.State, on stage: Stage) {
        guard let (instance, project) = bought(by: state, on: stage), project == nil,
            let units = instance.computeUnits, units < state.order.specification.computeUnits
        else { return }
        let wanted = state.order.specification.computeUnits.count
        // An instance that has been released meanwhile stays as it is.
        try? stage.change(.set("instance/\(instance.id)", "{ computeUnits: \(wanted) }"))
    }

    /// The same for the project that a request of before has made after all.
    private func ofWhatIsThere(for state: SharedOrder.State, on stage: Stage) -> Document? {
        guard let (_, project) = bought(by: state, on: stage), let record = project else { return nil }
        let specification = state.order.specification
        return Self.manifest(
            specification.name.rawValue, units: specification.computeUnits.count, project: record.project.name.rawValue)
    }

    /// The same for a project of a name of its own.
    private func renamed(_ state: SharedOrder.State, in round: Int) -> Document {
        let specification = state.order.specification
        return Self.manifest(
            specification.name.rawValue, units: specification.computeUnits.count,
            project: "\(specification.name)_\(round)")
    }

    // MARK: - The end

    func breachesAtTheEnd(of state: SharedOrder.State, as record: StoredWorkflow, in world: CloudState) -> [Breach] {
        guard case .provisioned(let provisioned) = state else { return [] }
        var breaches: [Breach] = []
        let bought = world.sharedPurchases.filter { $0.orderNumber == provisioned.purchase.orderNumber }
        if bought.count != 1 { breaches.append(Breach(of: .sameEnd, "\(record.name) owns \(bought.count) purchases")) }
        let made = world.sharedProjects.filter { $0.instance == provisioned.instance }.map(\.project.name)
        if made != [provisioned.order.specification.project.name] {
            breaches.append(Breach(of: .sameEnd, "\(record.name) is provisioned, and has the projects \(made)"))
        }
        return breaches
    }
}

extension SharedOrder.State {
    /// The purchases among which the operator is asked to choose.
    fileprivate var candidates: [OrderNumber] {
        guard case .purchasing(let purchasing) = self else { return [] }
        return purchasing.payment.shown.map(\.orderNumber)
    }
}
