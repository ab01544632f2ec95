import AlibabaWire
import Foundation
import RealtimeCompute
import SimulatedCloud
import Synchronization
import Workflow

/// Verifies who has signed a request, as the vendor's gateways do.
final class RequestVerifier: Sendable {
    /// A request that bears a good signature.
    struct Verified {
        let key: AccessKeyRecord
        /// Every parameter of RPC and ROA, wherever it was sent.
        let parameters: [Parameter]
        /// The region in the scope of a signature of object storage.
        let storageRegion: RegionID?
    }

    /// A date may differ by so much.
    ///
    /// Source: the vendor's descriptions of its signatures.
    private static let tolerance = Duration.seconds(15 * 60)

    private let cloud: SimulatedCloud
    private let realNow: @Sendable () -> Timestamp
    /// Nonces that have been seen, and when.
    private let nonces = Mutex<[String: Timestamp]>([:])

    init(for cloud: SimulatedCloud, realNow: @escaping @Sendable () -> Timestamp) {
        self.cloud = cloud
        self.realNow = realNow
    }

    /// - Throws: ``WireError``.
    func verify(_ request: WireRequest) throws -> Verified {
        let authorization = request.headers["Authorization"] ?? ""
        if authorization.hasPrefix(ACS3Signature.algorithm) { return try acs3(request, authorization) }
        if authorization.hasPrefix("acs ") { return try roa1(request, authorization) }
        if authorization.hasPrefix(OSS4Signature.algorithm)
            || request.query.contains(where: { $0.name == "x-oss-signature" })
        {
            return try oss4(request, authorization)
        }
        if authorization.hasPrefix("OSS ") { return try oss1(request, authorization) }
        guard !Self.isForStorage(request) else {
            throw WireError(403, "AccessDenied", "Anonymous access is forbidden for this operation.")
        }
        return try rpc1(request)
    }

    /// Whether a request is to object storage.
    static func isForStorage(_ request: WireRequest) -> Bool {
        let authorization = request.headers["Authorization"] ?? ""
        return authorization.hasPrefix(OSS4Signature.algorithm) || authorization.hasPrefix("OSS ")
            || request.query.contains { $0.name == "x-oss-signature" }
            || request.headers.names.contains { $0.hasPrefix("x-oss-") } || isUnsigned(request, authorization)
    }

    /// Whether a request bears no signature, and is for a path that is no API's: only buckets have others.
    private static func isUnsigned(_ request: WireRequest, _ authorization: String) -> Bool {
        authorization.isEmpty && request.path.count > 1 && RealtimeComputeRoutes.route(request) == nil
            && !request.headers.names.contains { $0.hasPrefix("x-acs-") }
    }

    // MARK: - Each kind of signature

    private func acs3(_ request: WireRequest, _ authorization: String) throws -> Verified {
        let parts = Self.parts(of: authorization.dropFirst(ACS3Signature.algorithm.count))
        guard let id = parts["Credential"], let given = parts["Signature"], let names = parts["SignedHeaders"] else {
            throw WireError.incomplete
        }
        let signed = names.split(separator: ";").map { $0.lowercased() }
        let required = ["x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256"]
        for header in required where request.headers[header] == nil { throw WireError.missing(header) }
        guard signed.contains("host"), signed.allSatisfy({ request.headers[$0] != nil }),
            request.headers.names.allSatisfy({ !$0.hasPrefix("x-acs-") || signed.contains($0) })
        else { throw WireError.incomplete }
        let key = try key(id, token: request.headers["x-acs-security-token"])
        try check(date: WireTime.read(iso8601: request.headers["x-acs-date"] ?? ""))
        let signature = ACS3Signature(of: request, over: signed, secret: key.secret)
        guard Digests.areEqual(signature.value, given.lowercased()),
            request.headers["x-acs-content-sha256"]?.lowercased() == Digests.sha256(request.body)
        else { throw WireError.mismatch(signature.stringToSign) }
        try check(nonce: request.headers["x-acs-signature-nonce"] ?? "", of: id)
        return Verified(key: key, parameters: Self.parameters(of: request), storageRegion: nil)
    }

