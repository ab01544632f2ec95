/// Why something is as it is: a code for scripts, and words for people.
public struct Reason: Equatable, Sendable {
    /// What scripts recognise it by.
    public let code: String
    /// Why, for people.
    public let message: LocalizedText

    /// Creates a reason.
    public init(_ code: String, _ message: LocalizedText) {
        self.code = code
        self.message = message
    }
}
