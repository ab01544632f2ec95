import AlibabaWire
import Foundation
import Testing
import Workflow

@testable import CloudEmulator

/// Every request that the vendor's SDKs were seen to send is accepted as it is, and with anything altered refused.
struct CaptureTests {
    /// Codes of requests that were not let in at all.
    private static let notLetIn: Set = [
        "SignatureDoesNotMatch", "IncompleteSignature", "InvalidAccessKeyId", "InvalidAccessKeyId.NotFound",
        "InvalidTimeStamp.Expired", "IllegalTimestamp", "RequestTimeTooSkewed", "SignatureNonceUsed", "AccessDenied",
        "InvalidAction.NotFound", "InvalidVersion", "MissingParameter", "NotImplemented", "InternalError",
    ]

    @Test func `there are as many captures as the file is known to have`() {
        #expect(Set(Capture.all.map(\.name)).count == 44)
    }

    @Test(arguments: Capture.all)
    func `a captured request is accepted`(capture: Capture) throws {
        let response = try capture.emulator().answer(capture.request).response
        #expect(!Self.notLetIn.contains(response.errorCode ?? ""), "\(String(decoding: response.body, as: UTF8.self))")
        #expect(response.status < 500)
        if response.status >= 400 { #expect(response.errorCode?.isEmpty == false, "a refusal has a code") }
    }

    @Test(arguments: Capture.all)
    func `with any signed part altered it is refused`(capture: Capture) throws {
        let alterations = Self.alterations(of: capture.request)
        // A signature of RPC, version 1, covers nothing but parameters.
        let isSignedByParameters = capture.request.query.contains { $0.name == "Signature" }
        #expect(alterations.count >= (isSignedByParameters ? 1 : 3))
        for (what, altered) in alterations {
            let response = try capture.emulator().answer(altered).response
            #expect((400...404).contains(response.status), "\(what)")
            #expect(Self.notLetIn.contains(response.errorCode ?? ""), "\(what): \(response.errorCode ?? "no code")")
        }
    }

    @Test(arguments: Capture.all)
    func `sent again it is refused where it has a nonce, and sent too late wherever it is`(capture: Capture) throws {
        let emulator = try capture.emulator()
        _ = emulator.answer(capture.request)
        let again = emulator.answer(capture.request).response
        let hasNonce =
            capture.request.headers["x-acs-signature-nonce"] != nil
            && capture.request.headers["Authorization"]?.hasPrefix("acs ") == false
            || capture.request.query.contains { $0.name == "SignatureNonce" }
        #expect((again.errorCode == "SignatureNonceUsed") == hasNonce)

        let date = try #require(capture.date)
        for minutes in [-16, 16] {
            let late = try CloudEmulator.over(World.text, at: date + .seconds(minutes * 60)).answer(capture.request)
            #expect(
                ["InvalidTimeStamp.Expired", "RequestTimeTooSkewed"].contains(late.response.errorCode),
                "\(minutes) minutes later")
        }
    }

    @Test(arguments: Capture.all)
    func `a key that is not known, or has another secret, is refused`(capture: Capture) throws {
        let keys = [
            "{ id: other, secret: testsecret }": ["InvalidAccessKeyId.NotFound", "InvalidAccessKeyId"],
            "{ id: testid, secret: other }": ["SignatureDoesNotMatch"],
        ]
        for (key, codes) in keys {
            let emulator = try CloudEmulator.over(World.text + "\n  accessKeys: [ \(key) ]", at: capture.date)
            let response = emulator.answer(capture.request).response
            #expect(codes.contains(response.errorCode ?? ""), "\(key): \(response.errorCode ?? "no code")")
        }
    }

    /// A request with one signed thing after the other altered: each signed header, the path, the query and the body.
    private static func alterations(of request: WireRequest) -> [(String, WireRequest)] {
        var altered: [(String, WireRequest)] = []
        for name in request.headers.names where isSigned(name, request) {
            var one = request
            one.headers[name] = (request.headers[name] ?? "") + "1"
            altered.append((name, one))
        }
        let target = request.path + (request.query.isEmpty ? "?" : "?" + Self.text(of: request.query) + "&")
        altered.append(
            (
                "a parameter more",
                WireRequest(
                    request.method, target: target + "acl=more", headers: request.headers, body: request.body)
            ))
        if !request.body.isEmpty, signsBody(request) {
            for place in request.body.indices.striding(by: max(1, request.body.count / 8)) {
                var one = request
                one.body[place] ^= 1
                altered.append(("byte \(place) of the body", one))
            }
        }
        return altered
    }

    private static func text(of query: [Parameter]) -> String {
        query.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }.joined(separator: "&")
    }

    /// Object storage leaves a body unsigned where its digest says so.
    private static func signsBody(_ request: WireRequest) -> Bool {
        request.headers["x-oss-content-sha256"] == nil && request.headers["Content-MD5"] == nil
            && request.headers["x-oss-date"] == nil
            || request.headers["Authorization"]?.hasPrefix("acs ") == true
    }

    private static func isSigned(_ name: String, _ request: WireRequest) -> Bool {
        let authorization = request.headers["Authorization"] ?? ""
        if authorization.hasPrefix(ACS3Signature.algorithm) {
            let signed = authorization.split(separator: "SignedHeaders=").last?.prefix { $0 != "," } ?? ""
            return signed.split(separator: ";").contains { $0.lowercased() == name }
        }
        if authorization.hasPrefix("acs ") {
            return name.hasPrefix("x-acs-") || ["accept", "content-md5", "content-type"].contains(name)
        }
        return name.hasPrefix("x-oss-")
            || ["content-md5", "content-type"].contains(name)
                && authorization.hasPrefix(OSS4Signature.algorithm)
    }
}

extension Range<Data.Index> {
    fileprivate func striding(by step: Int) -> StrideTo<Int> { stride(from: lowerBound, to: upperBound, by: step) }
}
