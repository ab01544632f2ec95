import AlibabaWire

/// Keys in variables of the environment: the vendor's names, and those that its older tools and Terraform read.
struct EnvironmentKeys {
    private let context: CredentialContext

    init(in context: CredentialContext) { self.context = context }

    private static let prefixes = ["ALIBABA_CLOUD_", "ALIBABACLOUD_", "ALICLOUD_", ""]

    func key() throws -> FoundKey? {
        for prefix in Self.prefixes {
            guard let id = context.variable(prefix + "ACCESS_KEY_ID") ?? shortName(prefix, "ACCESS_KEY") else {
                continue
            }
            guard let secret = context.variable(prefix + "ACCESS_KEY_SECRET") ?? shortName(prefix, "SECRET_KEY") else {
                throw UnusableCredentials.unusable(
                    "the environment", "\(prefix)ACCESS_KEY_ID is set, and \(prefix)ACCESS_KEY_SECRET is not")
            }
            let token = context.variable(prefix + "SECURITY_TOKEN")
            return FoundKey(
                key: AccessKey(id: id, secret: secret, securityToken: token), expiresAt: nil,
                origin: "the environment (\(prefix)ACCESS_KEY_ID)")
        }
        return nil
    }

    private func shortName(_ prefix: String, _ name: String) -> String? {
        prefix == "ALICLOUD_" ? context.variable(prefix + name) : nil
    }
}
