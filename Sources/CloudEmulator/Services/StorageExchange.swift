import AlibabaWire
import Foundation
import RealtimeCompute
import SimulatedCloud
import Workflow

/// A request to object storage that has been verified.
struct StorageExchange {
    let request: WireRequest
    let bucket: BucketName?
    let key: String
    /// Where it is asked, as far as the signature tells.
    let region: RegionID?
    let cloud: SimulatedCloud

    private func asks(for subresource: String) -> Bool { request.query.contains { $0.name == subresource } }

    /// The action, by which RAM decides.
    var action: String {
        switch (request.method, bucket, key) {
        case (_, nil, _): "ListBuckets"
        case ("GET", _, "") where asks(for: "bucketInfo"): "GetBucketInfo"
        case ("GET", _, "") where asks(for: "acl"): "GetBucketAcl"
        case ("GET", _, "") where asks(for: "versioning"): "GetBucketVersioning"
        case ("GET", _, "") where asks(for: "location"): "GetBucketLocation"
        case ("PUT", _, "") where asks(for: "acl"): "PutBucketAcl"
        case ("PUT", _, "") where asks(for: "versioning"): "PutBucketVersioning"
        case ("PUT", _, ""): "PutBucket"
        case ("DELETE", _, ""): "DeleteBucket"
        case ("PUT", _, _): "PutObject"
        case ("DELETE", _, _): "DeleteObject"
        default: "GetObject"
        }
    }

    func answer() throws -> WireResponse {
        guard let bucket else { return try listBuckets() }
        switch action {
        case "PutBucket": return try putBucket(bucket)
        case "PutBucketAcl":
            let access = try access() ?? .private
            return try change(bucket, "put-bucket-acl") { state in try state.change(bucket, to: access) }
        case "PutBucketVersioning":
            let status = WireXML(reading: request.body)?["Status"]?.text
            guard let status, ["Enabled", "Suspended"].contains(status) else { throw Self.malformed }
            return try change(bucket, "put-bucket-versioning") { state in
                try state.change(bucket, versioning: status == "Enabled")
            }
        case "DeleteBucket":
            return try change(bucket, "delete-bucket", status: 204) { state in try state.deleteBucket(bucket) }
        case "PutObject":
            let md5 = Digests.md5(request.body)
            var response = try change(bucket, "put-object") { state in
                try state.put(key, in: bucket, size: request.body.count, md5: md5)
            }
            response.headers["ETag"] = "\"\(Digests.md5Hex(request.body).uppercased())\""
            return response
        case "DeleteObject":
            return try change(bucket, "delete-object", status: 204) { state in try state.delete(key, in: bucket) }
        case "GetBucketInfo", "GetBucketAcl", "GetBucketVersioning", "GetBucketLocation":
            return try look(at: try found(bucket))
        default: throw WireError(400, "NotImplemented", "A header or a method you provided is not implemented here.")
        }
    }

    // MARK: - Looking

    private func found(_ name: BucketName) throws -> Bucket {
        guard let bucket = try cloud.look(.getBucket, { state, _ in state.bucket(name) }).value else {
            throw WireError(CloudError.noSuchBucket)
        }
        try expectHere(bucket)
        return bucket
    }

    /// A bucket is asked for where it lies.
    private func expectHere(_ bucket: Bucket) throws {
        guard let region, region != bucket.region else { return }
        var error = WireError(
            403, "AccessDenied",
            "The bucket you are attempting to access must be addressed using the specified endpoint.")
        error.endpoint = "oss-\(bucket.region).aliyuncs.com"
        throw error
    }

    private func look(at bucket: Bucket) throws -> WireResponse {
        let grant = WireXML("AccessControlList", [WireXML("Grant", bucket.accessControl.rawValue)])
        switch action {
        case "GetBucketInfo":
            var fields = [
                WireXML("Name", bucket.name.rawValue), WireXML("Location", "oss-\(bucket.region)"),
                WireXML("CreationDate", "2021-01-01T00:00:00.000Z"),
                WireXML("ExtranetEndpoint", "oss-\(bucket.region).aliyuncs.com"),
                WireXML("IntranetEndpoint", "oss-\(bucket.region)-internal.aliyuncs.com"),
                WireXML("StorageClass", bucket.storageClass.rawValue), WireXML("DataRedundancyType", "LRS"), grant,
                owner,
            ]
            fields += [
                WireXML("AccessMonitor", "Disabled"),
                WireXML("ServerSideEncryptionRule", [WireXML("SSEAlgorithm", "None")]),
                WireXML("BucketPolicy", [WireXML("LogBucket", ""), WireXML("LogPrefix", "")]),
            ]
            // It is not there where it was never on.
            if let versioning = bucket.versioning { fields.append(WireXML("Versioning", versioning)) }
            return document(WireXML("BucketInfo", [WireXML("Bucket", fields)]))
        case "GetBucketAcl": return document(WireXML("AccessControlPolicy", [owner, grant]))
        case "GetBucketVersioning":
            return document(
                WireXML("VersioningConfiguration", bucket.versioning.map { [WireXML("Status", $0)] } ?? []))
        default: return document(WireXML("LocationConstraint", "oss-\(bucket.region)"))
        }
    }

