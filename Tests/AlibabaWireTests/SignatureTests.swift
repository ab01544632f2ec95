import Documents
import Foundation
import Testing
import Workflow

@testable import AlibabaWire

struct SignatureTests {
    @Test("ACS3 signatures are those of the official libraries")
    func acs3() throws {
        let vectors = try KnownAnswers.read("signing-vectors")["acs3"].items
        #expect(vectors.count == 16)
        for vector in vectors {
            let input = vector["input"]
            var request = WireRequest(
                input["method"].string ?? "", input["pathname"].string ?? "", query: input["query"].parameters,
                headers: WireHeaders(input["headers"].parameters),
                body: Data(base64Encoded: input["bodyBase64"].string ?? "") ?? Data())
            let name = Comment(rawValue: vector["name"].string ?? "")
            let signed = (vector["signedHeaders"].string ?? "").split(separator: ";").map(String.init)
            let signature = ACS3Signature(of: request, over: signed, secret: input["accessKeySecret"].string ?? "")
            #expect(signature.canonicalRequest == vector["canonicalRequest"].string, name)
            #expect(signature.stringToSign == vector["stringToSign"].string, name)
            #expect(signature.value == vector["signature"].string, name)

            // What Sluice itself would send of the same request, where the library signs no more than must be.
            guard signed == ACS3Signature.signedHeaders(of: request.headers) else { continue }
            let key = AccessKey(
                id: input["accessKeyId"].string ?? "", secret: input["accessKeySecret"].string ?? "",
                securityToken: input["securityToken"].string)
            request.sign(
                action: request.headers["x-acs-action"] ?? "", version: request.headers["x-acs-version"] ?? "",
                date: request.headers["x-acs-date"] ?? "", nonce: request.headers["x-acs-signature-nonce"] ?? "",
                with: key)
            #expect(request.headers["Authorization"] == vector["authorization"].string, name)
        }
    }

