package import Wording
package import Workflow

extension Check {
    package static let bucketClass = Self(rawValue: "bucket.class")
}

/// `bucket.class`: the storage class is Standard; it cannot be changed after the bucket's creation.
package struct BucketIsStandard: Prerequisite {
    package static let check = Check.bucketClass

    let bucket: BucketName

    package var resource: String { "bucket/\(bucket)" }

    package func observe(_ observations: Observations) async throws -> Answer<Bucket?>? {
        try await observations.bucket(bucket)
    }

    package func judge(_ bucket: Bucket?, others: [HeldClaim]) -> [Finding] {
        guard let bucket, bucket.storageClass != .standard else { return [] }
        return [
            finding(observed: bucket.storageClass.rawValue, required: Bucket.StorageClass.standard.rawValue)
        ]
    }

    package static func message(of finding: Finding) -> LocalizedText {
        LocalizedText(
            "\(finding.resource) is of storage class \(finding.observed); it must be \(finding.required)",
            zh: "\(finding.resource) 的存储类型为 \(finding.observed)；必须为 \(finding.required)"
        )
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText(
            "A bucket's class cannot be changed: name a bucket of class \(finding.required).",
            zh: "存储类型无法更改：请指定 \(finding.required) 类型的存储空间。"
        )
    }
}
