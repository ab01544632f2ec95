package import Wording
package import Workflow

extension Check {
    package static let bucketVersioning = Self(rawValue: "bucket.versioning")
}

/// `bucket.versioning`: versioning is off; with it on, objects pile up and jobs later fail with `OSSException`.
///
/// A warning to a cluster; a workspace keeps its jobs' state there, and is not bought with it.
package struct BucketHasNoVersioning: Prerequisite {
    package static let check = Check.bucketVersioning

    let bucket: BucketName
    let severity: Finding.Severity

    package init(bucket: BucketName, severity: Finding.Severity = .warning) {
        self.bucket = bucket
        self.severity = severity
    }

    package var resource: String { "bucket/\(bucket)" }

    package func observe(_ observations: Observations) async throws -> Answer<Bucket?>? {
        try await observations.bucket(bucket)
    }

    package func judge(_ bucket: Bucket?, others: [HeldClaim]) -> [Finding] {
        guard let bucket, bucket.hasVersioning else { return [] }
        return [finding(severity, observed: "on", required: "off")]
    }

    package static func message(of finding: Finding) -> LocalizedText {
        LocalizedText(
            "\(finding.resource) has versioning on: objects pile up and jobs later fail with OSSException",
            zh: "\(finding.resource) 开启了版本控制：对象会堆积，作业日后会报 OSSException"
        )
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText("Turn versioning off.", zh: "请关闭版本控制。")
    }
}
