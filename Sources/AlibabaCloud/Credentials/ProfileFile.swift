import AlibabaWire
import Documents
import Foundation
import RealtimeCompute
import Wording

/// The profiles of the vendor's command line: `~/.aliyun/config.json`.
struct ProfileFile {
    private let context: CredentialContext

    init(in context: CredentialContext) { self.context = context }

    var path: String { context.home + "/.aliyun/config.json" }

    /// The ways of a profile to have keys that are known here.
    private static let modes =
        "AK, StsToken, RamRoleArn, ChainableRamRoleArn, EcsRamRole, CredentialsURI, OIDC, External"

    /// - Parameter name: of the profile; if it is not given, the one that the environment or the file says is current.
    /// - Returns: `nil` if there is no such file or, by its name, no such profile.
    func key(ofProfile name: String?) async throws -> FoundKey? {
        guard name != nil || !context.isSet("ALIBABA_CLOUD_CLI_PROFILE_DISABLED"),
            name != nil || !context.isSet("ALIBABA_CLOUD_IGNORE_PROFILE"),
            let data = FileManager.default.contents(atPath: path)
        else { return nil }
        guard let file = try? JSONDecoder().decode(JSONValue.self, from: data) else {
            throw UnusableCredentials.unusable(path, "it is not JSON")
        }
        let fields = AnswerField(file, at: path, ofChange: false)
        let wanted =
            name ?? context.variable("ALIBABA_CLOUD_PROFILE") ?? fields["current"].optionalText ?? "default"
        let profiles = (try? fields["profiles"].items()) ?? []
        guard profiles.contains(where: { $0["name"].optionalText == wanted }) else {
            guard name == nil, context.variable("ALIBABA_CLOUD_PROFILE") == nil else { return nil }
            // A file that nobody has filled in yet is as good as none.
            return nil
        }
        return try await key(of: wanted, among: profiles, after: [])
    }

    /// - Parameter before: the profiles that led here, each by its source.
    private func key(of name: String, among profiles: [AnswerField], after before: [String]) async throws -> FoundKey? {
        let origin = "profile \(name)"
        guard !before.contains(name) else {
            throw UnusableCredentials.unusable(origin, "its sources lead back to itself")
        }
        guard let profile = profiles.first(where: { $0["name"].optionalText == name }) else {
            throw UnusableCredentials.unusable(origin, "\(path) has no such profile")
        }
        func text(_ field: String) -> String? { profile[field].optionalText.flatMap { $0.isEmpty ? nil : $0 } }
        func required(_ field: String) throws -> String {
            guard let text = text(field) else { throw UnusableCredentials.unusable(origin, "it has no \(field)") }
            return text
        }
        let mode = text("mode") ?? "AK"
        let named = "\(origin) (\(mode))"
        let temporary = TemporaryKeys(context: context, origin: named)
        func role() throws -> TemporaryKeys.Role {
            TemporaryKeys.Role(
                arn: try required("ram_role_arn"), session: text("ram_session_name"), externalID: text("external_id"),
                duration: profile["expired_seconds"].optionalInteger.flatMap { $0 > 0 ? $0 : nil },
                region: text("sts_region").map(RegionID.init(rawValue:)))
        }
        switch mode {
        case "AK":
            if text("access_key_id") == nil, before.isEmpty { return nil }
            let key = AccessKey(id: try required("access_key_id"), secret: try required("access_key_secret"))
            return FoundKey(key: key, expiresAt: nil, origin: named)
        case "StsToken":
            let key = AccessKey(
                id: try required("access_key_id"), secret: try required("access_key_secret"),
                securityToken: try required("sts_token"))
            return FoundKey(key: key, expiresAt: nil, origin: named)
        case "RamRoleArn":
            let key = AccessKey(
                id: try required("access_key_id"), secret: try required("access_key_secret"),
                securityToken: text("sts_token"))
            return try await temporary.assume(try role(), with: key)
        case "ChainableRamRoleArn":
            let source = try required("source_profile")
            guard let key = try await key(of: source, among: profiles, after: before + [name]) else {
                throw UnusableCredentials.unusable(origin, "its source_profile \(source) has no keys")
            }
            return try await temporary.assume(try role(), with: key.key)
        case "EcsRamRole":
            guard let found = try await MachineRole(in: context).key(ofRole: text("ram_role_name")) else {
                throw UnusableCredentials.unusable(named, "the metadata of ECS give no keys")
            }
            return FoundKey(key: found.key, expiresAt: found.expiresAt, origin: named)
        case "CredentialsURI":
            return try await AddressOfKeys(in: context).key(from: try required("credentials_uri"), named)
        case "OIDC":
            return try await temporary.assume(
                try role(), withToken: try IdentityToken.token(in: try required("oidc_token_file"), named),
                of: try required("oidc_provider_arn"))
        case "External":
            return try await ExternalProgram(origin: named, context: context).key(
                from: try required("process_command"))
        default:
            throw UnusableCredentials.unusable(
                origin, "its mode is \(mode.printable()), and sluice knows \(Self.modes)")
        }
    }
}