    private func rpc1(_ request: WireRequest) throws -> Verified {
        let parameters = Self.parameters(of: request)
        func value(_ name: String) throws -> String {
            guard let value = parameters.first(where: { $0.name == name })?.value, !value.isEmpty else {
                throw WireError.missing(name)
            }
            return value
        }
        let id = try value("AccessKeyId")
        let given = try value("Signature")
        guard try value("SignatureMethod") == "HMAC-SHA1", try value("SignatureVersion") == "1.0" else {
            throw WireError.incomplete
        }
        let nonce = try value("SignatureNonce")
        let key = try key(id, token: parameters.first { $0.name == "SecurityToken" }?.value)
        try check(date: WireTime.read(iso8601: (try? value("Timestamp")) ?? (try value("TimeStamp"))))
        let signed = parameters.filter { $0.name != "Signature" }
        let expected = RPC1Signature.value(of: signed, method: request.method, secret: key.secret)
        guard Digests.areEqual(expected, given) else {
            throw WireError.mismatch(RPC1Signature.stringToSign(signed, method: request.method))
        }
        try check(nonce: nonce, of: id)
        return Verified(key: key, parameters: parameters, storageRegion: nil)
    }

    /// There is no nonce in these: what arrives twice is done twice.
    private func roa1(_ request: WireRequest, _ authorization: String) throws -> Verified {
        let halves = authorization.dropFirst("acs ".count).split(separator: ":", maxSplits: 1).map(String.init)
        guard halves.count == 2 else { throw WireError.incomplete }
        guard let date = request.headers["Date"] else { throw WireError.missing("Date") }
        let key = try key(halves[0], token: request.headers["x-acs-security-token"])
        try check(date: WireTime.read(http: date))
        if let md5 = request.headers["Content-MD5"], !md5.isEmpty, md5 != Digests.md5(request.body) {
            throw WireError.mismatch(ROA1Signature.stringToSign(request))
        }
        guard Digests.areEqual(ROA1Signature.value(of: request, secret: key.secret), halves[1]) else {
            throw WireError.mismatch(ROA1Signature.stringToSign(request))
        }
        return Verified(key: key, parameters: Self.parameters(of: request), storageRegion: nil)
    }

    private func oss4(_ request: WireRequest, _ authorization: String) throws -> Verified {
        let isPresigned = authorization.isEmpty
        let parts = Self.parts(of: authorization.dropFirst(OSS4Signature.algorithm.count))
        func value(_ header: String, _ parameter: String) -> String? {
            isPresigned ? request.query.first { $0.name == parameter }?.value : parts[header]
        }
        guard let credential = value("Credential", "x-oss-credential"),
            let given = value("Signature", "x-oss-signature")
        else { throw WireError.storageMismatch }
        let scope = credential.split(separator: "/").map(String.init)
        let date = value("x-oss-date", "x-oss-date") ?? request.headers["x-oss-date"] ?? ""
        guard scope.count == 5, scope[4] == "aliyun_v4_request", date.hasPrefix(scope[1]) else {
            throw WireError.storageMismatch
        }
        let token =
            request.headers["x-oss-security-token"] ?? request.query.first { $0.name == "x-oss-security-token" }?.value
        let key = try storageKey(scope[0], token: token)
        let lifetime = request.query.first { $0.name == "x-oss-expires" }.flatMap { Int($0.value) }
        try check(storageDate: WireTime.read(compact: date), lasting: isPresigned ? lifetime : nil)
        let additional = (value("AdditionalHeaders", "x-oss-additional-headers") ?? "").split(separator: ";").map(
            String.init)
        let (bucket, object) = Self.resource(of: request)
        let signature = OSS4Signature(
            of: request, bucket: bucket, key: object, additionalHeaders: additional, date: date, region: scope[2],
            secret: key.secret)
        guard Digests.areEqual(signature.value, given) else { throw WireError.storageMismatch }
        return Verified(
            key: key, parameters: request.query, storageRegion: RegionID(rawValue: scope[2]))
    }

    private func oss1(_ request: WireRequest, _ authorization: String) throws -> Verified {
        let halves = authorization.dropFirst("OSS ".count).split(separator: ":", maxSplits: 1).map(String.init)
        guard halves.count == 2 else { throw WireError.storageMismatch }
        // The vendor's newer SDK has the token in a header of another name than its own documents give.
        let token = request.headers["x-oss-security-token"] ?? request.headers["security-token"]
        let key = try storageKey(halves[0], token: token)
        try check(storageDate: WireTime.read(http: request.headers["Date"] ?? ""), lasting: nil)
        let (bucket, object) = Self.resource(of: request)
        guard
            Digests.areEqual(
                OSS1Signature.value(of: request, bucket: bucket, key: object, secret: key.secret), halves[1])
        else { throw WireError.storageMismatch }
        return Verified(key: key, parameters: request.query, storageRegion: nil)
    }

    // MARK: - Parts

