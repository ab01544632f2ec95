package import Provisioning
package import RealtimeCompute
import Wording
import Workflow
package import WorkflowEngine

extension ExclusiveOrders {
    /// Compares what a provisioned order has brought, and rests on, with what the cloud shows; `nil` before that.
    ///
    /// - Parameter acceptedSize: what a change that was made has knowingly given the cluster.
    package func drift(
        of state: OrderState, in environment: Environment,
        acceptedSize: (StoredWorkflow) throws -> AcceptedSize?
    ) async throws -> [Drift]? {
        guard case .provisioned(let provisioned) = state, let subject = ClusterSubject(state) else { return nil }
        let comparison = Comparison(provisioned: provisioned, subject: subject, environment: environment)
        let changes = try await environment.claims(on: [subject.changeClaim.resource, subject.changedClaim.resource])
        var sizes: [AcceptedSize] = []
        var isOfKnownSize = true
        // In the order of their making, so that the last one counts.
        for claim in changes.sorted(by: { $0.holder.rawValue < $1.holder.rawValue })
        where claim.claim.resource == subject.changedClaim.resource {
            guard let record = try await environment.workflow(claim.holder.rawValue) else { continue }
            if let size = try acceptedSize(record) {
                sizes.append(size)
            } else if record.kind == scalings {
                // It was scaled knowingly, to what this program is not told.
                isOfKnownSize = false
            }
        }
        let isBeingChanged = changes.contains { $0.claim.resource == subject.changeClaim.resource }
        return try await comparison.ofTheCluster(
            sizes: isOfKnownSize ? sizes : nil, isBeingChanged: isBeingChanged)
            + (try await comparison.ofTheInstance()) + (try await comparison.ofItsSurroundings())
    }
}

/// The kind of the workflows that scale clusters.
private let scalings = "cluster-scaling"

/// A provisioned order beside the cloud as it is now.
private struct Comparison {
    let provisioned: Provisioned
    let subject: ClusterSubject
    let environment: Environment

    private var cloud: any Cloud { environment.cloud }
    private var specification: OrderSpecification { provisioned.order.specification }
    private var name: String { subject.orderName.rawValue }

    /// Its status, its machines and its projects; of one that is gone no more than that.
    ///
    /// - Parameter sizes: what changes have knowingly made of it, the last one last; `nil` if its size is not known.
    func ofTheCluster(sizes: [AcceptedSize]?, isBeingChanged: Bool) async throws -> [Drift] {
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
        if let sizes, !isBeingChanged { drift += machines(of: details, resource, sizes) }
        return drift + (try await projects(resource))
    }

    private func machines(of details: ClusterDetails, _ resource: String, _ sizes: [AcceptedSize]) -> [Drift] {
        let masters = Machines(
            sizes.last { $0.masters != nil }?.masters ?? specification.masters.model,
            count: specification.masters.count)
        let slaves = Machines(
            specification.slaves.model, count: sizes.last { $0.slaves != nil }?.slaves ?? specification.slaves.count)
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
        let existing = try await cloud.projects(in: subject.cluster).value
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
        guard let instance = try await cloud.instance(subject.instance, in: subject.region).value,
            instance.status != .normal
        else { return [] }
        let expiry = Expiry(of: instance, at: environment.now)
        return [
            Drift(
                "instance.status", of: "instance/\(subject.instance)", ordered: Instance.Status.normal.rawValue,
                seen: instance.status.rawValue, hint: expiry.words,
                command: instance.endsAt != nil && instance.status == .stopped
                    ? ["sluice", "cluster", "renew", name, "--months", "1"] : ["sluice", "cluster", "list"])
        ]
    }

    /// What the cluster rests on, by the prerequisites.
    func ofItsSurroundings() async throws -> [Drift] {
        let inspection = try await Inspection(
            of: specification.prerequisitesOfServing, in: cloud, others: { _ in [] }, at: environment.now)
        return inspection.findings.map { finding in
            Drift(
                finding.check.rawValue, of: finding.resource, ordered: finding.required, seen: finding.observed,
                hint: finding.hint, command: command(mending: finding))
        }
    }

    /// What mends a finding: in a simulated cloud the change that an owner would make; else what shows it again.
    private func command(mending finding: Finding) -> [String] {
        let change: String? =
            switch finding.check {
            case .bucketACL: "acl=private"
            case .bucketVersioning: "versioning=false"
            case .bucketClass: "storageClass=Standard"
            case .vpcNamed: "name=\(specification.name)"
            case .roleActions: "policies=[\(Figures.oneClickPolicy)]"
            case .roleTrust: "trusts=[\(Figures.assumedServicePrincipal)]"
            default: nil
            }
        guard let change, cloud.id.rawValue.hasPrefix("simulated") else { return ["sluice", "drift", name] }
        return ["sluice", "cloud", "set", finding.resource, change]
    }
}

extension Machines {
    fileprivate var words: String { "\(count) × \(model.rawValue)" }
}
