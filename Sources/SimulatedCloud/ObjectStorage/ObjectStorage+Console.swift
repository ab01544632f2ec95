package import RealtimeCompute

/// An object of a bucket, less what is in it.
package struct ObjectRecord: Codable, Equatable, Sendable {
    package let bucket: BucketName
    package let key: String
    package let size: Int
    package let md5: String
}

extension ObjectRecord: TableRecord {
    enum Index: String, CaseIterable {
        case bucket
    }

    static var tableName: String { "object" }

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .bucket: IndexEntry(bucket.rawValue)
        }
    }
}

// Buckets, by whoever manages them.
extension CloudState {
    package func bucket(_ name: BucketName) -> Bucket? { tables.buckets.first(.name, name.rawValue) }
    package var buckets: [Bucket] { tables.buckets.all }

    package mutating func createBucket(_ bucket: Bucket) throws(CloudError) {
        guard self.bucket(bucket.name) == nil else {
            throw CloudError(
                code: "BucketAlreadyExists", vendorMessage: "The requested bucket name is not available.")
        }
        tables.buckets.append(bucket)
    }

    package mutating func change(
        _ name: BucketName, to access: Bucket.AccessControl? = nil, versioning: Bool? = nil
    ) throws(CloudError) {
        guard let row = tables.buckets.row(.name, name.rawValue) else { throw .noSuchBucket }
        let old = row.record
        let bucket = Bucket(
            name: name, region: old.region, storageClass: old.storageClass,
            accessControl: access ?? old.accessControl, hasVersioning: versioning ?? old.hasVersioning,
            isSuspended: versioning.map { !$0 && (old.hasVersioning || old.isSuspended == true) ? true : nil }
                ?? old.isSuspended)
        tables.buckets.replace(at: row.position, with: bucket)
    }

    package mutating func deleteBucket(_ name: BucketName) throws(CloudError) {
        guard let row = tables.buckets.row(.name, name.rawValue) else { throw .noSuchBucket }
        guard tables.objects.row(.bucket, name.rawValue) == nil else {
            throw CloudError(code: "BucketNotEmpty", vendorMessage: "The bucket has objects. Please delete them first.")
        }
        tables.buckets.remove(at: row.position)
    }

    /// Puts an object down, in the place of one of the same key; what is in it is not kept.
    package mutating func put(_ key: String, in name: BucketName, size: Int, md5: String) throws(CloudError) {
        try delete(key, in: name)
        tables.objects.append(ObjectRecord(bucket: name, key: key, size: size, md5: md5))
    }

    /// Removes an object, if there is one.
    package mutating func delete(_ key: String, in name: BucketName) throws(CloudError) {
        guard bucket(name) != nil else { throw .noSuchBucket }
        for row in tables.objects.rows(.bucket, name.rawValue) where row.record.key == key {
            tables.objects.remove(at: row.position)
        }
    }
}

extension CloudError {
    package static var noSuchBucket: Self {
        CloudError(code: "NoSuchBucket", vendorMessage: "The specified bucket does not exist.")
    }
}
