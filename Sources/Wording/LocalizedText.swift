/// What is said to a person, in every language Sluice speaks.
///
/// A text is made where its facts are known and rendered where the reader's language is.
/// Scripts rely on codes and values, never on texts.
public struct LocalizedText: Equatable, Sendable {
    /// The English wording.
    public let english: String
    /// The Chinese wording.
    public let chinese: String

    /// Creates a text from its wordings.
    public init(_ english: String, zh chinese: String) {
        self.english = english
        self.chinese = chinese
    }

    /// Creates a text that reads the same in every language: an id, a figure, a message of another program.
    public init(verbatim text: String) {
        self.init(text, zh: text)
    }

    /// The wording in `language`.
    public func callAsFunction(_ language: Language) -> String {
        switch language {
        case .english: english
        case .chinese: chinese
        }
    }

    /// This text followed by another, parted as the language parts sentences.
    public func followed(by next: Self) -> Self {
        guard !english.isEmpty, !next.english.isEmpty else { return english.isEmpty ? next : self }
        return Self(english + " " + next.english, zh: chinese + next.chinese)
    }
}
