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
        let masters: MachinesView
        let slaves: MachinesView
    }

    struct MachinesView: Encodable {
        let model: String
        let count: Int

        init(_ machines: Machines) {
            model = machines.model.rawValue
            count = machines.count
        }
    }

    struct InstanceView: Encodable {
        let id: String
        let orderNumber: String
        let billing: String
        let endsAt: String?
        let status: String
    }

    struct RenewalView: Encodable {
        let orderNumber: String
        let instanceId: String
        let months: Int
        let key: String?
        let status: String
        let madeAt: String
    }

    struct ProjectView: Encodable {
        let name: String
        /// Not of a project of shared mode, which lies on an instance.
        let clusterId: String?
        let instanceId: String?
        let computeUnits: Int
    }

    struct RoleView: Encodable {
        let name: String
        let policies: [String]
    }

    struct WorkspaceView: Encodable {
        struct NamespaceView: Encodable {
            let name: String
            let computeUnits: Int
        }

        let id: String
        let name: String
        let status: String
        let computeUnits: Int
        let namespaces: [NamespaceView]
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
    /// Of both modes.
    let purchases: Purchases
    /// Those of shared mode.
    let sharedPurchases: [Purchases.Order]
    let renewals: [RenewalView]
    let instances: [InstanceView]
    let clusters: [ClusterView]
    let projects: [ProjectView]
    let tickets: [TicketView]
    let vSwitches: [VSwitchView]
    let roles: [RoleView]
    let stacks: [String]
    let workspaces: [WorkspaceView]
    let faults: [String]
    let calls: [String: Int]

    init(_ state: CloudState, at time: Timestamp) {
        id = state.id.rawValue
        account = state.account.rawValue
        caller = CallerView(type: state.caller.kind.rawValue, name: state.caller.name)
        now = time.rfc3339
        speed = state.clock.speed
        let exclusivePurchases = state.purchases.map(\.purchase).map {
            Purchases.Order(
                orderNumber: $0.orderNumber.rawValue, key: $0.key?.rawValue, status: $0.status.rawValue,
                madeAt: $0.madeAt.rfc3339)
        }
        sharedPurchases = state.sharedPurchases.map {
            Purchases.Order(
                orderNumber: $0.orderNumber.rawValue, key: $0.key?.rawValue, status: $0.status.rawValue,
                madeAt: $0.madeAt.rfc3339)
        }
        let all = (exclusivePurchases + sharedPurchases)
            .sorted { ($0.madeAt, $0.orderNumber) < ($1.madeAt, $1.orderNumber) }
        purchases = Purchases(count: all.count, orders: all)
        renewals = state.renewals.map {
            RenewalView(
                orderNumber: $0.orderNumber.rawValue, instanceId: $0.instance.rawValue, months: $0.months,
                key: $0.key?.rawValue, status: $0.status.rawValue, madeAt: $0.madeAt.rfc3339)
        }
        instances = state.instances(at: time).map {
            InstanceView(
                id: $0.id.rawValue, orderNumber: $0.orderNumber.rawValue, billing: $0.billing.method.rawValue,
                endsAt: $0.endsAt?.rfc3339, status: $0.status.rawValue)
        }
        clusters = state.clusters.map {
            ClusterView(
                id: $0.id.rawValue, name: $0.name.rawValue, orderNumber: $0.orderNumber.rawValue,
                status: $0.status.title, masters: MachinesView($0.masters), slaves: MachinesView($0.slaves))
        }
        projects =
            state.projects.map {
                ProjectView(
                    name: $0.project.name.rawValue, clusterId: $0.cluster.rawValue, instanceId: nil,
                    computeUnits: $0.project.computeUnits.count)
            }
            + state.looseProjects.map {
                // It has no queue yet, and so no units.
                ProjectView(
                    name: $0.name.rawValue, clusterId: $0.cluster.rawValue, instanceId: nil, computeUnits: 0)
            }
            + state.sharedProjects.map {
                ProjectView(
                    name: $0.project.name.rawValue, clusterId: nil, instanceId: $0.instance.rawValue,
                    computeUnits: $0.project.computeUnits.count)
            }
        tickets = state.tickets.map {
            TicketView(
                id: $0.id.rawValue, key: $0.key.rawValue, clusterId: $0.resource,
                openedAt: $0.openedAt.rfc3339)
        }
        vSwitches = state.vSwitches.map { VSwitchView(id: $0.id.rawValue, freeAddresses: $0.freeAddresses) }
        roles = state.roles.map { RoleView(name: $0.name.rawValue, policies: $0.policies.map(\.rawValue)) }
        workspaces = state.workspaces.map { workspace in
            WorkspaceView(
                id: workspace.id.rawValue, name: workspace.specification.name.rawValue,
                status: workspace.status(at: time).rawValue, computeUnits: workspace.computeUnits.count,
                namespaces: workspace.namespaces.map {
                    WorkspaceView.NamespaceView(name: $0.name.rawValue, computeUnits: $0.computeUnits.count)
                })
        }
        stacks = state.stackNames.map(\.rawValue)
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
        if !view.sharedPurchases.isEmpty {
            table.add([
                self(LocalizedText("of these of shared mode", zh: "其中共享模式")), String(view.sharedPurchases.count),
            ])
            for order in view.sharedPurchases {
                table.add([
                    "", [order.orderNumber, order.status, order.madeAt, order.key ?? "-"].joined(separator: "  "),
                ])
            }
        }
        if !view.renewals.isEmpty {
            table.add([self(LocalizedText("renewals", zh: "续费")), String(view.renewals.count)])
            for order in view.renewals {
                let words = [order.orderNumber, order.instanceId, "P\(order.months)M", order.madeAt, order.key ?? "-"]
                table.add(["", words.joined(separator: "  ")])
            }
        }
        table.add([self(LocalizedText("instances", zh: "实例")), String(view.instances.count)])
        for instance in view.instances {
            let words = [instance.id, instance.orderNumber, instance.billing, instance.endsAt ?? "-", instance.status]
            table.add(["", words.joined(separator: "  ")])
        }
        table.add([self(LocalizedText("clusters", zh: "集群")), String(view.clusters.count)])
        for cluster in view.clusters {
            let machines = [cluster.masters, cluster.slaves].map { "\($0.count) × \($0.model)" }.joined(
                separator: " + ")
            let words = [cluster.id, cluster.name, cluster.orderNumber, cluster.status, machines]
            table.add(["", words.joined(separator: "  ")])
        }
        table.add([self(LocalizedText("projects", zh: "项目")), String(view.projects.count)])
        for project in view.projects {
            table.add([
                "",
                [project.name, project.clusterId ?? project.instanceId ?? "-", "\(project.computeUnits) CU"].joined(
                    separator: "  "),
            ])
        }
        table.add([self(LocalizedText("tickets", zh: "工单")), String(view.tickets.count)])
        for ticket in view.tickets { table.add(["", "\(ticket.id)  \(ticket.clusterId)  \(ticket.openedAt)"]) }
        for vSwitch in view.vSwitches {
            let free = LocalizedText("\(vSwitch.freeAddresses) free addresses", zh: "可用地址 \(vSwitch.freeAddresses) 个")
            table.add([self(LocalizedText("vSwitch", zh: "交换机")), "\(vSwitch.id)  \(self(free))"])
        }
        for role in view.roles {
            let policies = role.policies.isEmpty ? "-" : role.policies.joined(separator: ", ")
            table.add([self(LocalizedText("role", zh: "角色")), "\(role.name)  \(policies)"])
        }
        for workspace in view.workspaces {
            let namespaces = workspace.namespaces.map { "\($0.name) \($0.computeUnits) CU" }.joined(separator: ", ")
            let words = [
                workspace.id, workspace.name, workspace.status, "\(workspace.computeUnits) CU",
                namespaces.isEmpty ? "-" : namespaces,
            ]
            table.add([self(LocalizedText("workspace", zh: "工作空间")), words.joined(separator: "  ")])
        }
        for stack in view.stacks { table.add([self(LocalizedText("stack", zh: "资源栈")), stack]) }
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
