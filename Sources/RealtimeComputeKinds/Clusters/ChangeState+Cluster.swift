import Documents
import Provisioning
import RealtimeCompute
import Wording

extension ChangeState where Plan: ClusterChangePlan {
    /// The cluster as scripts see it.
    var clusterFields: JSONValue {
        let subject = change.subject
        return .fields([
            "id": .text(subject.cluster.rawValue), "name": .text(subject.clusterName.rawValue),
            "region": .text(subject.region.rawValue), "status": sight.status.map { .text($0) },
            "masters": sight.masters.map { .machines($0) }, "slaves": sight.slaves.map { .machines($0) },
        ])
    }

    /// As ``reason(_:agreement:byHand:atWork:loss:)``, of a cluster.
    func reason(_ deed: LocalizedText, agreement: LocalizedText, byHand console: LocalizedText) -> Reason {
        reason(deed, agreement: agreement, byHand: console) { loss in
            Reason(
                "cluster-lost",
                LocalizedText(
                    "cluster \(loss.cluster) is gone: \(loss.cause.rawValue)",
                    zh: "集群 \(loss.cluster) 已不存在：\(loss.cause.rawValue)"))
        }
    }
}
