import AlibabaWire
import Foundation
import Testing
import Wording

@testable import AlibabaCloud

/// The metadata of a machine of ECS, and addresses that give keys.
struct MachineRoleTests {
    private let path = "/latest/meta-data/ram/security-credentials/"

    @Test func `the metadata are asked for a token, the role and its keys`() async throws {
        let places = try Places(neighbours: .metadata())
        #expect(try await places.chain().key() == .temporary("ecs-1"))
        let sent = places.neighbours.sent
        #expect(sent.map(\.request.method) == ["PUT", "GET", "GET"])
        #expect(sent.map(\.request.path) == ["/latest/api/token", path, path + "machine"])
        #expect(sent.allSatisfy { $0.endpoint == Endpoint(host: "100.100.100.200", isSecure: false) && !$0.isChange })
        #expect(sent.allSatisfy { $0.request.headers["host"] == "100.100.100.200" })
        #expect(sent[0].request.headers["X-aliyun-ecs-metadata-token-ttl-seconds"] == "21600")
        #expect(
            sent.dropFirst().allSatisfy { $0.request.headers["X-aliyun-ecs-metadata-token"] == "S3CRET-metadata" })
        #expect(places.services.sent.isEmpty)
    }

    @Test func `a role that is named is not asked for`() async throws {
        let places = try Places(["ALIBABA_CLOUD_ECS_METADATA": "machine"], neighbours: .metadata())
        #expect(try await places.chain().key() == .temporary("ecs-1"))
        #expect(places.neighbours.sent.map(\.request.path) == ["/latest/api/token", path + "machine"])
    }

    @Test func `version 1 serves where it is not refused`() async throws {
        let first = try Places(neighbours: .metadata(version: 1))
        #expect(try await first.chain().key() == .temporary("ecs-1"))
        let refused = try Places(["ALIBABA_CLOUD_IMDSV1_DISABLED": "true"], neighbours: .metadata(version: 1))
        await #expect(throws: UnusableCredentials.self) { try await refused.chain().key() }
        #expect(refused.neighbours.sent.count == 1)
    }

    @Test func `the metadata are left alone if the environment says so`() async throws {
        let places = try Places(["ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true"], neighbours: .metadata())
        await #expect(throws: UnusableCredentials.self) { try await places.chain().key() }
        #expect(places.neighbours.sent.isEmpty)
    }

    @Test(arguments: [
        "", "S3CRET", "[]", #"{"Code":"Failed","AccessKeySecret":"S3CRET"}"#, #"{"AccessKeySecret":"S3CRET"}"#,
    ])
    func `metadata that give no keys are as good as none`(_ body: String) async throws {
        let places = try Places(neighbours: ScriptedTransport(always: .json(body)))
        let error = try await #require(throws: UnusableCredentials.self) { try await places.chain().key() }
        #expect(error.code == "no-credentials")
        expectNoSecret(in: error)
    }

    @Test(arguments: ["AccessKeyId", "AccessKeySecret", "SecurityToken", "Expiration"])
    func `keys that lack a part are an error that says so`(_ part: String) async throws {
        let keys = CredentialAnswers.keys("uri", code: "Success").replacingOccurrences(of: "\"\(part)\"", with: "\"X\"")
        let metadata = try Places(
            ["ALIBABA_CLOUD_ECS_METADATA": "machine"], neighbours: ScriptedTransport(always: .json(keys)))
        let address = try Places(
            ["ALIBABA_CLOUD_CREDENTIALS_URI": "http://h/", "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true"],
            neighbours: ScriptedTransport(always: .json(keys)))
        let service = try Places(
            files: CredentialTexts.profiles(
                #"{"name":"default","mode":"RamRoleArn","access_key_id":"a","access_key_secret":"S3CRET","ram_role_arn":"r"}"#
            ), services: ScriptedTransport(always: .json(#"{"RequestId":"R","Credentials":\#(keys)}"#)))
        for places in [metadata, address, service] {
            let error = try await #require(throws: UnusableCredentials.self) { try await places.chain().key() }
            #expect(error.message.english.hasSuffix("or Expiration is missing in what was answered"))
            expectNoSecret(in: error)
        }
    }

    @Test func `what the metadata say instead of a role's name is not shown`() async throws {
        let keys = #"{"Code":"Success","AccessKeySecret":"S3CRET"}"#
        let places = try Places(neighbours: ScriptedTransport(always: .json(keys)))
        let error = try await #require(throws: UnusableCredentials.self) { try await places.chain().key() }
        expectNoSecret(in: error)
    }

    // MARK: - Addresses

    private func places(_ address: String, _ neighbours: ScriptedTransport) throws -> Places {
        try Places(
            ["ALIBABA_CLOUD_CREDENTIALS_URI": address, "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true"],
            neighbours: neighbours)
    }

    @Test func `an address gives keys, with or without a code`() async throws {
        for code in [nil, "Success"] {
            let answer = WireResponse.json(CredentialAnswers.keys("uri", code: code))
            let places = try places("https://keys.example.com:8443/x?y=z", ScriptedTransport(always: answer))
            #expect(try await places.chain().key() == .temporary("uri"))
            #expect(places.neighbours.sent.first?.endpoint == Endpoint(host: "keys.example.com", port: 8443))
            #expect(places.neighbours.sent.first?.request.target == "/x?y=z")
        }
    }

    @Test func `an address without a path is asked at its root`() async throws {
        let answer = WireResponse.json(CredentialAnswers.keys("uri"))
        let places = try places("http://127.0.0.1:1", ScriptedTransport(always: answer))
        _ = try await places.chain().key()
        #expect(places.neighbours.sent.first?.request.target == "/")
    }

    @Test(arguments: [
        (WireResponse(500, "S3CRET"), "answers with status 500"), (WireResponse(404, ""), "answers with status 404"),
        (WireResponse(200, #"{"Code":"Failed","AccessKeySecret":"S3CRET"}"#), "answers with status 200"),
        (WireResponse(302, CredentialAnswers.keys("x"), ["Location": "http://S3CRET"]), "answers with status 302"),
        (WireResponse(200, "S3CRET"), "is missing in what was answered"),
    ])
    func `an address that gives none is an error`(_ answer: WireResponse, words: String) async throws {
        let places = try places("http://h/S3CRET", ScriptedTransport(always: answer))
        let error = try await #require(throws: UnusableCredentials.self) { try await places.chain().key() }
        #expect(error.message.english.contains(words))
        expectNoSecret(in: error)
    }

    @Test(arguments: ["S3CRET", "ftp://h/S3CRET", "http://", "http:///S3CRET", "//h/S3CRET"])
    func `what is no address is an error`(_ address: String) async throws {
        let places = try places(address, .unreachable)
        let error = try await #require(throws: UnusableCredentials.self) { try await places.chain().key() }
        #expect(error.message.english.hasSuffix("ALIBABA_CLOUD_CREDENTIALS_URI cannot be used: it is no address"))
        expectNoSecret(in: error)
        #expect(places.neighbours.sent.isEmpty)
    }
}
