import Wording
import Workflow

/// A prerequisite that judges the bucket for UDF packages.
protocol BucketPrerequisite: Prerequisite where Observation == Bucket? {}

extension BucketPrerequisite {
    func resource(for order: OrderSpecification) -> String { "bucket/\(order.cluster.bucket)" }

    func observe(_ observations: Observations, for order: OrderSpecification) async throws -> Answer<Bucket?>? {
        try await observations.bucket(order.cluster.bucket)
    }
}

/// `bucket.exists`: the bucket exists, in the order's region.
struct BucketExists: BucketPrerequisite {
    let check = Check.bucketExists

    func judge(_ bucket: Bucket?, for order: OrderSpecification, others: [HeldClaim]) -> [Finding] {
        guard bucket?.region != order.region else { return [] }
        let observed = bucket?.region.rawValue ?? "absent"
        return [Finding(check, resource: resource(for: order), observed: observed, required: order.region.rawValue)]
    }
}

/// `bucket.name`: the bucket's name keeps to the rules of object storage.
struct BucketNameIsLawful: Prerequisite {
    let check = Check.bucketName

    func resource(for order: OrderSpecification) -> String { "bucket/\(order.cluster.bucket)" }

    /// The name is known without looking.
    func observe(_ observations: Observations, for order: OrderSpecification) async throws -> Answer<BucketName>? {
        Answer(order.cluster.bucket, requestID: nil)
    }

    func judge(_ name: BucketName, for order: OrderSpecification, others: [HeldClaim]) -> [Finding] {
        guard !NameRule.bucket.admits(name.rawValue) else { return [] }
        return [
            Finding(
                check,
                resource: resource(for: order),
                observed: name.rawValue,
                required: NameRule.bucket.words.english
            )
        ]
    }
}

/// `bucket.class`: the storage class is Standard; it cannot be changed after the bucket's creation.
struct BucketIsStandard: BucketPrerequisite {
    let check = Check.bucketClass

    func judge(_ bucket: Bucket?, for order: OrderSpecification, others: [HeldClaim]) -> [Finding] {
        guard let bucket, bucket.storageClass != .standard else { return [] }
        return [
            Finding(
                check,
                resource: resource(for: order),
                observed: bucket.storageClass.rawValue,
                required: Bucket.StorageClass.standard.rawValue
            )
        ]
    }
}

/// `bucket.acl`: the bucket is private; public ones are refused.
struct BucketIsPrivate: BucketPrerequisite {
    let check = Check.bucketACL

    func judge(_ bucket: Bucket?, for order: OrderSpecification, others: [HeldClaim]) -> [Finding] {
        guard let bucket, bucket.accessControl != .private else { return [] }
        return [
            Finding(
                check,
                resource: resource(for: order),
                observed: bucket.accessControl.rawValue,
                required: Bucket.AccessControl.private.rawValue
            )
        ]
    }
}

/// `bucket.versioning`: versioning is off; with it on, objects pile up and jobs later fail with `OSSException`.
struct BucketHasNoVersioning: BucketPrerequisite {
    let check = Check.bucketVersioning

    func judge(_ bucket: Bucket?, for order: OrderSpecification, others: [HeldClaim]) -> [Finding] {
        guard let bucket, bucket.hasVersioning else { return [] }
        return [Finding(check, .warning, resource: resource(for: order), observed: "on", required: "off")]
    }
}

/// `storage.reach`: storage that the jobs use lies in the cluster's region and VPC, and in no security group of its
/// own, because the cluster will be in a group that the service makes for it.
struct StorageIsInReach: Prerequisite {
    let check = Check.storageReach

    func resource(for order: OrderSpecification) -> String { "storage" }

    /// Where the storage lies is known from the manifest.
    func observe(_ observations: Observations, for order: OrderSpecification) async throws -> Answer<[StorageEndpoint]>?
    {
        Answer(order.storage, requestID: nil)
    }

    func judge(_ storage: [StorageEndpoint], for order: OrderSpecification, others: [HeldClaim]) -> [Finding] {
        let required = "\(order.region), \(order.cluster.vpc)"
        return storage.compactMap { endpoint in
            let isNear = endpoint.region == order.region && endpoint.vpc ?? order.cluster.vpc == order.cluster.vpc
            guard !isNear || endpoint.securityGroup != nil else { return nil }
            let place = [endpoint.region.rawValue, endpoint.vpc?.rawValue, endpoint.securityGroup?.rawValue]
            return Finding(
                check,
                .warning,
                resource: "\(resource(for: order))/\(endpoint.name)",
                observed: place.compactMap(\.self).joined(separator: ", "),
                required: required
            )
        }
    }
}
