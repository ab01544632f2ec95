import AlibabaWire
package import RealtimeCompute
import Workflow

/// The vendor's own cloud, over its APIs.
///
/// Belongs to one account: its identity is the account's, so that no order ever crosses from one to another.
package final class AlibabaCloud: Sendable {
    package let id: CloudID
    /// Whose it is.
    package let account: AccountID
    /// Where services answer that belong to no region of an order.
    let region: RegionID
    let client: APIClient

    /// Asks who we are, and takes that account's cloud.
    ///
    /// - Throws: ``CloudError``, and ``UnusableCredentials``.
    package static func connect(to region: RegionID, by client: APIClient) async throws -> AlibabaCloud {
        let identity = try await Identity(asking: client, in: region)
        return AlibabaCloud(account: identity.account, region: region, client: client)
    }

    /// The cloud of an account that the client's keys are known to be of.
    package init(account: AccountID, region: RegionID, client: APIClient) {
        self.account = account
        self.region = region
        self.client = client
        id = CloudID(rawValue: "alibaba:\(account)")
    }

    /// The vendor's time.
    package var time: ServerTime { client.time }
}

/// Every service answers from its own file.
extension AlibabaCloud: Cloud {}
