/// An error that can reach a person, and therefore can say what is wrong and what to do about it.
public protocol Explained: Error, Sendable {
    /// What scripts recognise the error by; never changes within a major version.
    var code: String { get }
    /// What is wrong, and where.
    var message: LocalizedText { get }
    /// What to do next.
    var hint: LocalizedText { get }
}