    @Test("RPC signatures of version 1 are those of the official libraries")
    func rpc1() throws {
        let vectors = try KnownAnswers.read("signing-vectors")["rpcV1"].items
        #expect(vectors.count == 4)
        for vector in vectors {
            let input = vector["input"]
            let method = input["method"].string ?? ""
            let parameters = input["params"].parameters
            #expect(RPC1Signature.stringToSign(parameters, method: method) == vector["stringToSign"].string)
            let secret = input["accessKeySecret"].string ?? ""
            #expect(
                RPC1Signature.value(of: parameters, method: method, secret: secret) == vector["signature"].string)
        }
    }

    @Test("ROA signatures of version 1 are those of the official libraries")
    func roa1() throws {
        let vectors = try KnownAnswers.read("signing-vectors")["roaV1"].items
        #expect(vectors.count == 2)
        for vector in vectors {
            let input = vector["input"]
            let request = WireRequest(
                input["method"].string ?? "", input["pathname"].string ?? "", query: input["query"].parameters,
                headers: WireHeaders(input["headers"].parameters))
            #expect(ROA1Signature.stringToSign(request) == vector["stringToSign"].string)
            let secret = input["accessKeySecret"].string ?? ""
            #expect(ROA1Signature.value(of: request, secret: secret) == vector["signature"].string)
        }
    }

    @Test("signatures to object storage are those of the official libraries")
    func oss4() throws {
        let vectors = try KnownAnswers.read("signing-vectors")["ossV4"].items
        #expect(vectors.count == 16)
        for vector in vectors {
            let input = vector["input"]
            let name = Comment(rawValue: vector["name"].string ?? "")
            let time = Timestamp(millisecondsSince1970: Int64(input["signingTimeUnix"].number ?? 0) * 1000)
            let secret = input["accessKeySecret"].string ?? ""
            let isPresigned = input["presignExpires"] != .null
            var headers = WireHeaders(
                input["headersBeforeSigning"].parameters.filter { !isPresigned || $0.name.lowercased() != "x-oss-date" }
            )
            var query = input["query"].parameters
            if isPresigned {
                let url = vector["signedUrl"].string ?? ""
                query = WireRequest("GET", target: String(url.drop { $0 != "?" })).query
            } else {
                for field in vector["headersAfterSigning"].fields {
                    guard field.key.hasPrefix("x-oss-"), let value = field.value.string else { continue }
                    headers[field.key] = value
                }
            }
            let request = WireRequest(input["method"].string ?? "", "/", query: query, headers: headers)
            let signature = OSS4Signature(
                of: request, bucket: input["bucket"].string, key: input["key"].string ?? "",
                additionalHeaders: input["additionalHeaders"].items.compactMap(\.string).map { $0.lowercased() }
                    .filter { headers[$0] != nil },
                date: WireTime.compact(time), region: input["region"].string ?? "", secret: secret)
            #expect(signature.canonicalRequest == vector["canonicalRequest"].string, name)
            #expect(signature.stringToSign == vector["stringToSign"].string, name)
            #expect(signature.value == vector["signature"].string, name)
        }
    }

    @Test("a request that Sluice signs for object storage bears the signature of the official library")
    func ownOSS4() throws {
        let vectors = try KnownAnswers.read("signing-vectors")["ossV4"].items
        for name in ["get-bucket-info-minimal", "get-bucket-location-sts", "list-buckets", "region-shanghai"] {
            let vector = try #require(vectors.first { $0["name"].string == name })
            let input = vector["input"]
            var request = WireRequest(
                input["method"].string ?? "", "/", query: input["query"].parameters,
                headers: WireHeaders(input["headersBeforeSigning"].parameters))
            request.signOSS(
                bucket: input["bucket"].string,
                at: Timestamp(millisecondsSince1970: Int64(input["signingTimeUnix"].number ?? 0) * 1000),
                in: input["region"].string ?? "",
                with: AccessKey(
                    id: input["accessKeyId"].string ?? "", secret: input["accessKeySecret"].string ?? "",
                    securityToken: input["securityToken"].string))
            #expect(request.headers["Authorization"] == vector["authorization"].string, Comment(rawValue: name))
        }
    }

    @Test("the signature of every captured request is derived again from its bytes")
    func captures() throws {
        let captures = try KnownAnswers.read("wire-captures")["captures"].items
        var verified: [String: Int] = [:]
        for capture in captures {
            for captured in capture["requests"].items {
                let request = captured.request
                let authorization = request.headers["Authorization"] ?? ""
                let name = Comment(rawValue: capture["name"].string ?? "")
                if authorization.hasPrefix(ACS3Signature.algorithm) {
                    let parts = authorization.parts
                    let signed = (parts["SignedHeaders"] ?? "").split(separator: ";").map(String.init)
                    let signature = ACS3Signature(of: request, over: signed, secret: "testsecret")
                    #expect(signature.value == parts["Signature"], name)
                    verified["acs3", default: 0] += 1
                } else if authorization.hasPrefix(OSS4Signature.algorithm) {
                    let parts = authorization.parts
                    let scope = (parts["Credential"] ?? "").split(separator: "/")
                    let path = PercentEncoding.decode(request.path).split(
                        separator: "/", omittingEmptySubsequences: true)
                    let signature = OSS4Signature(
                        of: request, bucket: path.first.map(String.init), key: path.dropFirst().joined(separator: "/"),
                        additionalHeaders: (parts["AdditionalHeaders"] ?? "").split(separator: ";").map(String.init),
                        date: request.headers["x-oss-date"] ?? "", region: String(scope[2]), secret: "testsecret")
                    #expect(signature.value == parts["Signature"], name)
                    verified["oss4", default: 0] += 1
                } else if authorization.hasPrefix("acs ") {
                    let value = ROA1Signature.value(of: request, secret: "testsecret")
                    #expect(
                        authorization == "acs \(authorization.dropFirst(4).split(separator: ":")[0]):\(value)", name)
                    verified["roa1", default: 0] += 1
                } else {
                    let signature = request.query.first { $0.name == "Signature" }?.value
                    let value = RPC1Signature.value(
                        of: request.query.filter { $0.name != "Signature" }, method: request.method,
                        secret: "testsecret")
                    #expect(value == signature, name)
                    verified["rpc1", default: 0] += 1
                }
            }
        }
        #expect(verified == ["acs3": 24, "oss4": 11, "roa1": 8, "rpc1": 1])
    }

    @Test("a secret is not told by whatever describes a key")
    func descriptions() {
        let key = AccessKey(id: "LTAI-1", secret: "very-secret", securityToken: "very-secret-token")
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped, "\([key])", "\(Optional(key) as Any)"] {
            #expect(!text.contains("very-secret"))
        }
    }
}

extension JSONValue {
    var parameters: [Parameter] { fields.compactMap { name, value in value.string.map { Parameter(name, $0) } } }

    /// A captured request.
    var request: WireRequest {
        let headers = self["headers"].items.map { Parameter($0.items[0].string ?? "", $0.items[1].string ?? "") }
        return WireRequest(
            self["method"].string ?? "", target: self["target"].string ?? "", headers: WireHeaders(headers),
            body: Data((self["body"].string ?? "").utf8))
    }
}

extension String {
    /// `Name=value` of an authorization, in whatever order.
    var parts: [String: String] {
        let pairs = drop { $0 != " " }.split(separator: ",").map { pair in
            pair.trimmingCharacters(in: .whitespaces).split(separator: "=", maxSplits: 1).map(String.init)
        }
        return Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0.count == 2 ? $0[1] : "") })
    }
}
