import Foundation
package import Workflow

/// The signature of requests to object storage, version 4: `OSS4-HMAC-SHA256`.
///
/// Source: the vendor's description of the V4 signature; known answers in the tests.
package struct OSS4Signature: Equatable, Sendable {
    package static let algorithm = "OSS4-HMAC-SHA256"
    /// The body is not part of the signature; the only value that is in use.
    package static let unsignedPayload = "UNSIGNED-PAYLOAD"

    package let canonicalRequest: String
    package let stringToSign: String
    package let value: String

    /// - Parameters:
    ///   - request: its headers complete, or of a presigned URL its query.
    ///   - bucket: the bucket that it is about, wherever the URL has it; `nil` of the service.
    ///   - key: the object, decoded; empty of the bucket itself.
    ///   - additionalHeaders: signed besides those that always are; in lower case.
    ///   - date: as ``WireTime/compact(_:)``.
    package init(
        of request: WireRequest, bucket: String?, key: String = "", additionalHeaders: [String] = [], date: String,
        region: String, secret: String
    ) {
        let additional = additionalHeaders.sorted { $0.isBefore($1) }
        let names = request.headers.names.filter { name in
            name == "content-type" || name == "content-md5" || name.hasPrefix("x-oss-") || additional.contains(name)
        }
        let headers = names.map { "\($0):\((request.headers[$0] ?? "").trimmed)\n" }
        let query = request.query.filter { $0.name != "x-oss-signature" }
        let path = bucket.map { "/\($0)/\(key)" } ?? "/"
        canonicalRequest = [
            request.method, PercentEncoding.encode(path: path),
            FormEncoding.canonical(query, nameAloneIfEmpty: true), headers.joined(),
            additional.joined(separator: ";"),
            request.headers["x-oss-content-sha256"] ?? Self.unsignedPayload,
        ].joined(separator: "\n")
        let scope = Self.scope(on: date, in: region)
        stringToSign = "\(Self.algorithm)\n\(date)\n\(scope)\n\(Digests.sha256(canonicalRequest))"
        let signingKey = scope.split(separator: "/").reduce(Data("aliyun_v4\(secret)".utf8)) { key, part in
            Digests.hmacSHA256(String(part), key: key)
        }
        value = Digests.hex(Digests.hmacSHA256(stringToSign, key: signingKey))
    }

    /// What a signature is valid for: a day, a region, the service.
    package static func scope(on date: String, in region: String) -> String {
        "\(date.prefix(8))/\(region)/oss/aliyun_v4_request"
    }
}

extension WireRequest {
    /// Signs a request to object storage.
    ///
    /// - Parameters:
    ///   - bucket: the bucket that it is about, wherever the URL has it; `nil` of the service.
    ///   - region: such as `cn-hangzhou`, without `oss-`.
    package mutating func signOSS(bucket: String?, at time: Timestamp, in region: String, with key: AccessKey) {
        let date = WireTime.compact(time)
        headers["x-oss-date"] = date
        headers["x-oss-content-sha256"] = OSS4Signature.unsignedPayload
        if let token = key.securityToken { headers["x-oss-security-token"] = token }
        let signature = OSS4Signature(of: self, bucket: bucket, date: date, region: region, secret: key.secret)
        headers["Authorization"] =
            "\(OSS4Signature.algorithm) Credential=\(key.id)/\(OSS4Signature.scope(on: date, in: region))"
            + ",Signature=\(signature.value)"
    }
}
