/// What requests are signed with.
///
/// Its description tells nothing of the secret or the token.
package struct AccessKey: Equatable, Sendable {
    package let id: String
    package let secret: String
    /// Of a temporary key, what makes it valid.
    package let securityToken: String?

    package init(id: String, secret: String, securityToken: String? = nil) {
        self.id = id
        self.secret = secret
        self.securityToken = securityToken
    }
}

extension AccessKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "access key \(id)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
