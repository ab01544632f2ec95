import RealtimeCompute
import SimulatedCloud
import Wording
import Workflow

/// A simulated cloud as scripts see it.
struct CloudJSON: Encodable {
    struct Purchases: Encodable {
        struct Order: Encodable {
            let orderNumber: String
            let key: String?
            let status: String
            let madeAt: String
        }

        /// How many took effect.
        let count: Int
        let orders: [Order]
    }

    struct ClusterView: Encodable {
        let id: String
        let name: String
        let orderNumber: String
        let status: String
    }

    struct ProjectView: Encodable {
        let name: String
        let clusterId: String
        let computeUnits: Int
    }

    struct TicketView: Encodable {
        let id: String
        let key: String
        let clusterId: String
        let openedAt: String
    }

    struct VSwitchView: Encodable {
        let id: String
        let freeAddresses: Int
    }

    struct CallerView: Encodable {
        let type: String
        let name: String?
    }

    let id: String
    let account: String
    let caller: CallerView
    let now: String
    let speed: Double
    let purchases: Purchases
    let clusters: [ClusterView]
    let projects: [ProjectView]
    let tickets: [TicketView]
    let vSwitches: [VSwitchView]
    let faults: [String]
    let calls: [String: Int]

    init(_ state: CloudState, at time: Timestamp) {
        id = state.id.rawValue
        account = state.account.rawValue
        caller = CallerView(type: state.caller.kind.rawValue, name: state.caller.name)
        now = time.rfc3339
        speed = state.clock.speed
        purchases = Purchases(
            count: state.purchases.count,
            orders: state.purchases.map(\.purchase).map {
                Purchases.Order(
                    orderNumber: $0.orderNumber.rawValue, key: $0.key?.rawValue, status: $0.status.rawValue,
                    madeAt: $0.madeAt.rfc3339)
            })
        clusters = state.clusters.map {
            ClusterView(
                id: $0.id.rawValue, name: $0.name.rawValue, orderNumber: $0.orderNumber.rawValue,
                status: $0.status.title)
        }
        projects = state.projects.map {
            ProjectView(
                name: $0.project.name.rawValue, clusterId: $0.cluster.rawValue,
                computeUnits: $0.project.computeUnits.count)
        }
        tickets = state.tickets.map {
            TicketView(
                id: $0.id.rawValue, key: $0.key.rawValue, clusterId: $0.cluster.rawValue,
                openedAt: $0.openedAt.rfc3339)
        }
        vSwitches = state.vSwitches.map { VSwitchView(id: $0.id.rawValue, freeAddresses: $0.freeAddresses) }
        faults = state.faults.map(\.description)
        calls = state.calls
    }
}

extension Console {
    /// Prints what exists in a simulated cloud, what was bought and how often, and its clock.
    func print(_ state: CloudState, at now: Timestamp) throws {
        let view = CloudJSON(state, at: now)
        guard !isJSON else { return try print(json: view) }
        var table = Table()
        let caller = [view.caller.type, view.caller.name].compactMap(\.self).joined(separator: " ")
        table.add([self(LocalizedText("cloud", zh: "云")), "\(view.id), \(view.account), \(caller)"])
        table.add([self(LocalizedText("clock", zh: "时钟")), clockLine(state.clock, at: now)])
        table.add([self(LocalizedText("purchases", zh: "购买")), String(view.purchases.count)])
        for order in view.purchases.orders {
            table.add(["", [order.orderNumber, order.status, order.madeAt, order.key ?? "-"].joined(separator: "  ")])
        }
        table.add([self(LocalizedText("clusters", zh: "集群")), String(view.clusters.count)])
        for cluster in view.clusters {
            table.add(["", [cluster.id, cluster.name, cluster.orderNumber, cluster.status].joined(separator: "  ")])
        }
        table.add([self(LocalizedText("projects", zh: "项目")), String(view.projects.count)])
        for project in view.projects {
            table.add(["", [project.name, project.clusterId, "\(project.computeUnits) CU"].joined(separator: "  ")])
        }
        table.add([self(LocalizedText("tickets", zh: "工单")), String(view.tickets.count)])
        for ticket in view.tickets { table.add(["", "\(ticket.id)  \(ticket.clusterId)  \(ticket.openedAt)"]) }
        for vSwitch in view.vSwitches {
            let free = LocalizedText("\(vSwitch.freeAddresses) free addresses", zh: "可用地址 \(vSwitch.freeAddresses) 个")
            table.add([self(LocalizedText("vSwitch", zh: "交换机")), "\(vSwitch.id)  \(self(free))"])
        }
        for fault in view.faults { table.add([self(LocalizedText("fault", zh: "故障")), fault]) }
        let calls = view.calls.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        table.add([self(LocalizedText("calls", zh: "调用")), calls.isEmpty ? "-" : calls])
        table.lines.forEach { print($0) }
    }

    func clockLine(_ clock: CloudClock, at now: Timestamp) -> String {
        let speed =
            clock.speed == 0
            ? LocalizedText("stands still", zh: "静止")
            : LocalizedText("\(clock.speed.plain) times as fast as real time", zh: "真实时间的 \(clock.speed.plain) 倍")
        return "\(now.rfc3339), \(self(speed))"
    }
}

extension Double {
    /// Without a fraction where there is none.
    fileprivate var plain: String { self == rounded() ? String(Int(self)) : String(self) }
}
