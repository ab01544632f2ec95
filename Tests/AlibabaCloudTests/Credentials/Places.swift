import AlibabaWire
import Foundation
import RealtimeCompute
import Synchronization
import Workflow

@testable import AlibabaCloud

/// The places where credentials are found, as a test makes them; nothing is answered but what it says.
final class Places: Sendable {
    /// Stands in every secret of these tests, and so must not stand in anything that is said.
    static let mark = "S3CRET"

    let home: URL
    let services: ScriptedTransport
    let neighbours: ScriptedTransport
    private let variables: [String: String]
    private let moment = Mutex(Adapter.now)

    /// - Parameters:
    ///   - files: by their paths under the home.
    ///   - services: what answers as the vendor's services do.
    ///   - neighbours: what answers at once or not at all: metadata, and addresses of keys.
    init(
        _ variables: [String: String] = [:], files: [String: String] = [:], services: ScriptedTransport = .unreachable,
        neighbours: ScriptedTransport = .unreachable
    ) throws {
        home = FileManager.default.temporaryDirectory.appendingPathComponent("sluice-home-\(UUID().uuidString)")
        self.services = services
        self.neighbours = neighbours
        // A file is named by its path in the home.
        self.variables = variables.mapValues { [home] in $0.replacingOccurrences(of: "HOME/", with: home.path + "/") }
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        for (path, text) in files {
            let file = home.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.replacingOccurrences(of: "HOME/", with: home.path + "/").utf8).write(to: file)
        }
    }

    deinit {
        do {
            try FileManager.default.removeItem(at: home)
        } catch {
            print("\(home.path) is left: \(error)")
        }
    }

    var now: Timestamp { moment.withLock { $0 } }

    func pass(_ duration: Duration) { moment.withLock { $0 = $0 + duration } }

    var context: CredentialContext {
        let localNow: @Sendable () -> Timestamp = { self.now }
        return CredentialContext(
            variable: { [variables] in variables[$0] }, home: home.path, region: "cn-beijing", transport: services,
            impatient: neighbours, endpoints: Endpoints(), time: ServerTime(localNow: localNow), localNow: localNow,
            userAgent: "sluice-test")
    }

    func chain(profile: String? = nil) -> CredentialChain { CredentialChain(in: context, profile: profile) }
}

/// Texts of the files in which credentials are found.
enum CredentialTexts {
    /// The profiles of the vendor's command line.
    static func profiles(_ profiles: String..., current: String = "default") -> [String: String] {
        [".aliyun/config.json": #"{"current":"\#(current)","profiles":[\#(profiles.joined(separator: ","))]}"#]
    }

    static func sections(_ text: String) -> [String: String] { [".alibabacloud/credentials.ini": text] }

    static let staticProfile = """
        {"name":"default","mode":"AK","access_key_id":"profile-id","access_key_secret":"S3CRET-profile"}
        """
    static let staticSection = """
        [default]
        type = access_key
        access_key_id = ini-id
        access_key_secret = S3CRET-ini
        """
}

extension ScriptedTransport {
    /// STS, which issues keys that last for an hour.
    ///
    /// They are named for how many it has issued.
    static func tokenService(lasting duration: Duration = .seconds(3600)) -> ScriptedTransport {
        let count = Counter()
        return ScriptedTransport { sent in
            guard sent.action?.hasPrefix("AssumeRole") == true else { return WireResponse(404, #"{"Code":"No"}"#) }
            return .json(
                #"{"RequestId":"R","Credentials":\#(CredentialAnswers.keys("sts-\(count.next())", lasting: duration))}"#
            )
        }
    }

    /// The metadata of a machine with a role, whose keys last for an hour.
    static func metadata(
        role: String = "machine", lasting duration: Duration = .seconds(3600), version: Int = 2
    ) -> ScriptedTransport {
        let count = Counter()
        return ScriptedTransport { sent in
            guard sent.endpoint.host == "100.100.100.200" else { throw NoAnswer(.refused, "refused") }
            let path = "/latest/meta-data/ram/security-credentials/"
            if sent.request.path == "/latest/api/token" {
                return version == 2 ? WireResponse(200, "S3CRET-metadata\n") : WireResponse(404, "")
            }
            if version == 2, sent.request.headers["X-aliyun-ecs-metadata-token"] != "S3CRET-metadata" {
                return WireResponse(403, "")
            }
            switch sent.request.path {
            case path: return WireResponse(200, role + "\n")
            case path + role:
                return .json(CredentialAnswers.keys("ecs-\(count.next())", lasting: duration, code: "Success"))
            default: return WireResponse(404, "")
            }
        }
    }
}

enum CredentialAnswers {
    /// Keys with their end, as STS, metadata and addresses tell them.
    static func keys(_ id: String, lasting duration: Duration = .seconds(3600), code: String? = nil) -> String {
        let code = code.map { #""Code":"\#($0)","# } ?? ""
        return
            #"{\#(code)"AccessKeyId":"\#(id)","AccessKeySecret":"S3CRET-\#(id)","SecurityToken":"S3CRET-token-\#(id)","#
            + #""Expiration":"\#(WireTime.iso8601(Adapter.now + duration))"}"#
    }
}

/// Counts.
final class Counter: Sendable {
    private let count = Mutex(0)

    var current: Int { count.withLock { $0 } }

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}

extension AccessKey {
    /// The key that the answers of these tests have under an id.
    static func temporary(_ id: String) -> Self {
        AccessKey(id: id, secret: "S3CRET-\(id)", securityToken: "S3CRET-token-\(id)")
    }
}
