import AlibabaCloud
import ArgumentParser

extension AccessPurpose.Kind: ExpressibleByArgument {}

extension AccessPurpose {
    /// The purpose that was typed.
    ///
    /// - Parameter subject: what was typed after it.
    static func argument(_ kind: Kind, _ subject: String?) throws -> Self {
        guard let purpose = AccessPurpose(kind, subject) else {
            throw ValidationError(
                kind.subject.map { "\(kind.rawValue) needs a name after it: \(kind.rawValue) \($0)" }
                    ?? "\(kind.rawValue) takes no name after it")
        }
        return purpose
    }

    /// The purposes in a sentence each, for the help of commands.
    static let help = """
        exclusive, shared: what the service's role AliyunStreamDefaultRole needs.
          managed: to buy and manage workspaces of fully managed Flink.
          ram-user: to work with Realtime Compute as a RAM user.
          project PROJECT: the same for one project.
          check: what sluice check looks at; nothing that changes anything.
          function-connection [BUCKET]: what the role of a lakehouse's API connection needs of its bucket, or of any.
        """
}
