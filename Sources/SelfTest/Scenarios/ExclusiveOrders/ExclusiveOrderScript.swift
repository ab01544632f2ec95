import Documents
import Provisioning
import RealtimeCompute
import RealtimeComputeKinds
import SimulatedCloud
import Workflow
import WorkflowEngine

/// Up to three orders, and a world in which prerequisites break and mend, callers change, and clusters stall and fail.
struct ExclusiveOrderScript: SimulationScript {
    typealias K = ExclusiveOrders

    let manifests = [
        ExclusiveOrderScenario.manifest(named: "first", projects: "{ name: first_rt, computeUnits: 20 }"),
        ExclusiveOrderScenario.manifest(
            named: "second", projects: "{ name: second_rt, computeUnits: 20 }, { name: second_ml, computeUnits: 10 }"),
        ExclusiveOrderScenario.manifest(named: "third", projects: "{ name: third_rt, computeUnits: 36 }"),
    ]

    let calls: [Call] = [.purchase, .purchase, .createCluster, .createProject, .openTicket, .makePrivate, .nameVPC]

    // MARK: - An operator

    func command(on record: StoredWorkflow, on stage: Stage, _ chance: inout SeededGenerator) -> Command {
        let id = record.id
        switch chance.next(upTo: 20) {
        case ..<12: return .advance(id)
        case ..<14: return .confirm(id, despiteFindings: chance.isLucky(oneIn: 2))
        case 14: return .decide(.mend, id)
        case 15: return .decide(.withdraw, id)
        case 16: return .decide(.repurchase, id)
        case 17: return .adopt(id, anyNumber(on: stage, &chance))
        default: return .amend(id, chance.pick(Self.amendments(of: record.name)))
        }
    }

    private func anyNumber(on stage: Stage, _ chance: inout SeededGenerator) -> OrderNumber {
        let purchases = (try? stage.cloud.overview().state.purchases) ?? []
        return purchases.isEmpty ? "0" : chance.pick(purchases.map(\.purchase.orderNumber))
    }

    static func amendments(of name: String) -> [Document] { amended[name] ?? changes(of: name) }

    private static let amended = Dictionary(
        uniqueKeysWithValues: ["first", "second", "third"].map { ($0, changes(of: $0)) })

    private static func changes(of name: String) -> [Document] {
        [
            ExclusiveOrderScenario.manifest(named: name, projects: "{ name: \(name)_rt, computeUnits: 20 }"),
            ExclusiveOrderScenario.manifest(named: name, projects: "{ name: \(name)_other, computeUnits: 5 }"),
            ExclusiveOrderScenario.manifest(
                named: name, vSwitch: "vsw-2", projects: "{ name: \(name)_rt, computeUnits: 20 }"),
        ]
    }

    // MARK: - A sensible operator

    func answer(
        _ question: OrderQuestion, of state: OrderState, on record: StoredWorkflow, in round: Int, on stage: Stage
    ) async {
        let id = record.id
        let survivor = Survivor()
        switch question {
        case .confirm:
            await stage.perform(.confirm(id, despiteFindings: false), by: survivor)
        case .mendPrerequisites:
            await stage.perform(.advance(id), by: survivor)
        case .amendProject:
            await stage.perform(.advance(id), by: survivor)
            await stage.perform(.amend(id, amendment(of: state, on: stage)), by: survivor)
        case .accountForCluster:
            await stage.perform(.advance(id), by: survivor)
            await stage.perform(.decide(.abandon, id), by: survivor)
        case .accountForPurchase:
            await stage.accountForPayment(of: id, among: state.candidates.map(\.orderNumber), in: round)
        }
    }

    /// An amendment that the cluster can bear: what exists, and nothing else that would not fit.
    private func amendment(of order: OrderState, on stage: Stage) -> Document {
        let state = try? stage.cloud.overview().state
        let cluster = order.cluster?.id
        let existing = (state?.projects ?? []).filter { $0.cluster == cluster }.map(\.project)
        let free = 36 - existing.reduce(0) { $0 + $1.computeUnits.count }
        var projects = existing.map { "{ name: \($0.name), computeUnits: \($0.computeUnits.count) }" }
        if projects.isEmpty {
            projects = ["{ name: \(order.order.specification.name)_rt, computeUnits: \(max(1, min(5, free))) }"]
        }
        let specification = order.order.specification
        return ExclusiveOrderScenario.manifest(
            named: specification.name.rawValue, vSwitch: specification.cluster.vSwitch.rawValue,
            projects: projects.joined(separator: ", "))
    }

    // MARK: - The end

    func mend(_ stage: Stage) throws {
        for (resource, fields) in Self.mended { try stage.change(.set(resource, fields)) }
    }

    private static let mended = [
        ("bucket/risk-udf", "{ acl: private }"), ("vpc/vpc-prod", "{ name: prod }"),
        ("vswitch/vsw-1", "{ freeAddresses: 200 }"), ("vswitch/vsw-2", "{ freeAddresses: 200 }"),
        ("zone/cn-beijing-f", "{ stock: { Ecs_4c16g: 200, Ecs_8c32g: 200 } }"),
        ("caller", "{ type: account, denied: [] }"), ("sales", "{ closes: null }"),
    ]

    func breachesAtTheEnd(of state: OrderState, as record: StoredWorkflow, in world: CloudState) -> [Breach] {
        guard case .provisioned(let provisioned) = state else { return [] }
        var breaches: [Breach] = []
        let bought = world.purchases.filter { $0.purchase.orderNumber == provisioned.purchase.orderNumber }
        if bought.count != 1 { breaches.append(Breach(of: .sameEnd, "\(record.name) owns \(bought.count) purchases")) }
        let made = world.projects.filter { $0.cluster == provisioned.cluster.id }.map(\.project.name)
        for wanted in provisioned.order.specification.projects where !made.contains(wanted.name) {
            breaches.append(Breach(of: .sameEnd, "\(record.name) is provisioned without \(wanted.name)"))
        }
        return breaches
    }
}

extension OrderState {
    /// The purchases among which the operator is asked to choose.
    fileprivate var candidates: [Purchase] {
        guard case .purchasing(let purchasing) = self else { return [] }
        return purchasing.payment.shown
    }
}
