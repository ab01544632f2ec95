import AlibabaWire
import Foundation
import RealtimeCompute
import Workflow

@testable import AlibabaCloud

/// The adapter over a transport, at a moment that stands still.
enum Adapter {
    static let now = Timestamp(millisecondsSince1970: 1_617_238_800_000)
    static let key = AccessKey(id: "testid", secret: "testsecret")

    static func client(
        over transport: any Transport, endpoints: Endpoints = Endpoints(),
        credentials: any CredentialSource = FixedCredentials(key)
    ) -> APIClient {
        APIClient(
            transport: transport, endpoints: endpoints, credentials: credentials, time: ServerTime(localNow: { now }),
            localNow: { now }, userAgent: "sluice-test")
    }

    static func cloud(over transport: any Transport, endpoints: Endpoints = Endpoints()) -> AlibabaCloud {
        AlibabaCloud(
            account: "1234567890123456", region: "cn-beijing", client: client(over: transport, endpoints: endpoints))
    }
}
