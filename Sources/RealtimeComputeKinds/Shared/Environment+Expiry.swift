import Documents
import Provisioning
import RealtimeCompute
import Wording
import Workflow

extension Environment {
    /// That what an order has bought ends soon, or is not paid for; `nil` as long as there is nothing to warn about.
    func observation(
        ofEndOf instance: InstanceID, in region: RegionID, of order: OrderName
    ) async throws -> (observation: Observation, expiry: Expiry)? {
        guard let seen = try await cloud.instance(instance, in: region).value else { return nil }
        let expiry = Expiry(of: seen, at: now)
        guard expiry.needsAttention else { return nil }
        let words = expiry.words
        let renew = "sluice cluster renew \(order) --months N"
        let warning =
            seen.endsAt == nil || expiry.status == .released
            ? words : LocalizedText("\(words.english); to renew it: \(renew)", zh: "\(words.chinese)；续费：\(renew)")
        return (Observation(warning, fields: ["expiry": .expiry(expiry)]), expiry)
    }
}

extension JSONValue {
    static func expiry(_ expiry: Expiry) -> Self {
        .fields([
            "endsAt": expiry.endsAt.map { .text($0.rfc3339) }, "daysLeft": expiry.daysLeft.map { .integer($0) },
            "status": .text(expiry.status.rawValue),
        ])
    }
}
