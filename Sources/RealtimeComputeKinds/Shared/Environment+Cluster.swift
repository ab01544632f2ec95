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
        guard record.kind == ExclusiveOrder.kind else { throw RefusedRequest.noOrder(record) }
        guard record.cloud == cloud.id.rawValue else {
            throw ForeignCloud(workflow: record.name, expected: record.cloud, found: cloud.id.rawValue)
        }
        guard let subject = ClusterSubject(try LoadedWorkflow<ExclusiveOrder>(record).state) else {
            throw RefusedRequest.noCluster(record)
        }
        return subject
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
