import AlibabaWire
package import RealtimeCompute

/// Object storage.
extension AlibabaCloud: ObjectStorageService {
    package func bucket(_ name: BucketName, in region: RegionID) async throws -> Answer<Bucket?> {
        do {
            return try await look(at: name, in: region)
        } catch let elsewhere as APIClient.BucketElsewhere {
            do {
                return try await look(at: name, in: elsewhere.region)
            } catch let further as APIClient.BucketElsewhere {
                throw CloudError(
                    code: "UnreadableAnswer",
                    vendorMessage:
                        "bucket \(name) is said to lie in \(elsewhere.region), and there in \(further.region)")
            }
        }
    }

    private func look(at name: BucketName, in region: RegionID) async throws -> Answer<Bucket?> {
        do {
            let reply = try await client.look(
                atBucket: name, [Parameter("bucketInfo", "")], "GetBucketInfo", in: region)
            guard let info = reply.body["Bucket"] else { throw CloudError.unreadable("GetBucketInfo: Bucket") }
            return Answer(try Bucket(info), requestID: reply.requestID)
        } catch let error as CloudError where error.says(["NoSuchBucket"]) {
            return Answer(nil, requestID: error.requestID)
        }
    }

    package func buckets(in region: RegionID) async throws -> Answer<[Bucket]> {
        var names: [BucketName] = []
        var marker: String?
        var requestID: RequestID?
        var pages = 0
        repeat {
            pages += 1
            let query = [Parameter("max-keys", "1000")] + (marker.map { [Parameter("marker", $0)] } ?? [])
            let reply = try await client.look(atBucket: nil, query, "ListBuckets", in: region)
            requestID = reply.requestID
            for found in reply.body["Buckets"]?.all("Bucket") ?? [] {
                guard let name = found["Name"]?.text, let location = found["Location"]?.text else {
                    throw CloudError.unreadable("ListBuckets: Bucket")
                }
                if RegionID(ofStorage: location) == region { names.append(BucketName(rawValue: name)) }
            }
            let next = reply.body["IsTruncated"]?.text == "true" ? reply.body["NextMarker"]?.text : nil
            // The list is in the order of names: one that does not go on would never end.
            if let next, next <= marker ?? "" || pages == APIClient.mostPages {
                throw CloudError(
                    code: "IncompleteList", vendorMessage: "ListBuckets does not go on after \(next)", isTransient: true
                )
            }
            marker = next
        } while marker != nil
        var buckets: [Bucket] = []
        // Who may read one is told of each alone.
        for name in names { if let bucket = try await bucket(name, in: region).value { buckets.append(bucket) } }
        return Answer(buckets, requestID: requestID)
    }

    package func suspendVersioning(of bucket: BucketName, in region: RegionID) async throws -> Answer<Void> {
        try await change(
            bucket, "versioning", body: WireXML("VersioningConfiguration", [WireXML("Status", "Suspended")]),
            "PutBucketVersioning", in: region)
    }

    package func makePrivate(_ bucket: BucketName, in region: RegionID) async throws -> Answer<Void> {
        try await change(
            bucket, "acl", headers: [Parameter("x-oss-acl", Bucket.AccessControl.private.rawValue)], "PutBucketAcl",
            in: region)
    }

    private func change(
        _ bucket: BucketName, _ subresource: String, headers: [Parameter] = [], body: WireXML? = nil, _ action: String,
        in region: RegionID
    ) async throws -> Answer<Void> {
        do {
            let requestID = try await client.change(
                bucket: bucket, [Parameter(subresource, "")], headers: headers, body: body, action, in: region)
            return Answer((), requestID: requestID)
        } catch let elsewhere as APIClient.BucketElsewhere {
            throw CloudError(
                code: "BucketElsewhere", vendorMessage: "bucket \(bucket) lies in \(elsewhere.region), not in \(region)"
            )
        }
    }
}

extension Bucket {
    fileprivate init(_ info: WireXML) throws {
        guard let name = info["Name"]?.text, let location = info["Location"]?.text,
            let region = RegionID(ofStorage: location)
        else { throw CloudError.unreadable("GetBucketInfo: Name, Location") }
        guard let className = info["StorageClass"]?.text else {
            throw CloudError.unreadable("GetBucketInfo: StorageClass")
        }
        guard let grant = info["AccessControlList"]?["Grant"]?.text, let access = AccessControl(rawValue: grant) else {
            throw CloudError.unreadable("GetBucketInfo: AccessControlList.Grant")
        }
        guard let storageClass = StorageClass(rawValue: className) else {
            throw CloudError.unreadable("GetBucketInfo: StorageClass \(className.prefix(40))")
        }
        self.init(
            name: BucketName(rawValue: name), region: region, storageClass: storageClass, accessControl: access,
            hasVersioning: info["Versioning"]?.text == "Enabled",
            isSuspended: info["Versioning"]?.text == "Suspended" ? true : nil)
    }
}

extension CloudError {
    /// An answer to a look that is not as it should be.
    static func unreadable(_ what: String) -> Self {
        CloudError(
            code: "UnreadableAnswer",
            vendorMessage: "\(what) is missing or unknown: the vendor's answer is not as sluice expects it")
    }
}
