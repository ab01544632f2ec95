/// That a log goes on under another key: a note of both keys, signed by both.
///
/// The old key vouches for the new one, and the new one shows that whoever changed it has it. Whoever keeps the old
/// verifier key can so come to the new one by the log alone.
public struct KeyChange: Equatable, Sendable {
    /// The key until then.
    public let old: VerifierKey
    /// The key from then on.
    public let new: VerifierKey
    /// The note.
    public let note: SignedNote

    private static let title = "key change"

    /// Has both keys sign for the change.
    public init(from old: SigningKey, to new: SigningKey) {
        self.old = old.verifier
        self.new = new.verifier
        note = SignedNote(Self.text(old.verifier, new.verifier), signedBy: old, new)
    }

    /// Reads a change of key; `nil` if it is not one, or not signed by both keys that it names.
    public init?(parsing text: String) {
        guard let note = SignedNote(text) else { return nil }
        let lines = note.text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 5, let old = VerifierKey(lines[2]), let new = VerifierKey(lines[3]),
            note.text == Self.text(old, new), note.isSigned(by: old), note.isSigned(by: new)
        else { return nil }
        self.old = old
        self.new = new
        self.note = note
    }

    private static func text(_ old: VerifierKey, _ new: VerifierKey) -> String {
        "\(old.name)\n\(title)\n\(old.description)\n\(new.description)\n"
    }
}
