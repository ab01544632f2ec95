import AlibabaWire
import Testing
import Wording

@testable import AlibabaCloud

struct CredentialOrderTests {
    /// The links of the chain in their order, each with what makes it have keys.
    enum Link: Int, CaseIterable {
        case environment, identityToken, profile, section, machine, address

        var variables: [String: String] {
            switch self {
            case .environment:
                ["ALIBABA_CLOUD_ACCESS_KEY_ID": "env-id", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "S3CRET-env"]
            case .identityToken:
                [
                    "ALIBABA_CLOUD_ROLE_ARN": "acs:ram::1:role/oidc", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN": "provider",
                    "ALIBABA_CLOUD_OIDC_TOKEN_FILE": "HOME/token",
                ]
            case .address: ["ALIBABA_CLOUD_CREDENTIALS_URI": "http://127.0.0.1:9/keys"]
            case .profile, .section, .machine: [:]
            }
        }

        var files: [String: String] {
            switch self {
            case .identityToken: ["token": "S3CRET-jwt"]
            case .profile: CredentialTexts.profiles(CredentialTexts.staticProfile)
            case .section: CredentialTexts.sections(CredentialTexts.staticSection)
            case .environment, .machine, .address: [:]
            }
        }

        var id: String {
            switch self {
            case .environment: "env-id"
            case .identityToken: "sts-1"
            case .profile: "profile-id"
            case .section: "ini-id"
            case .machine: "ecs-1"
            case .address: "uri"
            }
        }

        var origin: String {
            switch self {
            case .environment: "the environment (ALIBABA_CLOUD_ACCESS_KEY_ID)"
            case .identityToken: "OIDC (acs:ram::1:role/oidc)"
            case .profile: "profile default (AK)"
            case .section: "section default (access_key)"
            case .machine: "the ECS role machine"
            case .address: "ALIBABA_CLOUD_CREDENTIALS_URI"
            }
        }
    }

    /// Everything from a link on has keys, and nothing before it.
    private func places(from first: Link) throws -> Places {
        let links = Link.allCases.filter { $0.rawValue >= first.rawValue }
        let hasMachine = links.contains(.machine)
        let metadata = ScriptedTransport.metadata()
        let neighbours = ScriptedTransport { sent in
            if sent.endpoint.host == "127.0.0.1" { return .json(CredentialAnswers.keys("uri", code: "Success")) }
            guard hasMachine else { throw NoAnswer(.refused, "refused") }
            return try metadata.reply(to: sent)
        }
        return try Places(
            links.map(\.variables).reduce(into: [:]) { $0.merge($1) { one, _ in one } },
            files: links.map(\.files).reduce(into: [:]) { $0.merge($1) { one, _ in one } },
            services: .tokenService(), neighbours: neighbours)
    }

    @Test(arguments: Link.allCases)
    func `the first place that has keys decides`(_ link: Link) async throws {
        let chain = try places(from: link).chain()
        #expect(try await chain.key().id == link.id)
        #expect(try await chain.origin().hasSuffix(link.origin))
    }

    @Test func `nothing anywhere says where was looked`() async throws {
        let places = try Places()
        let error = try await #require(throws: UnusableCredentials.self) { try await places.chain().key() }
        #expect(error.code == "no-credentials")
        for place in [
            "the environment", "OIDC", "/.aliyun/config.json", "/.alibabacloud/credentials.ini", "ECS metadata",
            "ALIBABA_CLOUD_CREDENTIALS_URI",
        ] {
            #expect(error.message.english.contains(place))
            #expect(error.message.chinese.contains(place))
        }
    }

    @Test func `a profile that is asked for goes before the environment, and nothing else is looked at`() async throws {
        let places = try places(from: .environment)
        #expect(try await places.chain(profile: "default").key().id == "profile-id")
        let error = try await #require(throws: UnusableCredentials.self) {
            try await places.chain(profile: "absent").key()
        }
        #expect(error.code == "no-credentials")
        #expect(error.message.english.hasSuffix("looked at: profile absent"))
        #expect(places.services.sent.isEmpty)
        #expect(places.neighbours.sent.isEmpty)
    }

    @Test func `a profile that is asked for may be a section of the SDKs' file`() async throws {
        let section = "[work]\naccess_key_id = work-id\naccess_key_secret = S3CRET-work"
        let places = try Places(files: CredentialTexts.sections(section))
        #expect(try await places.chain(profile: "work").key().id == "work-id")
    }

    @Test func `a place that has something of no use is not passed over`() async throws {
        var variables = Link.environment.variables
        variables["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = nil
        let places = try Places(variables, files: Link.profile.files)
        let error = try await #require(throws: UnusableCredentials.self) { try await places.chain().key() }
        #expect(error.code == "unusable-credentials")
        #expect(error.message.english.contains("ALIBABA_CLOUD_ACCESS_KEY_SECRET is not"))
    }

    @Test(arguments: ["ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "ALIBABA_CLOUD_IGNORE_PROFILE"], ["true", "TRUE"])
    func `profiles are passed over if the environment says so, unless one is asked for`(
        _ name: String, value: String
    ) async throws {
        let files = Link.profile.files.merging(Link.section.files) { one, _ in one }
        let places = try Places([name: value], files: files)
        #expect(try await places.chain().key().id == "ini-id")
        #expect(try await places.chain(profile: "default").key().id == "profile-id")
    }

    @Test func `the environment is read under the vendor's name and those of its older tools, in this order`()
        async throws
    {
        var variables = ["ALICLOUD_ACCESS_KEY": "short", "ALICLOUD_SECRET_KEY": "S3CRET"]
        #expect(try await Places(variables).chain().key() == AccessKey(id: "short", secret: "S3CRET"))
        for prefix in ["", "ALICLOUD_", "ALIBABACLOUD_", "ALIBABA_CLOUD_"] {
            variables[prefix + "ACCESS_KEY_ID"] = "id-\(prefix)"
            variables[prefix + "ACCESS_KEY_SECRET"] = "S3CRET-\(prefix)"
            variables[prefix + "SECURITY_TOKEN"] = "S3CRET-token-\(prefix)"
            let expected = AccessKey(
                id: prefix.isEmpty ? "short" : "id-\(prefix)", secret: prefix.isEmpty ? "S3CRET" : "S3CRET-\(prefix)",
                securityToken: prefix.isEmpty ? nil : "S3CRET-token-\(prefix)")
            #expect(try await Places(variables).chain().key() == expected)
        }
        let plain = ["ACCESS_KEY_ID": "plain", "ACCESS_KEY_SECRET": "S3CRET"]
        #expect(try await Places(plain).chain().key().id == "plain")
    }
}
