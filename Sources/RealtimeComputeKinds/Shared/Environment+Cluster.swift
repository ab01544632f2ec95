import Provisioning
import RealtimeCompute
import Wording
import Workflow
import WorkflowEngine

extension Environment {
    /// The cluster of an order of this store.
    ///
    /// - Throws: ``UnknownOrder``; ``RefusedRequest`` if the workflow is no order with a cluster that runs, or acts on
    ///   another cloud.
    func cluster(ofOrder reference: String) async throws -> ClusterSubject {
        guard let record = try await workflow(reference) else { throw UnknownOrder(reference: reference) }
        guard record.kind != SharedOrder.kind else { throw RefusedRequest.sharedMode(record) }
        guard record.kind != WorkspaceOrder.kind else { throw RefusedRequest.workspace(record) }
        guard record.kind == ExclusiveOrder.kind else { throw RefusedRequest.noOrder(record) }
        try requireThisCloud(record)
        guard let subject = ClusterSubject(try LoadedWorkflow<ExclusiveOrder>(record).state) else {
            throw RefusedRequest.noCluster(record)
        }
        return subject
    }

    /// The workspace of an order of this store.
    ///
    /// - Throws: ``UnknownOrder``; ``RefusedRequest`` if the workflow is no order with a workspace that runs, or acts on
    ///   another cloud.
    func workspace(ofOrder reference: String) async throws -> WorkspaceSubject {
        guard let record = try await workflow(reference) else { throw UnknownOrder(reference: reference) }
        guard record.kind == WorkspaceOrder.kind else { throw RefusedRequest.notAWorkspace(record) }
        try requireThisCloud(record)
        guard let subject = WorkspaceSubject(try LoadedWorkflow<WorkspaceOrder>(record).state) else {
            throw RefusedRequest.noWorkspace(record)
        }
        return subject
    }

    /// What an order of this store has bought, of either mode or a workspace, once it is at its end or runs.
    ///
    /// - Throws: ``UnknownOrder``; ``RefusedRequest`` if the workflow is no order that has come so far, or acts on another
    ///   cloud.
    func instance(ofOrder reference: String) async throws -> InstanceSubject {
        guard let record = try await workflow(reference) else { throw UnknownOrder(reference: reference) }
        if record.kind == WorkspaceOrder.kind {
            return InstanceSubject(of: try await workspace(ofOrder: reference))
        }
        guard record.kind == SharedOrder.kind else {
            return InstanceSubject(of: try await cluster(ofOrder: reference))
        }
        try requireThisCloud(record)
        guard let subject = InstanceSubject(try LoadedWorkflow<SharedOrder>(record).state) else {
            throw RefusedRequest.noProject(record)
        }
        return subject
    }

    /// The instance of an order of shared mode, and the project on it.
    ///
    /// - Throws: as ``instance(ofOrder:)``, and ``RefusedRequest`` for an order of exclusive mode.
    func sharedProject(ofOrder reference: String) async throws -> (InstanceSubject, ProjectName) {
        guard let record = try await workflow(reference) else { throw UnknownOrder(reference: reference) }
        guard record.kind == SharedOrder.kind else {
            throw record.kind == ExclusiveOrder.kind
                ? RefusedRequest.exclusiveMode(record) : RefusedRequest.noOrder(record)
        }
        let subject = try await instance(ofOrder: reference)
        return (subject, try LoadedWorkflow<SharedOrder>(record).state.order.specification.project.name)
    }

    private func requireThisCloud(_ record: StoredWorkflow) throws {
        guard record.cloud == cloud.id.rawValue else {
            throw ForeignCloud(workflow: record.name, expected: record.cloud, found: cloud.id.rawValue)
        }
    }
}

extension RefusedRequest {
    fileprivate static func noOrder(_ record: StoredWorkflow) -> Self {
        Self(
            "not-an-order",
            LocalizedText(
                "\(record.name) is a \(record.kind), not an order", zh: "\(record.name) 是 \(record.kind)，不是订单"),
            hint: LocalizedText("Name the order that brought the cluster.", zh: "请指定创建该集群的订单。"))
    }

    fileprivate static func sharedMode(_ record: StoredWorkflow) -> Self {
        Self(
            "shared-mode",
            LocalizedText(
                "\(record.name) is an order of shared mode, which has no cluster", zh: "\(record.name) 为共享模式订单，没有集群"),
            hint: LocalizedText(
                "It is scaled by compute units (sluice cluster scale \(record.name) --compute-units N) and renewed; its end "
                    + "releases it.",
                zh: "请按 CU 扩缩容（sluice cluster scale \(record.name) --compute-units N）或续费；到期后自动释放。"))
    }

    fileprivate static func workspace(_ record: StoredWorkflow) -> Self {
        Self(
            "workspace",
            LocalizedText(
                "\(record.name) is the order of a workspace, which has no cluster", zh: "\(record.name) 为工作空间订单，没有集群"),
            hint: LocalizedText(
                "Its own commands are sluice workspace scale, renew and release.",
                zh: "请使用 sluice workspace scale、renew 与 release。"))
    }

    fileprivate static func notAWorkspace(_ record: StoredWorkflow) -> Self {
        Self(
            "not-a-workspace",
            LocalizedText(
                "\(record.name) is a \(record.kind), not the order of a workspace",
                zh: "\(record.name) 是 \(record.kind)，不是工作空间订单"),
            hint: LocalizedText("Name the order that brought the workspace.", zh: "请指定创建该工作空间的订单。"))
    }

    fileprivate static func noWorkspace(_ record: StoredWorkflow) -> Self {
        Self(
            "no-workspace",
            LocalizedText(
                "order \(record.name) is \(record.phase): it has no workspace that runs",
                zh: "订单 \(record.name) 处于 \(record.phase)：没有运行中的工作空间"),
            hint: LocalizedText(
                "See what it waits for: sluice order show \(record.name).",
                zh: "查看订单在等待什么：sluice order show \(record.name)。"))
    }

    fileprivate static func exclusiveMode(_ record: StoredWorkflow) -> Self {
        Self(
            "exclusive-mode",
            LocalizedText(
                "\(record.name) is an order of exclusive mode, which is scaled by whole slaves",
                zh: "\(record.name) 为独享模式订单，按 Slave 数量扩缩容"),
            hint: LocalizedText(
                "Say how many: sluice cluster scale \(record.name) --slaves N.",
                zh: "请给出数量：sluice cluster scale \(record.name) --slaves N。"))
    }

    fileprivate static func noProject(_ record: StoredWorkflow) -> Self {
        Self(
            "no-project",
            LocalizedText(
                "order \(record.name) is \(record.phase): it has no project yet",
                zh: "订单 \(record.name) 处于 \(record.phase)：尚无项目"),
            hint: LocalizedText(
                "See what it waits for: sluice order show \(record.name).",
                zh: "查看订单在等待什么：sluice order show \(record.name)。"))
    }

    fileprivate static func noCluster(_ record: StoredWorkflow) -> Self {
        Self(
            "no-cluster",
            LocalizedText(
                "order \(record.name) is \(record.phase): it has no cluster that runs",
                zh: "订单 \(record.name) 处于 \(record.phase)：没有运行中的集群"),
            hint: LocalizedText(
                "See what it waits for: sluice order show \(record.name).",
                zh: "查看订单在等待什么：sluice order show \(record.name)。"))
    }
}
