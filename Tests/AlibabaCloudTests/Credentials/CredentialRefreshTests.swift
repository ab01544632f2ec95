import AlibabaWire
import RealtimeCompute
import Synchronization
import Testing
import Wording

@testable import AlibabaCloud

struct CredentialRefreshTests {
    private let margin = Duration.seconds(300)

    @Test func `keys are kept while they are good, and fetched anew before they expire`() async throws {
        let places = try Places(neighbours: .metadata(lasting: .seconds(3600)))
        let chain = places.chain()
        #expect(try await chain.key() == .temporary("ecs-1"))
        places.pass(.seconds(3299))
        #expect(try await chain.key() == .temporary("ecs-1"))
        places.pass(.seconds(1))
        #expect(try await chain.key() == .temporary("ecs-2"))
    }

    @Test func `keys that last are read once`() async throws {
        let places = try Places(files: CredentialTexts.profiles(CredentialTexts.staticProfile))
        let chain = places.chain()
        #expect(try await chain.key().id == "profile-id")
        places.pass(.seconds(86_400 * 365))
        #expect(try await chain.key().id == "profile-id")
    }

    /// Metadata that answer until they are told not to.
    private func fading() throws -> (places: Places, stop: @Sendable () -> Void) {
        let isGone = Flag()
        let metadata = ScriptedTransport.metadata()
        let places = try Places(
            neighbours: ScriptedTransport { sent in
                guard !isGone.isSet else { throw NoAnswer(.refused, "refused") }
                return try metadata.reply(to: sent)
            })
        return (places, isGone.set)
    }

    @Test func `keys that cannot be fetched anew are used until they expire`() async throws {
        let (places, stop) = try fading()
        let chain = places.chain()
        #expect(try await chain.key() == .temporary("ecs-1"))
        stop()
        places.pass(.seconds(3599))
        #expect(try await chain.key() == .temporary("ecs-1"))
        places.pass(.seconds(1))
        let error = try await #require(throws: UnusableCredentials.self) { try await chain.key() }
        #expect(error.code == "no-credentials")
        expectNoSecret(in: error)
    }

    @Test func `a key that the vendor calls expired is fetched anew for the next request`() async throws {
        let places = try Places(neighbours: .metadata())
        let chain = places.chain()
        let expired = WireResponse(400, #"{"RequestId":"R","Code":"InvalidSecurityToken.Expired","Message":"m"}"#)
        let vendor = ScriptedTransport { sent in
            sent.request.headers["Authorization"]?.contains("Credential=ecs-1,") == true ? expired : .json("{}")
        }
        let client = Adapter.client(over: vendor, credentials: chain)
        let look = APICall.look(.vpc, "DescribeVpcs", in: "cn-beijing")
        let error = try await #require(throws: CloudError.self) { try await client.call(look) }
        #expect(Came.Meaning(error) == .notDone)
        _ = try await client.call(look)
        // It was not tried again by itself.
        #expect(vendor.sent.count == 2)
        #expect(vendor.sent.last?.request.headers["x-acs-security-token"] == "S3CRET-token-ecs-2")
    }

    @Test func `another's expired key forgets nothing`() async throws {
        let places = try Places(neighbours: .metadata())
        let chain = places.chain()
        #expect(try await chain.key() == .temporary("ecs-1"))
        await chain.forget(.temporary("ecs-0"))
        #expect(try await chain.key() == .temporary("ecs-1"))
        await chain.forget(.temporary("ecs-1"))
        #expect(try await chain.key() == .temporary("ecs-2"))
    }

    @Test func `whoever asks at once is given one key that was fetched once`() async throws {
        let places = try Places(neighbours: .metadata())
        let chain = places.chain()
        let keys = try await withThrowingTaskGroup(of: AccessKey.self) { group in
            for _ in 0..<50 { group.addTask { try await chain.key() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(keys == Array(repeating: .temporary("ecs-1"), count: 50))
        #expect(places.neighbours.sent.count == 3)
    }

    @Test func `a role that STS refuses is the vendor's refusal, and tells no secret`() async throws {
        let denied = #"{"RequestId":"R","Code":"NoPermission","Message":"You are not authorized."}"#
        let profile = """
            {"name":"default","mode":"RamRoleArn","access_key_id":"user","access_key_secret":"S3CRET","ram_role_arn":"r"}
            """
        let places = try Places(
            files: CredentialTexts.profiles(profile), services: ScriptedTransport(always: WireResponse(403, denied)))
        let error = try await #require(throws: CloudError.self) { try await places.chain().key() }
        #expect(Came.Meaning(error) == .refused)
        #expect(error.missingAction == "sts:AssumeRole")
        expectNoSecret(in: error)
        let away = try Places(files: CredentialTexts.profiles(profile))
        let transient = try await #require(throws: CloudError.self) { try await away.chain().key() }
        #expect(Came.Meaning(transient) == .notDone)
        expectNoSecret(in: transient)
    }

    @Test(arguments: [
        WireResponse(403, #"{"RequestId":"R","Code":"AuthenticationFail.OIDCToken.Expired","Message":"m"}"#),
        WireResponse(200, "S3CRET"), WireResponse(502, "S3CRET"), WireResponse(200, #"{"Credentials":"S3CRET"}"#),
    ])
    func `a token that gives no keys is an error that does not show it`(_ answer: WireResponse) async throws {
        let places = try Places(
            [
                "ALIBABA_CLOUD_ROLE_ARN": "arn", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN": "provider",
                "ALIBABA_CLOUD_OIDC_TOKEN_FILE": "HOME/token",
            ], files: ["token": "S3CRET-jwt"], services: ScriptedTransport(always: answer))
        do {
            _ = try await places.chain().key()
            Issue.record("there is no key")
        } catch {
            expectNoSecret(in: error)
            #expect(error is CloudError || error is UnusableCredentials)
        }
    }

    @Test func `nothing that is described of keys and requests tells a secret`() async throws {
        let key = AccessKey.temporary("sts-1")
        let found = FoundKey(key: key, expiresAt: Adapter.now, origin: "somewhere")
        let call = APICall.look(.sts, "GetCallerIdentity", in: "cn-beijing")
        let client = Adapter.client(over: ScriptedTransport.unreachable, credentials: FixedCredentials(key))
        for thing in [key, found, FixedCredentials(key), call, client] as [Any] {
            var dumped = ""
            dump(thing, to: &dumped)
            for text in [String(describing: thing), String(reflecting: thing), dumped] {
                #expect(!text.contains(Places.mark))
            }
        }
    }

    @Test func `nothing that is described of a proxy tells its password`() {
        let settings = ProxySettings { $0 == "HTTPS_PROXY" ? "http://user:S3CRET@proxy:3128" : nil }
        #expect(settings.proxy(for: Endpoint(host: "host"))?.host == "proxy")
        #expect(!String(reflecting: settings).contains(Places.mark))
    }
}

/// Is set once.
private final class Flag: Sendable {
    private let value = Mutex(false)

    var isSet: Bool { value.withLock { $0 } }

    @Sendable func set() { value.withLock { $0 = true } }
}
