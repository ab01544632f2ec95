package import AlibabaWire
package import Wording
import Workflow

/// Gives the key that requests are signed with.
package protocol CredentialSource: Sendable {
    /// A key that is valid now, and for a while.
    ///
    /// - Throws: ``UnusableCredentials``, ``CloudError``.
    func key() async throws -> AccessKey
    /// Gives this key no more: the vendor has said that it has expired.
    func forget(_ key: AccessKey) async
}

/// A key that is always the same.
package struct FixedCredentials: CredentialSource {
    private let fixed: AccessKey

    package init(_ key: AccessKey) { fixed = key }

    package func key() -> AccessKey { fixed }
    package func forget(_ key: AccessKey) {}
}

/// A key as it was found, and where.
struct FoundKey: Sendable {
    let key: AccessKey
    /// By the vendor's clock; `nil` if it lasts.
    let expiresAt: Timestamp?
    /// Where it was found, for people: `profile default (AK)`.
    let origin: String
}

/// No key was found, or what was found cannot be used.
///
/// Tells where was looked, and never what was read.
package struct UnusableCredentials: Explained, Equatable {
    package let code: String
    package let message: LocalizedText
    package let hint: LocalizedText

    /// Nothing anywhere.
    static func none(lookedAt places: [String]) -> Self {
        let list = places.joined(separator: "; ")
        return Self(
            code: "no-credentials",
            message: LocalizedText(
                "no credentials for Alibaba Cloud were found; looked at: \(list)", zh: "未找到阿里云凭证；已查找：\(list)"),
            hint: LocalizedText(
                "Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or give --profile NAME of "
                    + "~/.aliyun/config.json.",
                zh: "请设置 ALIBABA_CLOUD_ACCESS_KEY_ID 和 ALIBABA_CLOUD_ACCESS_KEY_SECRET，或用 --profile NAME 指定 "
                    + "~/.aliyun/config.json 中的配置。"))
    }

    /// Something is there, and is of no use.
    static func unusable(_ origin: String, _ reason: String) -> Self {
        Self(
            code: "unusable-credentials",
            message: LocalizedText(
                "the credentials of \(origin) cannot be used: \(reason)", zh: "\(origin) 的凭证无法使用：\(reason)"),
            hint: LocalizedText(
                "Mend it, or give --profile NAME of another; sluice access whoami tries it.",
                zh: "请修正，或用 --profile NAME 指定其他配置；可用 sluice access whoami 验证。"))
    }
}
