import Provisioning
import RealtimeCompute
import RealtimeComputeKinds
import Wording
import Workflow
import WorkflowEngine
import WorkflowSQLite

/// The clusters and workspaces that orders have brought: size, projects, when they end.
struct ClustersPage: Page {
    /// The orders of so many are looked at on a page: the cloud is asked about each.
    private static let perPage = 10

    let page: Int
    let pages: Int
    let clusters: [OwnedCluster]
    let workspaces: [OwnedWorkspace]
    let foreign: [String]
    let now: Timestamp
    let command: @Sendable ([String]) -> String

    init(of workplace: Workplace, _ watch: PhaseCounts, for visit: Visit) async throws {
        let page = min(max(1, visit.value("page").flatMap { Int($0) } ?? 1), 1_000_000)
        self.page = page
        now = try await workplace.clock.now()
        command = workplace.tools.command
        guard let journal = try workplace.journal else {
            (clusters, workspaces, foreign, pages) = ([], [], [], 1)
            return
        }
        let places = (page - 1) * Self.perPage..<page * Self.perPage
        let ownedClusters = OwnedClusters(of: journal, in: workplace.cloud, at: now)
        let ownedWorkspaces = OwnedWorkspaces(of: journal, in: workplace.cloud, at: now)
        let counts = try watch.counts(of: journal)
        func orders(_ mayComeOf: (_ kind: String, _ phase: String) -> Bool) -> Int {
            counts.filter { mayComeOf($0.kind, $0.phase) }.map(\.count).reduce(0, +)
        }
        let (first, second) = (orders(ownedClusters.mayComeOf), orders(ownedWorkspaces.mayComeOf))
        // To look for what is not there takes a look at all orders.
        let (clusters, others) = places.lowerBound < first ? try await ownedClusters.some(places) : ([], [])
        let (workspaces, more) = places.lowerBound < second ? try await ownedWorkspaces.some(places) : ([], [])
        (self.clusters, self.workspaces, foreign) = (clusters, workspaces, others + more)
        pages = max(1, (max(first, second) + Self.perPage - 1) / Self.perPage)
    }

    func title(for visit: Visit) -> String { visit("Clusters and workspaces", zh: "集群与工作空间") }

    func content(for visit: Visit) -> HTML {
        let clusterRows = clusters.map { cluster -> HTML in
            let machines: [String] =
                cluster.details.map { details in
                    let words = { (machines: Machines) in "\(machines.count) × \(machines.model.rawValue)" }
                    return [
                        visit("masters \(words(details.masters))", zh: "Master \(words(details.masters))"),
                        visit("slaves \(words(details.slaves))", zh: "Slave \(words(details.slaves))"),
                    ]
                } ?? []
            let projects = cluster.projects.map { "\($0.name) \($0.computeUnits)" }.joined(separator: ", ")
            return """
                <tr data-row><th scope="row"><a href="/orders/\(cluster.order.rawValue.inAddress)">\(cluster.order.rawValue)</a></th>
                <td>\(cluster.details.map { $0.cluster.name.rawValue } ?? visit("(shared mode)", zh: "（共享模式）"))</td>
                <td>\(cluster.details?.cluster.status.title ?? "-")</td><td>\(machines.joined(separator: ", "))</td>
                <td>\(cluster.allocated.count)/\(cluster.computeUnits.count)</td><td>\(projects.isEmpty ? "-" : projects)</td>
                <td>\(end(cluster.expiry?.endsAt, needsAttention: cluster.needsAttention, cluster.expiry.map { visit($0.words) }, visit))</td></tr>
                """
        }
        let workspaceRows = workspaces.map { owned -> HTML in
            let namespaces = owned.namespaces.map { "\($0.name) \($0.computeUnits)" }.joined(separator: ", ")
            return """
                <tr data-row><th scope="row"><a href="/orders/\(owned.order.rawValue.inAddress)">\(owned.order.rawValue)</a></th>
                <td><code>\(owned.workspace.id.rawValue)</code></td><td>\(owned.workspace.status.rawValue)</td>
                <td>\(owned.allocated.count)/\(owned.workspace.computeUnits.count)</td><td>\(namespaces.isEmpty ? "-" : namespaces)</td>
                <td>\(end(owned.workspace.endsAt, needsAttention: owned.expiry.needsAttention, visit(owned.expiry.words), visit))</td></tr>
                """
        }
        return """
            <h1>\(title(for: visit))</h1>
            <section id="clusters" data-live><h2>\(visit("Clusters", zh: "集群"))</h2>
            \(clusterRows.isEmpty ? "<p class=\"calm\">\(visit("No order has brought one yet.", zh: "尚无订单带来集群。"))</p>" : visit.table(visit("Clusters", zh: "集群"), [visit("Order", zh: "订单"), visit("Cluster", zh: "集群"), visit("Status", zh: "状态"), visit("Machines", zh: "机器"), visit("CU used", zh: "CU 已用"), visit("Projects", zh: "项目"), visit("Ends", zh: "到期")], clusterRows))
            \(visit.copyable(command(["sluice", "cluster", "list"])))</section>
            <section id="workspaces" data-live><h2>\(visit("Workspaces", zh: "工作空间"))</h2>
            \(workspaceRows.isEmpty ? "<p class=\"calm\">\(visit("No order has brought one yet.", zh: "尚无订单带来工作空间。"))</p>" : visit.table(visit("Workspaces", zh: "工作空间"), [visit("Order", zh: "订单"), "id", visit("Status", zh: "状态"), visit("CU used", zh: "CU 已用"), visit("Namespaces", zh: "项目空间"), visit("Ends", zh: "到期")], workspaceRows))
            \(visit.copyable(command(["sluice", "workspace", "list"])))</section>
            \(visit.turning(page: page, of: pages) { "/clusters?page=\($0)" })
            \(foreign.isEmpty ? nil : "<p class=\"hint\">\(visit("Of other clouds, and not looked at:", zh: "属于其他云，未查看："))\u{20}\(foreign.joined(separator: ", "))</p>" as HTML)
            """
    }

    private func end(_ time: Timestamp?, needsAttention: Bool, _ words: String?, _ visit: Visit) -> HTML {
        let when: HTML = time.map { visit.moment($0, from: now) } ?? "-"
        return needsAttention ? "\(when) <strong class=\"warning\">\(words ?? "")</strong>" : when
    }
}
