package import Provisioning
package import RealtimeCompute
import Wording
import Workflow
package import WorkflowEngine

extension ExclusiveOrders {
    /// Compares what a provisioned order has brought, and rests on, with what the cloud shows; `nil` before that, and of
    /// a cluster that was released knowingly.
    ///
    /// - Parameter accepted: what a change that was made has knowingly made of the cluster.
    package func drift(
        of state: OrderState, in environment: Environment, accepted: (StoredWorkflow) throws -> AcceptedChange?
    ) async throws -> [Drift]? {
        guard case .provisioned(let provisioned) = state, let subject = ClusterSubject(state) else { return nil }
        let changes = try await environment.changes(of: subject)
        var size = KnownSize(of: provisioned.order.specification)
        for change in changes {
            switch try accepted(change) {
            case .scaled(let masters, let slaves):
                if let masters { size.masters = Machines(masters, count: size.masters.count) }
                if let slaves { size.slaves = Machines(size.slaves.model, count: slaves) }
            case .released: return nil
            case .resized, nil: break
            }
        }
        let comparison = Comparison(
            provisioned: provisioned, subject: subject, size: size,
            isBeingChanged: try await environment.isBeingChanged(subject), environment: environment)
        return try await comparison.ofTheCluster() + (try await comparison.ofTheInstance())
            + (try await comparison.ofItsSurroundings())
    }
}

/// The machines that a cluster is to have, by its order and all that has changed it knowingly.
private struct KnownSize {
    var masters: Machines
    var slaves: Machines

    init(of specification: OrderSpecification) {
        masters = specification.masters
        slaves = specification.slaves
    }
}

/// A provisioned order beside the cloud as it is now.
private struct Comparison {
    let provisioned: Provisioned
    let subject: ClusterSubject
    let size: KnownSize
    /// Whether a workflow of the store is at work on the cluster.
    let isBeingChanged: Bool
    let environment: Environment

    private var cloud: any Cloud { environment.cloud }
    private var specification: OrderSpecification { provisioned.order.specification }
    private var name: String { subject.orderName.rawValue }

    /// Its status, its machines and its projects; of one that is gone no more than that.
    func ofTheCluster() async throws -> [Drift] {
        let resource = "cluster/\(subject.cluster)"
        let show = ["sluice", "order", "show", name]
        guard let details = try await cloud.details(of: subject.cluster, in: subject.region).value,
            details.cluster.status != .destroyed
        else {
            let hint = LocalizedText("It cannot be brought back: place a new order.", zh: "无法恢复：请新建订单。")
            return [Drift("cluster.exists", of: resource, ordered: "present", seen: "gone", hint: hint, command: show)]
        }
        var drift: [Drift] = []
        let status = details.cluster.status
        if status != .running, !isBeingChanged {
            let hint =
                status.countsAsRunning
                ? LocalizedText("Nobody here asked for it; it may pass by itself.", zh: "并非本处请求；可能自行结束。")
                : LocalizedText("See what became of it in the vendor's console.", zh: "请在控制台查看原因。")
            drift.append(
                Drift(
                    "cluster.status", of: resource, ordered: ClusterStatus.running.title, seen: status.title,
                    hint: hint, command: ["sluice", "cluster", "list"]))
        }
        if !isBeingChanged { drift += machines(of: details, resource) }
        return drift + (try await projects(resource))
    }

    private func machines(of details: ClusterDetails, _ resource: String) -> [Drift] {
        let (masters, slaves) = (size.masters, size.slaves)
        let scale = ["sluice", "cluster", "scale", name]
        let hint = LocalizedText("Bring it back to what was ordered, or leave it.", zh: "可恢复为订单规格，或保持现状。")
        var drift: [Drift] = []
        if details.masters != masters {
            drift.append(
                Drift(
                    "cluster.masters", of: resource, ordered: masters.words, seen: details.masters.words, hint: hint,
                    command: scale + ["--master-model", masters.model.rawValue]))
        }
        if details.slaves != slaves {
            drift.append(
                Drift(
                    "cluster.slaves", of: resource, ordered: slaves.words, seen: details.slaves.words, hint: hint,
                    command: scale + ["--slaves", String(slaves.count)]))
        }
        return drift
    }

    private func projects(_ resource: String) async throws -> [Drift] {
        let existing = try await cloud.projects(in: subject.cluster, subject.region).value
        let hint = LocalizedText(
            "Sluice makes each project once: mend it in the vendor's console.", zh: "每个项目只创建一次：请在控制台修正。")
        return provisioned.projects.compactMap { project in
            let seen = existing.first { $0.name == project.name }
            guard seen?.computeUnits != project.computeUnits else { return nil }
            return Drift(
                seen == nil ? "project.exists" : "project.computeUnits", of: "project/\(project.name)",
                ordered: "\(project.computeUnits)", seen: seen.map { "\($0.computeUnits)" } ?? "absent", hint: hint,
                command: ["sluice", "order", "show", name])
        }
    }

    /// Whether it is paid for.
    func ofTheInstance() async throws -> [Drift] {
        let instance = try await cloud.instance(subject.instance, in: subject.region).value
        return instance.flatMap { Drift(ofPaymentFor: $0, of: name, at: environment.now) }.map { [$0] } ?? []
    }

    /// What the cluster rests on, by the prerequisites.
    func ofItsSurroundings() async throws -> [Drift] {
        try await Drift.of(specification.prerequisitesOfServing, forOrder: name, in: specification.region, environment)
    }
}

extension Machines {
    fileprivate var words: String { "\(count) × \(model.rawValue)" }
}
