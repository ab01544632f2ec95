import AlibabaWire
import Documents
import Foundation
import RealtimeCompute

/// The role of the machine in ECS, by its metadata: version 2, and version 1 where that is not refused.
struct MachineRole {
    private let context: CredentialContext

    /// Source: the vendor's documentation of instance metadata.
    static let endpoint = Endpoint(host: "100.100.100.200", isSecure: false)
    private static let path = "/latest/meta-data/ram/security-credentials/"

    init(in context: CredentialContext) { self.context = context }

    func key() async throws -> FoundKey? {
        guard !context.isSet("ALIBABA_CLOUD_ECS_METADATA_DISABLED") else { return nil }
        return try await key(ofRole: context.variable("ALIBABA_CLOUD_ECS_METADATA"))
    }

    /// - Parameter role: the name of the role; asked for if it is not known.
    /// - Returns: `nil` if this is no machine of ECS, or has no role.
    func key(ofRole role: String?) async throws -> FoundKey? {
        let token = try await get(
            WireRequest(
                "PUT", "/latest/api/token",
                headers: WireHeaders([Parameter("X-aliyun-ecs-metadata-token-ttl-seconds", "21600")])))
        guard token != nil || !context.isSet("ALIBABA_CLOUD_IMDSV1_DISABLED") else { return nil }
        var headers = WireHeaders([])
        if let token { headers.append("X-aliyun-ecs-metadata-token", token) }
        let name: String? =
            if let role { role } else { try await get(WireRequest("GET", Self.path, headers: headers)) }
        // Something else may answer there, and say anything.
        guard let name, Self.isRoleName(name) else { return nil }
        let path = Self.path + PercentEncoding.encode(name)
        guard let text = try await get(WireRequest("GET", path, headers: headers)) else { return nil }
        let fields = AnswerField(
            try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)), at: "metadata", ofChange: false)
        guard fields["Code"].optionalText == "Success" else { return nil }
        return try TemporaryKeys(context: context, origin: "the ECS role \(name)").read(fields)
    }

    private static func isRoleName(_ text: String) -> Bool {
        (1...64).contains(text.count)
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".@-_".contains($0)) }
    }

    /// What the metadata answer; `nil` if they do not.
    private func get(_ request: WireRequest) async throws -> String? {
        var request = request
        request.headers["host"] = Self.endpoint.authority
        do {
            let response = try await context.impatient.send(request, to: Self.endpoint, changing: false)
            return response.status == 200
                ? String(decoding: response.body, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) : nil
        } catch is NoAnswer {
            return nil
        }
    }
}

/// An address that gives keys.
struct AddressOfKeys {
    private let context: CredentialContext

    init(in context: CredentialContext) { self.context = context }

    func key() async throws -> FoundKey? {
        guard let address = context.variable("ALIBABA_CLOUD_CREDENTIALS_URI") else { return nil }
        return try await key(from: address, "ALIBABA_CLOUD_CREDENTIALS_URI")
    }

    func key(from address: String, _ origin: String) async throws -> FoundKey {
        guard let url = URLComponents(string: address), let host = url.host, !host.isEmpty,
            url.scheme == "http" || url.scheme == "https"
        else { throw UnusableCredentials.unusable(origin, "it is no address") }
        let endpoint = Endpoint(host: host, port: url.port, isSecure: url.scheme == "https")
        let target =
            (url.percentEncodedPath.isEmpty ? "/" : url.percentEncodedPath)
            + (url.percentEncodedQuery.map { "?\($0)" } ?? "")
        var request = WireRequest("GET", target: target)
        request.headers["host"] = endpoint.authority
        do {
            let response = try await context.impatient.send(request, to: endpoint, changing: false)
            let body = try? JSONDecoder().decode(JSONValue.self, from: response.body)
            let fields = AnswerField(body, at: "keys", ofChange: false)
            guard response.status == 200, fields["Code"].optionalText ?? "Success" == "Success" else {
                throw UnusableCredentials.unusable(origin, "the address answers with status \(response.status)")
            }
            return try TemporaryKeys(context: context, origin: origin).read(fields)
        } catch let failure as NoAnswer {
            throw UnusableCredentials.unusable(origin, "the address does not answer: \(failure.reason)")
        }
    }
}
