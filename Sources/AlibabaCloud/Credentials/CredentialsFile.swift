import AlibabaWire
import Foundation
import Wording

/// `~/.alibabacloud/credentials.ini`, as the vendor's SDKs read it.
struct CredentialsFile {
    private let context: CredentialContext

    init(in context: CredentialContext) { self.context = context }

    var path: String {
        context.variable("ALIBABA_CLOUD_CREDENTIALS_FILE") ?? context.home + "/.alibabacloud/credentials.ini"
    }

    /// The kinds of a section that are known here.
    private static let types = "access_key, sts, ram_role_arn, ecs_ram_role, oidc_role_arn"

    /// - Parameter name: of the section; if it is not given, the one that the environment says, or `default`.
    /// - Returns: `nil` if there is no such file or section, or the section is not enabled.
    func key(ofSection name: String?) async throws -> FoundKey? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let section = name ?? context.variable("ALIBABA_CLOUD_PROFILE") ?? "default"
        guard let values = Self.sections(of: String(decoding: data, as: UTF8.self))[section],
            values["enabled"].map({ $0.lowercased() != "false" }) ?? true
        else { return nil }
        let origin = "\(path), section \(section)"
        func required(_ field: String) throws -> String {
            guard let text = values[field], !text.isEmpty else {
                throw UnusableCredentials.unusable(origin, "it has no \(field)")
            }
            return text
        }
        func key() throws -> AccessKey {
            AccessKey(
                id: try required("access_key_id"), secret: try required("access_key_secret"),
                securityToken: values["security_token"])
        }
        let type = values["type"] ?? "access_key"
        let named = "\(origin) (\(type))"
        let temporary = TemporaryKeys(context: context, origin: named)
        func role() throws -> TemporaryKeys.Role {
            TemporaryKeys.Role(
                arn: try required("role_arn"), session: values["session_name"] ?? values["role_session_name"])
        }
        switch type {
        case "access_key": return FoundKey(key: try key(), expiresAt: nil, origin: named)
        case "sts":
            let found = FoundKey(key: try key(), expiresAt: nil, origin: named)
            // Without its token every request would be refused.
            _ = try required("security_token")
            return found
        case "ram_role_arn": return try await temporary.assume(try role(), with: try key())
        case "ecs_ram_role":
            guard let found = try await MachineRole(in: context).key(ofRole: values["role_name"]) else {
                throw UnusableCredentials.unusable(named, "the metadata of ECS give no keys")
            }
            return FoundKey(key: found.key, expiresAt: found.expiresAt, origin: named)
        case "oidc_role_arn":
            return try await temporary.assume(
                try role(), withToken: try IdentityToken.token(in: try required("oidc_token_file_path"), named),
                of: try required("oidc_provider_arn"))
        default:
            throw UnusableCredentials.unusable(
                origin, "its type is \(type.printable()), and sluice knows \(Self.types)")
        }
    }

    /// The values of every section, by their names.
    static func sections(of text: String) -> [String: [String: String]] {
        var sections: [String: [String: String]] = [:]
        var section = ""
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.trimmingCharacters(in: .whitespaces)
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasPrefix("["), line.hasSuffix("]") {
                section = String(line.dropFirst().dropLast()).trimmingCharacters(in: .whitespaces)
                sections[section] = sections[section] ?? [:]
                continue
            }
            let halves = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            if halves.count == 2 { sections[section, default: [:]][halves[0]] = halves[1] }
        }
        return sections
    }
}
