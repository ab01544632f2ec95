import AlibabaWire
import Testing
import Wording

@testable import AlibabaCloud

/// `~/.aliyun/config.json`, in every mode that is known.
struct ProfileFileTests {
    private let user = #""access_key_id":"user","access_key_secret":"S3CRET-user""#

    @Test func `a profile of mode AK has its keys, and AK is the usual mode`() async throws {
        for mode in [#""mode":"AK","#, ""] {
            let places = try Places(files: CredentialTexts.profiles(#"{"name":"default",\#(mode)\#(user)}"#))
            #expect(try await places.chain().key() == AccessKey(id: "user", secret: "S3CRET-user"))
        }
    }

    @Test func `a profile of mode StsToken has a token too`() async throws {
        let profile = #"{"name":"default","mode":"StsToken",\#(user),"sts_token":"S3CRET-token"}"#
        let key = try await Places(files: CredentialTexts.profiles(profile)).chain().key()
        #expect(key == AccessKey(id: "user", secret: "S3CRET-user", securityToken: "S3CRET-token"))
    }

    @Test func `a profile of mode RamRoleArn assumes the role with its keys`() async throws {
        let profile = """
            {"name":"default","mode":"RamRoleArn",\(user),"ram_role_arn":"acs:ram::1:role/one","ram_session_name":"me",\
            "external_id":"ext","expired_seconds":900,"sts_region":"cn-shanghai"}
            """
        let places = try Places(files: CredentialTexts.profiles(profile), services: .tokenService())
        let chain = places.chain()
        #expect(try await chain.key() == .temporary("sts-1"))
        #expect(try await chain.origin() == "profile default (RamRoleArn)")
        let sent = try #require(places.services.sent.first)
        #expect(places.services.sent.count == 1)
        #expect(sent.endpoint.host == "sts.cn-shanghai.aliyuncs.com")
        #expect(sent.action == "AssumeRole")
        #expect(sent.parameter("RoleArn") == "acs:ram::1:role/one")
        #expect(sent.parameter("RoleSessionName") == "me")
        #expect(sent.parameter("DurationSeconds") == "900")
        #expect(sent.parameter("ExternalId") == "ext")
        #expect(sent.request.headers["Authorization"]?.contains("Credential=user,") == true)
        #expect(!sent.isChange)
    }

    @Test func `a role is assumed as sluice, where the environment or the cloud's region says`() async throws {
        let profile = #"{"name":"default","mode":"RamRoleArn",\#(user),"ram_role_arn":"arn","expired_seconds":0}"#
        let files = CredentialTexts.profiles(profile)
        let usual = try Places(files: files, services: .tokenService())
        _ = try await usual.chain().key()
        #expect(usual.services.sent.first?.endpoint.host == "sts.cn-beijing.aliyuncs.com")
        #expect(usual.services.sent.first?.parameter("RoleSessionName") == "sluice")
        #expect(usual.services.sent.first?.parameter("DurationSeconds") == nil)
        let other = try Places(["ALIBABA_CLOUD_STS_REGION": "cn-qingdao"], files: files, services: .tokenService())
        _ = try await other.chain().key()
        #expect(other.services.sent.first?.endpoint.host == "sts.cn-qingdao.aliyuncs.com")
    }

    @Test func `a profile of mode ChainableRamRoleArn assumes the role with another's keys`() async throws {
        let files = CredentialTexts.profiles(
            #"{"name":"default","mode":"ChainableRamRoleArn","source_profile":"middle","ram_role_arn":"second"}"#,
            #"{"name":"middle","mode":"RamRoleArn",\#(user),"ram_role_arn":"first"}"#)
        let places = try Places(files: files, services: .tokenService())
        #expect(try await places.chain().key() == .temporary("sts-2"))
        #expect(places.services.sent.map { $0.parameter("RoleArn") } == ["first", "second"])
        let second = try #require(places.services.sent.last)
        #expect(second.request.headers["Authorization"]?.contains("Credential=sts-1,") == true)
        #expect(second.request.headers["x-acs-security-token"] == "S3CRET-token-sts-1")
    }

    @Test func `sources that lead back to themselves are an error`() async throws {
        let files = CredentialTexts.profiles(
            #"{"name":"default","mode":"ChainableRamRoleArn","source_profile":"other","ram_role_arn":"a"}"#,
            #"{"name":"other","mode":"ChainableRamRoleArn","source_profile":"default","ram_role_arn":"b"}"#)
        #expect(try await reason(files).contains("its sources lead back to itself"))
    }

    @Test func `a profile of mode EcsRamRole has the machine's keys`() async throws {
        let profile = #"{"name":"default","mode":"EcsRamRole","ram_role_name":"machine"}"#
        let places = try Places(files: CredentialTexts.profiles(profile), neighbours: .metadata())
        #expect(try await places.chain().key() == .temporary("ecs-1"))
        // Nobody has to ask for the name.
        #expect(places.neighbours.sent.count == 2)
        let unnamed = try Places(
            files: CredentialTexts.profiles(#"{"name":"default","mode":"EcsRamRole"}"#), neighbours: .metadata())
        #expect(try await unnamed.chain().key() == .temporary("ecs-1"))
        #expect(unnamed.neighbours.sent.count == 3)
    }

    @Test func `a profile of mode CredentialsURI asks the address`() async throws {
        let profile = #"{"name":"default","mode":"CredentialsURI","credentials_uri":"http://10.0.0.1:81/a/b?c=d%2Fe"}"#
        let places = try Places(
            files: CredentialTexts.profiles(profile),
            neighbours: ScriptedTransport(always: .json(CredentialAnswers.keys("uri"))))
        #expect(try await places.chain().key() == .temporary("uri"))
        let sent = try #require(places.neighbours.sent.first)
        #expect(sent.endpoint == Endpoint(host: "10.0.0.1", port: 81, isSecure: false))
        #expect(sent.request.target == "/a/b?c=d%2Fe")
    }

    @Test func `a profile of mode OIDC shows its token in the body and signs nothing`() async throws {
        let profile = """
            {"name":"default","mode":"OIDC","oidc_provider_arn":"provider","oidc_token_file":"HOME/token",\
            "ram_role_arn":"arn","ram_session_name":"me"}
            """
        let files = CredentialTexts.profiles(profile).merging(["token": "S3CRET-jwt\n"]) { one, _ in one }
        let places = try Places(files: files, services: .tokenService())
        #expect(try await places.chain().key() == .temporary("sts-1"))
        let sent = try #require(places.services.sent.first)
        #expect(sent.action == "AssumeRoleWithOIDC")
        #expect(sent.parameter("OIDCToken") == "S3CRET-jwt")
        #expect(sent.parameter("OIDCProviderArn") == "provider")
        #expect(sent.parameter("RoleSessionName") == "me")
        #expect(sent.request.target == "/")
        #expect(sent.request.headers["Authorization"] == nil)
    }

    @Test func `a profile of mode External takes what a program prints`() async throws {
        let profile = #"{"name":"default","mode":"External","process_command":"cat HOME/printed"}"#
        func places(_ printed: String) throws -> Places {
            try Places(
                files: CredentialTexts.profiles(profile).merging(["printed": printed]) { one, _ in one })
        }
        let plain = try places(#"{"mode":"AK",\#(user)}"#)
        #expect(try await plain.chain().key() == AccessKey(id: "user", secret: "S3CRET-user"))
        let temporary = try places(#"{"mode":"StsToken",\#(user),"sts_token":"S3CRET-token"}"#)
        #expect(try await temporary.chain().key().securityToken == "S3CRET-token")
        for printed in ["", "S3CRET", "[]", #"{"access_key_id":"S3CRET"}"#] {
            let error = try await #require(throws: UnusableCredentials.self) { try await places(printed).chain().key() }
            #expect(error.message.english.contains("cat printed no JSON with access_key_id and access_key_secret"))
            expectNoSecret(in: error)
        }
    }

    @Test func `a program that does not end is ended, with what it has started`() async throws {
        let places = try Places(files: ["stubborn": "trap '' TERM; sleep 600; true"])
        var program = ExternalProgram(origin: "the profile", context: places.context)
        program.patience = 0.5
        let error = try await #require(throws: UnusableCredentials.self) {
            try await program.key(from: "sh \(places.context.home)/stubborn")
        }
        #expect(error.message.english.contains("sh ended with status 9"))
    }

    @Test(arguments: [
        ("false S3CRET", "false ended with status 1"),
        ("sluice-has-no-such-program S3CRET", "sluice-has-no-such-program ended with status 127"),
        ("   ", "its process_command is empty"),
    ])
    func `a program that prints nothing is an error that names it`(_ command: String, words: String) async throws {
        let files = CredentialTexts.profiles(
            #"{"name":"default","mode":"External","process_command":"\#(command)"}"#)
        #expect(try await reason(files).contains(words))
    }

    // MARK: - Which profile

    @Test func `the profile is the one asked for, that of the environment, the current, or default`() async throws {
        func profile(_ name: String) -> String {
            #"{"name":"\#(name)","mode":"AK","access_key_id":"\#(name)","access_key_secret":"S3CRET"}"#
        }
        let names = ["default", "current", "environment", "asked"]
        let all = names.map(profile).joined(separator: ",")
        let files = CredentialTexts.profiles(all, current: "current")
        let places = try Places(["ALIBABA_CLOUD_PROFILE": "environment"], files: files)
        #expect(try await places.chain(profile: "asked").key().id == "asked")
        #expect(try await places.chain().key().id == "environment")
        #expect(try await Places(files: files).chain().key().id == "current")
        let unsaid = [".aliyun/config.json": #"{"profiles":[\#(all)]}"#]
        #expect(try await Places(files: unsaid).chain().key().id == "default")
    }

    @Test(arguments: [
        #"{"name":"default","mode":"AK","access_key_id":"","access_key_secret":""}"#, #"{"name":"default"}"#,
        #"{"name":"other","mode":"AK","access_key_id":"a","access_key_secret":"S3CRET"}"#,
    ])
    func `a file that nobody has filled in is as good as none`(_ profile: String) async throws {
        let files = CredentialTexts.profiles(profile)
            .merging(CredentialTexts.sections(CredentialTexts.staticSection)) { one, _ in one }
        #expect(try await Places(files: files).chain().key().id == "ini-id")
    }

    // MARK: - What is of no use

    @Test(arguments: [
        (#""mode":"AK","access_key_id":"S3CRET""#, "it has no access_key_secret"),
        (#""mode":"StsToken","access_key_id":"a","access_key_secret":"S3CRET""#, "it has no sts_token"),
        (#""mode":"StsToken","access_key_secret":"S3CRET","sts_token":"S3CRET""#, "it has no access_key_id"),
        (#""mode":"RamRoleArn","access_key_id":"a","access_key_secret":"S3CRET""#, "it has no ram_role_arn"),
        (#""mode":"RamRoleArn","ram_role_arn":"arn","access_key_secret":"S3CRET""#, "it has no access_key_id"),
        (#""mode":"ChainableRamRoleArn","ram_role_arn":"arn""#, "it has no source_profile"),
        (#""mode":"ChainableRamRoleArn","ram_role_arn":"arn","source_profile":"x""#, "has no such profile"),
        (#""mode":"EcsRamRole""#, "the metadata of ECS give no keys"),
        (#""mode":"CredentialsURI""#, "it has no credentials_uri"),
        (#""mode":"CredentialsURI","credentials_uri":"file:///S3CRET""#, "it is no address"),
        (#""mode":"CredentialsURI","credentials_uri":"S3CRET""#, "it is no address"),
        (#""mode":"CredentialsURI","credentials_uri":"http://h/S3CRET""#, "the address does not answer"),
        (#""mode":"OIDC","ram_role_arn":"arn","oidc_provider_arn":"p""#, "it has no oidc_token_file"),
        (
            #""mode":"OIDC","ram_role_arn":"arn","oidc_token_file":"HOME/.aliyun/config.json""#,
            "it has no oidc_provider_arn"
        ),
        (#""mode":"OIDC","oidc_provider_arn":"p","oidc_token_file":"/none""#, "it has no ram_role_arn"),
        (
            #""mode":"OIDC","oidc_provider_arn":"p","oidc_token_file":"/none/x","ram_role_arn":"arn""#,
            "the token file /none/x cannot be read"
        ),
        (#""mode":"External""#, "it has no process_command"),
        (#""mode":"CloudSSO""#, "its mode is CloudSSO, and sluice knows AK, StsToken"),
        (#""mode":"\u001b[31m""#, #"its mode is \u{1b}[31m, and sluice knows"#),
    ])
    func `a profile of no use is an error that says why`(_ fields: String, words: String) async throws {
        #expect(try await reason(CredentialTexts.profiles(#"{"name":"default",\#(fields)}"#)).contains(words))
    }

    @Test(arguments: ["", "S3CRET", "{", #"{"profiles":[{"name":"S3CRET"#, "\u{FEFF}["])
    func `a file that is no JSON is an error that names it`(_ text: String) async throws {
        let reason = try await reason([".aliyun/config.json": text])
        #expect(reason.contains("/.aliyun/config.json cannot be used: it is not JSON"))
    }

    @Test(arguments: ["[]", "{}", "1", #"{"profiles":{}}"#, #"{"profiles":[1,"x",null,[]]}"#, #"{"current":7}"#])
    func `JSON of another shape has no profile`(_ text: String) async throws {
        let places = try Places(files: [".aliyun/config.json": text])
        let error = try await #require(throws: UnusableCredentials.self) { try await places.chain().key() }
        #expect(error.code == "no-credentials")
    }

    /// What an error says, after it has been seen to tell no secret.
    private func reason(_ files: [String: String]) async throws -> String {
        let places = try Places(files: files)
        let error = try await #require(throws: UnusableCredentials.self) { try await places.chain().key() }
        #expect(error.code == "unusable-credentials")
        expectNoSecret(in: error)
        return error.message.english
    }
}
