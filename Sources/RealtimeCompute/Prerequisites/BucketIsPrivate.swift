package import Wording
package import Workflow

extension Check {
    package static let bucketACL = Self(rawValue: "bucket.acl")
}

/// `bucket.acl`: the bucket is private; public ones are refused.
package struct BucketIsPrivate: Prerequisite {
    package static let check = Check.bucketACL

    let bucket: BucketName

    package var resource: String { "bucket/\(bucket)" }

    package func observe(_ observations: Observations) async throws -> Answer<Bucket?>? {
        try await observations.bucket(bucket)
    }

    package func judge(_ bucket: Bucket?, others: [HeldClaim]) -> [Finding] {
        guard let bucket, bucket.accessControl != .private else { return [] }
        return [
            finding(observed: bucket.accessControl.rawValue, required: Bucket.AccessControl.private.rawValue)
        ]
    }

    package static func message(of finding: Finding) -> LocalizedText {
        LocalizedText(
            "\(finding.resource) is \(finding.observed); it must be \(finding.required)",
            zh: "\(finding.resource) 的读写权限为 \(finding.observed)；必须为 \(finding.required)"
        )
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText("Set the bucket's ACL to \(finding.required).", zh: "请将读写权限设为 \(finding.required)。")
    }
}
