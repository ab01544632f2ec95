import AlibabaWire
import Testing
import Wording

@testable import AlibabaCloud

/// `credentials.ini`, as the vendor's SDKs read it.
struct CredentialsFileTests {
    private let user = "access_key_id = user\naccess_key_secret = S3CRET-user\n"

    private func key(_ text: String, services: ScriptedTransport = .unreachable) async throws -> AccessKey {
        try await Places(files: CredentialTexts.sections(text), services: services).chain().key()
    }

    @Test func `a section has its keys, whatever its spaces and comments`() async throws {
        let texts = [
            "[default]\ntype = access_key\n\(user)", "[default]\n\(user)",
            "# S3CRET\r\n; S3CRET\r\n[ default ]\r\n  access_key_id=user\r\n\taccess_key_secret  =  S3CRET-user  \r\n",
            "[other]\naccess_key_id = x\naccess_key_secret = y\n[default]\nenabled = true\n\(user)",
        ]
        for text in texts { #expect(try await key(text) == AccessKey(id: "user", secret: "S3CRET-user")) }
    }

    @Test func `a secret may have the sign that sets it apart`() async throws {
        #expect(try await key("[default]\naccess_key_id=a\naccess_key_secret=x=y==").secret == "x=y==")
    }

    @Test func `a section of type sts has a token too`() async throws {
        let key = try await key("[default]\ntype = sts\n\(user)security_token = S3CRET-token")
        #expect(key.securityToken == "S3CRET-token")
    }

    @Test func `a section of type ram_role_arn assumes the role with its keys`() async throws {
        let services = ScriptedTransport.tokenService()
        let section = "[default]\ntype = ram_role_arn\n\(user)role_arn = arn\nsession_name = me"
        #expect(try await key(section, services: services) == .temporary("sts-1"))
        #expect(services.sent.first?.parameter("RoleArn") == "arn")
        #expect(services.sent.first?.parameter("RoleSessionName") == "me")
        #expect(services.sent.first?.request.headers["Authorization"]?.contains("Credential=user,") == true)
    }

    @Test func `a section of type ecs_ram_role has the machine's keys`() async throws {
        let section = CredentialTexts.sections("[default]\ntype = ecs_ram_role\nrole_name = machine")
        let places = try Places(files: section, neighbours: .metadata())
        #expect(try await places.chain().key() == .temporary("ecs-1"))
    }

    @Test func `a section of type oidc_role_arn shows its token`() async throws {
        let section = """
            [default]
            type = oidc_role_arn
            oidc_provider_arn = provider
            oidc_token_file_path = HOME/token
            role_arn = arn
            role_session_name = me
            """
        let files = CredentialTexts.sections(section).merging(["token": "S3CRET-jwt"]) { one, _ in one }
        let places = try Places(files: files, services: .tokenService())
        #expect(try await places.chain().key() == .temporary("sts-1"))
        #expect(places.services.sent.first?.parameter("OIDCToken") == "S3CRET-jwt")
        #expect(places.services.sent.first?.parameter("RoleSessionName") == "me")
    }

    @Test func `the file and the section may be named by the environment`() async throws {
        let variables = ["ALIBABA_CLOUD_CREDENTIALS_FILE": "HOME/other.ini", "ALIBABA_CLOUD_PROFILE": "work"]
        let places = try Places(variables, files: ["other.ini": "[default]\n[work]\n\(user)"])
        #expect(try await places.chain().key().id == "user")
    }

    @Test(arguments: ["", "[other]\naccess_key_id = S3CRET", "[default]\nenabled = false\naccess_key_id = S3CRET"])
    func `a section that is not there or not enabled is as good as none`(_ text: String) async throws {
        let error = try await #require(throws: UnusableCredentials.self) { try await key(text) }
        #expect(error.code == "no-credentials")
        expectNoSecret(in: error)
    }

    @Test(arguments: [
        ("access_key_id = a", "it has no access_key_secret"), ("access_key_secret = S3CRET", "it has no access_key_id"),
        ("access_key_id =\naccess_key_secret = S3CRET", "it has no access_key_id"),
        ("S3CRET", "it has no access_key_id"),
        ("type = sts\naccess_key_id = a", "it has no access_key_secret"),
        ("type = ram_role_arn\naccess_key_id = a\naccess_key_secret = S3CRET", "it has no role_arn"),
        ("type = ecs_ram_role", "the metadata of ECS give no keys"),
        ("type = oidc_role_arn\nrole_arn = arn", "it has no oidc_token_file_path"),
        (
            "type = oidc_role_arn\nrole_arn = arn\noidc_token_file_path = /none/x",
            "the token file /none/x cannot be read"
        ),
        ("type = rsa_key_pair", "its type is rsa_key_pair, and sluice knows access_key, sts"),
    ])
    func `a section of no use is an error that says why`(_ fields: String, words: String) async throws {
        let error = try await #require(throws: UnusableCredentials.self) { try await key("[default]\n\(fields)") }
        #expect(error.code == "unusable-credentials")
        #expect(error.message.english.contains(words))
        #expect(error.message.english.contains("credentials.ini, section default"))
        expectNoSecret(in: error)
    }

    @Test func `a section of type sts without a token is an error`() async throws {
        let text = "[default]\ntype = sts\n\(user)"
        await #expect(throws: UnusableCredentials.self) { try await key(text) }
    }
}
