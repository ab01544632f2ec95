import Foundation

/// The signature of OpenAPI requests, version 3: `ACS3-HMAC-SHA256`.
///
/// Source: the vendor's description of the V3 signature; known answers in the tests.
package struct ACS3Signature: Equatable, Sendable {
    package static let algorithm = "ACS3-HMAC-SHA256"

    package let canonicalRequest: String
    package let stringToSign: String
    package let value: String

    /// The signature of a request whose headers are complete, over those of `signedHeaders`.
    ///
    /// - Parameter signedHeaders: in lower case, sorted.
    package init(of request: WireRequest, over signedHeaders: [String], secret: String) {
        let headers = signedHeaders.map { name in
            let values = request.headers.values(name).map(\.trimmed).sorted { $0.isBefore($1) }
            return "\(name):\(values.joined(separator: ","))\n"
        }
        canonicalRequest = [
            request.method, Self.canonical(path: request.path), FormEncoding.canonical(request.query),
            headers.joined(), signedHeaders.joined(separator: ";"), Digests.sha256(request.body),
        ].joined(separator: "\n")
        stringToSign = "\(Self.algorithm)\n\(Digests.sha256(canonicalRequest))"
        value = Digests.hex(Digests.hmacSHA256(stringToSign, key: Data(secret.utf8)))
    }

    /// Every segment percent-encoded once, however the path was sent.
    private static func canonical(path: String) -> String {
        path.isEmpty ? "/" : PercentEncoding.encode(path: PercentEncoding.decode(path))
    }

    /// The headers that are signed: the host, the type of the body, and the vendor's own.
    package static func signedHeaders(of headers: WireHeaders) -> [String] {
        headers.names.filter { $0 == "host" || $0 == "content-type" || $0.hasPrefix("x-acs-") }
    }
}

extension WireRequest {
    /// Signs a request of an action: adds the headers that a signature covers, and the signature.
    ///
    /// The host must be among the headers.
    ///
    /// - Parameters:
    ///   - date: as ``WireTime/iso8601(_:)``; the vendor admits fifteen minutes of difference.
    ///   - nonce: not used for any other request.
    package mutating func sign(action: String, version: String, date: String, nonce: String, with key: AccessKey) {
        headers["x-acs-action"] = action
        headers["x-acs-version"] = version
        headers["x-acs-date"] = date
        headers["x-acs-signature-nonce"] = nonce
        headers["x-acs-content-sha256"] = Digests.sha256(body)
        if let token = key.securityToken {
            headers["x-acs-accesskey-id"] = key.id
            headers["x-acs-security-token"] = token
        }
        let names = ACS3Signature.signedHeaders(of: headers)
        let signature = ACS3Signature(of: self, over: names, secret: key.secret)
        headers["Authorization"] =
            "\(ACS3Signature.algorithm) Credential=\(key.id),SignedHeaders=\(names.joined(separator: ";"))"
            + ",Signature=\(signature.value)"
    }
}

extension String {
    /// Without white space at its ends.
    var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
