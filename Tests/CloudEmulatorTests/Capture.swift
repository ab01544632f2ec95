import AlibabaWire
import Documents
import Foundation
import RealtimeCompute
import SimulatedCloud
import Testing
import Workflow

@testable import CloudEmulator

/// A request that one of the vendor's SDKs sent, as it was on the wire.
struct Capture: Sendable, CustomTestStringConvertible {
    let name: String
    let request: WireRequest

    /// Every captured request, in the order of the file.
    static let all: [Capture] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("AlibabaWireTests/KnownAnswers/wire-captures.json")
        guard let data = try? Data(contentsOf: file),
            let json = try? JSONDecoder().decode(JSONValue.self, from: data)
        else { return [] }
        return json["captures"].items.flatMap { capture in
            capture["requests"].items.map { Capture(name: capture["name"].string ?? "", request: WireRequest($0)) }
        }
    }()

    var testDescription: String { name }

    /// When it was sent.
    var date: Timestamp? {
        let headers = request.headers
        if let date = headers["x-acs-date"] { return WireTime.read(iso8601: date) }
        if let date = headers["x-oss-date"] { return WireTime.read(compact: date) }
        if let date = headers["Date"] { return WireTime.read(http: date) }
        let parameters = RequestVerifier.parameters(of: request)
        return parameters.first { $0.name == "Timestamp" }.flatMap { WireTime.read(iso8601: $0.value) }
    }

    /// An emulator at the time of the capture.
    func emulator() throws -> CloudEmulator { try .over(World.text, at: date) }
}

extension CloudEmulator {
    /// An emulator of a world in memory, whose key is `testid` and `testsecret`.
    static func over(_ text: String, at time: Timestamp?) throws -> CloudEmulator {
        let now = time ?? World.start
        let state = try WorldFile.read(
            Document(text: text, source: "world"), id: "simulated-captures", realNow: now)
        let cloud = try SimulatedCloud(inMemory: state, realNow: { now }, newRequestID: { "R" })
        return CloudEmulator(of: cloud, realNow: { now })
    }
}

enum World {
    static let start = Timestamp(millisecondsSince1970: 1_617_238_800_000)

    static let text = """
        apiVersion: sluice/v1
        kind: World
        spec:
          account: { id: "1234567890123456" }
          caller: { type: account }
          clock: { start: 2021-04-01T09:00:00+08:00, speed: 0 }
          regions:
            - id: cn-hangzhou
              zones: [ { id: cn-hangzhou-h, stock: { Ecs_4c16g: 20, Ecs_8c32g: 100 } } ]
          vpcs: [ { id: vpc-1, name: prod, region: cn-hangzhou, cidr: 172.16.0.0/12 } ]
          vSwitches: [ { id: vsw-1, vpc: vpc-1, zone: cn-hangzhou-h, cidr: 172.16.8.0/24, freeAddresses: 200 } ]
          buckets: [ { name: oss-example, region: cn-hangzhou, storageClass: Standard, acl: private, versioning: false } ]
          roles: [ { name: AliyunStreamDefaultRole, trusts: [ stream.aliyuncs.com ], policies: [ AliyunOSSFullAccess ] } ]
        """
}

extension WireRequest {
    fileprivate init(_ captured: JSONValue) {
        let headers = captured["headers"].items.map { Parameter($0.items[0].string ?? "", $0.items[1].string ?? "") }
        self.init(
            captured["method"].string ?? "", target: captured["target"].string ?? "", headers: WireHeaders(headers),
            body: Data((captured["body"].string ?? "").utf8))
    }
}

extension WireResponse {
    /// The code of a refusal, in JSON or XML; `nil` of what is none.
    var errorCode: String? {
        guard status >= 400 else { return nil }
        if let xml = WireXML(reading: body) { return xml["Code"]?.text }
        return (try? JSONDecoder().decode(JSONValue.self, from: body))?["Code"].string
    }
}

extension JSONValue {
    /// A field; `null` if there is none.
    subscript(field: String) -> JSONValue {
        if case .object(let fields) = self { fields[field] ?? .null } else { .null }
    }

    var string: String? { if case .text(let text) = self { text } else { nil } }
    var items: [JSONValue] { if case .list(let items) = self { items } else { [] } }
}
