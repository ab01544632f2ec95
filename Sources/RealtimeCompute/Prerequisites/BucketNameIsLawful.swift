package import Wording
package import Workflow

extension Check {
    package static let bucketName = Self(rawValue: "bucket.name")
}

/// `bucket.name`: the bucket's name keeps to the rules of object storage.
package struct BucketNameIsLawful: Prerequisite {
    package static let check = Check.bucketName

    let bucket: BucketName

    package var resource: String { "bucket/\(bucket)" }

    /// The name is known without looking.
    package func observe(_ observations: Observations) async throws -> Answer<BucketName>? {
        Answer(bucket, requestID: nil)
    }

    package func judge(_ name: BucketName, others: [HeldClaim]) -> [Finding] {
        guard !NameRule.bucket.admits(name.rawValue) else { return [] }
        return [finding(observed: name.rawValue, required: NameRule.bucket.words.english)]
    }

    package static func message(of finding: Finding) -> LocalizedText {
        LocalizedText(
            "the name \(finding.observed) is not lawful: \(finding.required)", zh: "存储空间名 \(finding.observed) 不合规")
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText("Name another bucket.", zh: "请指定另一个存储空间。")
    }
}