    private var owner: WireXML { WireXML("Owner", [WireXML("ID", "sluice"), WireXML("DisplayName", "sluice")]) }

    private func listBuckets() throws -> WireResponse {
        guard request.method == "GET" else {
            throw WireError(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
        }
        let largest = request.query.first { $0.name == "max-keys" }.flatMap { Int($0.value) } ?? 100
        let marker = request.query.first { $0.name == "marker" }?.value ?? ""
        let prefix = request.query.first { $0.name == "prefix" }?.value ?? ""
        let all = try cloud.look(.listBuckets, { state, _ in state.buckets }).value
            .sorted { $0.name.rawValue < $1.name.rawValue }.filter {
                $0.name.rawValue > marker && $0.name.rawValue.hasPrefix(prefix)
            }
        let page = all.prefix(max(1, min(largest, 1000)))
        let buckets = page.map { bucket in
            WireXML(
                "Bucket",
                [
                    WireXML("Name", bucket.name.rawValue), WireXML("Location", "oss-\(bucket.region)"),
                    WireXML("StorageClass", bucket.storageClass.rawValue),
                    WireXML("CreationDate", "2021-01-01T00:00:00.000Z"),
                    WireXML("ExtranetEndpoint", "oss-\(bucket.region).aliyuncs.com"),
                    WireXML("IntranetEndpoint", "oss-\(bucket.region)-internal.aliyuncs.com"),
                ])
        }
        var fields = [owner, WireXML("Buckets", buckets)]
        if page.count < all.count {
            fields += [WireXML("IsTruncated", "true"), WireXML("NextMarker", page.last?.name.rawValue ?? "")]
        }
        return document(WireXML("ListAllMyBucketsResult", fields))
    }

    private func document(_ xml: WireXML) -> WireResponse { WireResponse(200, body: xml.document) }

    // MARK: - Changing

    private static let malformed = WireError(
        400, "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published schema.")

    private func access() throws -> Bucket.AccessControl? {
        guard let text = request.headers["x-oss-acl"] else { return nil }
        guard let access = Bucket.AccessControl(rawValue: text) else {
            throw WireError(400, "InvalidArgument", "no such bucket access control exists")
        }
        return access
    }

    private func putBucket(_ name: BucketName) throws -> WireResponse {
        let isLawful =
            (3...63).contains(name.rawValue.count)
            && name.rawValue.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
            && name.rawValue.first != "-" && name.rawValue.last != "-"
        guard isLawful else {
            throw WireError(400, "InvalidBucketName", "The specified bucket is not valid.")
        }
        var storageClass = Bucket.StorageClass.standard
        if !request.body.isEmpty {
            guard let body = WireXML(reading: request.body), body.name == "CreateBucketConfiguration" else {
                throw Self.malformed
            }
            if let text = body["StorageClass"]?.text {
                guard let known = Bucket.StorageClass(rawValue: text) else { throw Self.malformed }
                storageClass = known
            }
        }
        // The vendor tells by the address, which is one here for all regions.
        let home = try cloud.look(uncounted: { state, _ in state.regions.first })
        guard let region = region ?? home else {
            throw WireError(400, "InvalidArgument", "the region of the bucket is not known")
        }
        let bucket = Bucket(
            name: name, region: region, storageClass: storageClass, accessControl: try access() ?? .private,
            hasVersioning: false)
        return try change(nil, "put-bucket") { state in try state.createBucket(bucket) }
    }

    /// - Parameter name: the bucket that must be there already.
    private func change(
        _ name: BucketName?, _ call: String, status: Int = 200, _ body: (inout CloudState) throws -> Void
    ) throws -> WireResponse {
        if let name { _ = try found(name) }
        do {
            try cloud.change { state, now, _ in
                state.settle(at: now)
                state.count([call: 1])
                try body(&state)
            }
        } catch let error as CloudError {
            throw WireError(error)
        }
        return WireResponse(status)
    }
}

extension Bucket {
    /// Its versioning, in the vendor's words; `nil` of one that never had it.
    fileprivate var versioning: String? { hasVersioning ? "Enabled" : isSuspended == true ? "Suspended" : nil }
}
