import Foundation

// The signatures of version 1, which older SDKs still send: HMAC-SHA1. Sluice sends none; the emulator verifies them.

/// The signature of RPC requests, version 1: over every parameter, which carries it itself.
package enum RPC1Signature {
    /// - Parameter parameters: every one but `Signature`.
    package static func value(of parameters: [Parameter], method: String, secret: String) -> String {
        Digests.hmacSHA1(stringToSign(parameters, method: method), key: secret + "&")
    }

    package static func stringToSign(_ parameters: [Parameter], method: String) -> String {
        "\(method)&%2F&\(PercentEncoding.encode(FormEncoding.canonical(parameters)))"
    }
}

/// The signature of ROA requests, version 1: `Authorization: acs KEY:SIGNATURE`.
package enum ROA1Signature {
    package static func value(of request: WireRequest, secret: String) -> String {
        Digests.hmacSHA1(stringToSign(request), key: secret)
    }

    package static func stringToSign(_ request: WireRequest) -> String {
        let standard = ["accept", "content-md5", "content-type", "date"].map { request.headers[$0] ?? "" }
        let own = request.headers.names.filter { $0.hasPrefix("x-acs-") }
            .map { "\($0):\((request.headers[$0] ?? "").trimmed)" }
        // Values stand as they are; a name without a value stands alone.
        let query = request.query.sorted { $0.name.isBefore($1.name) }
            .map { $0.value.isEmpty ? $0.name : "\($0.name)=\($0.value)" }.joined(separator: "&")
        let resource = PercentEncoding.decode(request.path) + (query.isEmpty ? "" : "?\(query)")
        return ([request.method] + standard + own + [resource]).joined(separator: "\n")
    }
}

/// The signature of requests to object storage, version 1: `Authorization: OSS KEY:SIGNATURE`.
///
/// Source: the vendor's "Include signatures in the Authorization header".
package enum OSS1Signature {
    /// - Parameters:
    ///   - bucket: the bucket that it is about, wherever the URL has it; `nil` of the service.
    ///   - key: the object, decoded; empty of the bucket itself.
    package static func value(of request: WireRequest, bucket: String?, key: String = "", secret: String) -> String {
        Digests.hmacSHA1(stringToSign(request, bucket: bucket, key: key), key: secret)
    }

    static func stringToSign(_ request: WireRequest, bucket: String?, key: String) -> String {
        let standard = ["content-md5", "content-type", "date"].map { request.headers[$0] ?? "" }
        let own = request.headers.names.filter { $0.hasPrefix("x-oss-") }
            .map { "\($0):\((request.headers[$0] ?? "").trimmed)" }
        let query = request.query.filter { subresources.contains($0.name) }.sorted { $0.name.isBefore($1.name) }
            .map { $0.value.isEmpty ? $0.name : "\($0.name)=\($0.value)" }.joined(separator: "&")
        let resource = (bucket.map { "/\($0)/\(key)" } ?? "/") + (query.isEmpty ? "" : "?\(query)")
        return ([request.method] + standard + own + [resource]).joined(separator: "\n")
    }

    /// The parameters of a query that are part of what is asked for, and signed.
    private static let subresources: Set<String> = [
        "acl", "bucketInfo", "location", "versioning", "versions", "stat", "uploads", "tagging", "policy", "lifecycle",
        "logging", "website", "referer", "cors", "encryption", "inventory", "worm", "requestPayment", "symlink",
        "restore", "objectMeta", "delete", "append", "position", "partNumber", "uploadId", "security-token",
        "x-oss-process", "response-content-type", "response-content-language", "response-cache-control",
        "response-content-encoding", "response-content-disposition", "response-expires", "versionId",
        "continuation-token", "sequential", "callback", "callback-var", "comp", "live", "status", "vod", "startTime",
        "endTime", "transferAcceleration", "x-oss-traffic-limit", "udf", "img", "style", "qos", "replication",
        "regionList", "asyncFetch", "x-oss-async-process", "resourceGroup", "metaQuery", "accessPoint",
        "publicAccessBlock", "archiveDirectRead", "httpsConfig", "cname", "rtc", "replicationLocation",
        "replicationProgress", "bucketArchiveDirectRead", "cleanRestoredObject", "sealed",
    ]
}
