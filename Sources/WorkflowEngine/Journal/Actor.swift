/// Who brought a transition about.
public struct Actor: Codable, Equatable, Sendable {
    /// The kind of an actor.
    public enum Kind: String, CaseIterable, Codable, Sendable {
        /// A person, by a command; the id is the user of the operating system.
        case `operator`
        /// The cloud account.
        case account
        /// A RAM user.
        case ramUser = "ram-user"
        /// An assumed role.
        case assumedRole = "assumed-role"
        /// Time alone.
        case system
    }

    /// The kind.
    public let type: Kind
    /// Which one of the kind.
    public let id: String

    /// Creates an actor.
    public init(_ type: Kind, id: String) {
        self.type = type
        self.id = id
    }
}