    /// The bucket and the object that a request to object storage is about: addresses are path style.
    static func resource(of request: WireRequest) -> (bucket: String?, key: String) {
        let path = PercentEncoding.decode(request.path).drop { $0 == "/" }
        guard !path.isEmpty else { return (nil, "") }
        let halves = path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return (halves[0], halves.count == 2 ? halves[1] : "")
    }

    private static func parts(of text: Substring) -> [String: String] {
        let pairs = text.split(separator: ",").compactMap { pair -> (String, String)? in
            let halves = pair.trimmingCharacters(in: .whitespaces)
                .split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return halves.count == 2 ? (halves[0], halves[1]) : nil
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    static func parameters(of request: WireRequest) -> [Parameter] {
        let type = request.headers["Content-Type"]?.lowercased() ?? ""
        guard type.hasPrefix("application/x-www-form-urlencoded") else { return request.query }
        return request.query + FormEncoding.parameters(of: String(decoding: request.body, as: UTF8.self))
    }

    private func key(_ id: String, token: String?) throws -> AccessKeyRecord {
        let (found, now) = try cloud.look(uncounted: { state, now in (state.accessKey(id), now) })
        guard let key = found else {
            throw WireError(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.")
        }
        guard let own = key.token else { return key }
        guard let token, !token.isEmpty else {
            throw WireError(400, "MissingSecurityToken", "SecurityToken is mandatory for this action.")
        }
        guard token == own else {
            throw WireError(
                400, "InvalidSecurityToken.MismatchWithAccessKey",
                "Specified SecurityToken mismatch with the AccessKey.")
        }
        guard key.expiresAt.map({ now < $0 }) ?? true else {
            throw WireError(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.")
        }
        return key
    }

    /// Object storage has codes of its own.
    private func storageKey(_ id: String, token: String?) throws -> AccessKeyRecord {
        do {
            return try key(id, token: token)
        } catch let error as WireError {
            switch error.code {
            case "InvalidAccessKeyId.NotFound":
                throw WireError(
                    403, "InvalidAccessKeyId", "The OSS Access Key Id you provided does not exist in our records.")
            case "InvalidSecurityToken.Expired":
                throw WireError(403, "SecurityTokenExpired", "The security token you provided has expired.")
            default: throw WireError(403, "InvalidSecurityToken", "The security token you provided is invalid.")
            }
        }
    }

    /// A date counts by the real time, and by the cloud's, by which a rehearsal may live.
    private func check(date: Timestamp?) throws {
        guard let date else {
            throw WireError(400, "IllegalTimestamp", "The input parameter \"Timestamp\" is not valid.")
        }
        guard isNear(date) else {
            throw WireError(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.")
        }
    }

    private func check(storageDate date: Timestamp?, lasting seconds: Int?) throws {
        guard let date else { throw WireError(403, "AccessDenied", "The date of the request is missing or not valid.") }
        if let seconds {
            let ends = date + .seconds(min(max(seconds, 0), 604_800))
            guard try realNow() <= ends || cloud.now() <= ends else {
                throw WireError(403, "AccessDenied", "Request has expired.")
            }
        } else if !isNear(date) {
            throw WireError(
                403, "RequestTimeTooSkewed",
                "The difference between the request time and the current time is too large.")
        }
    }

    private func isNear(_ date: Timestamp) -> Bool {
        let times = [realNow(), try? cloud.now()].compactMap(\.self)
        return times.contains { abs((date - $0).wholeMilliseconds) <= Self.tolerance.wholeMilliseconds }
    }

    private func check(nonce: String, of key: String) throws {
        let now = realNow()
        let isNew = nonces.withLock { nonces in
            // What is older than a date may be is forgotten: its request would be refused for its date.
            if nonces.count > 10_000 { nonces = nonces.filter { now - $0.value < Self.tolerance + Self.tolerance } }
            return nonces.updateValue(now, forKey: "\(key)/\(nonce)") == nil
        }
        guard isNew else {
            throw WireError(400, "SignatureNonceUsed", "Specified signature nonce was used already.")
        }
    }
}

extension WireError {
    fileprivate static let incomplete = Self(
        400, "IncompleteSignature", "The request signature does not conform to the standards of the vendor.")
    /// Older SDKs look for the string that was signed here, and compare it with their own.
    fileprivate static func mismatch(_ stringToSign: String) -> Self {
        Self(
            400, "SignatureDoesNotMatch",
            "Specified signature is not matched with our calculation. server string to sign is:\(stringToSign)")
    }
    fileprivate static let storageMismatch = Self(
        403, "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and signing method."
    )
}
