import Foundation
package import RealtimeCompute
import SimulatedCloud
import Workflow

extension ExclusiveOrderScenario {
    /// What was agreed is only told to people; stock and addresses follow from the clusters that the cloud holds.
    package var fields: ComparedFields {
        var fields = ComparedFields.standard
        fields.leftOut.formUnion(["confirmation", "zones", "vSwitches", "addresses", "instances"])
        return fields
    }

    package func forget(_ remains: inout Remains, of state: OrderState, in situation: Situation) {
        // Which purchase is ours is settled, and once the cluster runs, which cluster.
        remains.state["purchase"] = nil
        if case .running = state { remains.state["cluster"] = nil }
        forgetPurchases(&remains, of: state)
        remains["clusters"] = remains["clusters"].map(Self.withoutItsStart)
        if state.cluster != nil {
            // An instance carries one cluster: a second is refused, whatever the bucket is.
            remains["lateRequests"].removeAll { Self.isAsked($0, "createCluster") }
            remains.world["buckets"] = nil
            // When it was created is known.
            for index in remains["clusters"].indices { remains["clusters"][index]["createdAt"] = nil }
        }
        if case .running = state {
            remains["lateRequests"].removeAll { Self.isAsked($0, "openTicket") }
            remains.world["tickets"] = nil
        }
        if !situation.cloud.clusters.contains(where: { $0.status == .starting }) { remains.world["conditions"] = nil }
    }

    private func forgetPurchases(_ remains: inout Remains, of state: OrderState) {
        if let owned = state.purchase?.orderNumber.rawValue {
            // Whose purchase is ours is settled: of no other is anything asked again, and of it no more than since when
            // it can be seen.
            remains["purchases"] = remains["purchases"].compactMap { $0["purchase"] as? [String: Any] }
                .filter { $0["orderNumber"] as? String == owned }
                .map { ["madeAt": $0["madeAt"] ?? ""] }
            remains["lateRequests"].removeAll { Self.isAsked($0, "purchase") }
        } else {
            // What was made before the first intent is never ours.
            let firstIntent = (remains.state["trail"] as? [String: Any])?["firstIntent"] as? String
            remains["purchases"] = remains["purchases"].map { record in
                var record = record
                let madeAt = (record["purchase"] as? [String: Any])?["madeAt"] as? String
                record["isBeforeIntent"] = firstIntent.flatMap { first in madeAt.map { $0 < first } } ?? false
                return record
            }
        }
    }

    private static func isAsked(_ request: [String: Any], _ call: String) -> Bool {
        (request["request"] as? [String: Any])?[call] != nil
    }

    /// A cluster, without how its start went once that is over.
    private static func withoutItsStart(_ cluster: [String: Any]) -> [String: Any] {
        var cluster = cluster
        if cluster["status"] as? String != ClusterStatus.starting.rawValue {
            cluster["progress"] = nil
            cluster["progressingSince"] = nil
        }
        return cluster
    }
}
