package import RealtimeCompute
package import Wording
package import Workflow
package import WorkflowEngine

/// Something that an order has brought and that ends soon, or is not paid for.
package struct Ending: Sendable {
    package let order: OrderName
    /// When the subscription ends; `nil` of what has none.
    package let endsAt: Timestamp?
    /// What there is to know.
    package let words: LocalizedText

    /// All that somebody has to know of, as the cloud shows it now; what ends first comes first.
    ///
    /// Asks the cloud for everything that the orders of the journal have brought.
    package static func all(of journal: any Journal, in cloud: any Cloud, at now: Timestamp) async throws -> [Self] {
        var endings: [Self] = []
        for cluster in try await OwnedClusters(of: journal, in: cloud, at: now).all().things {
            guard cluster.needsAttention, let expiry = cluster.expiry else { continue }
            endings.append(Self(order: cluster.order, endsAt: expiry.endsAt, words: expiry.words))
        }
        for owned in try await OwnedWorkspaces(of: journal, in: cloud, at: now).all().things
        where owned.expiry.needsAttention {
            endings.append(Self(order: owned.order, endsAt: owned.workspace.endsAt, words: owned.expiry.words))
        }
        return endings.sorted { ($0.endsAt ?? .earliest) < ($1.endsAt ?? .earliest) }
    }
}
