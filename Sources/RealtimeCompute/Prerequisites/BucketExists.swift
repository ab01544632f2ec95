package import Wording
package import Workflow

extension Check {
    package static let bucketExists = Self(rawValue: "bucket.exists")
}

/// `bucket.exists`: the bucket exists, in the region.
package struct BucketExists: Prerequisite {
    package static let check = Check.bucketExists

    let bucket: BucketName
    let region: RegionID

    package var resource: String { "bucket/\(bucket)" }

    package func observe(_ observations: Observations) async throws -> Answer<Bucket?>? {
        try await observations.bucket(bucket)
    }

    package func judge(_ bucket: Bucket?, others: [HeldClaim]) -> [Finding] {
        guard bucket?.region != region else { return [] }
        return [finding(observed: bucket?.region.rawValue ?? "absent", required: region.rawValue)]
    }

    package static func message(of finding: Finding) -> LocalizedText {
        finding.observed == "absent"
            ? LocalizedText("\(finding.resource) does not exist", zh: "\(finding.resource) 不存在")
            : LocalizedText(
                "\(finding.resource) is in \(finding.observed); the order is for \(finding.required)",
                zh: "\(finding.resource) 位于 \(finding.observed)；订单要求 \(finding.required)"
            )
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText(
            "Create the bucket in \(finding.required), or name another.", zh: "请在 \(finding.required) 创建存储空间，或指定另一个。")
    }
}
