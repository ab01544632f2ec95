/// How a log stood: its name, how many leaves it had, and the root above them, in the form of C2SP tlog-checkpoint.
public struct Checkpoint: Equatable, Sendable {
    /// The log's name.
    public let origin: String
    /// How many leaves it had.
    public let size: Int
    /// The root above them.
    public let root: MerkleHash

    /// Creates a checkpoint.
    public init(origin: String, size: Int, root: MerkleHash) {
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// Reads the text of a checkpoint; `nil` if it is not one.
    ///
    /// Lines after the third are others' and are left unread.
    public init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 4, lines.last == "", !lines.dropLast().contains(""),
            let size = Int(canonical: lines[1]), let root = MerkleHash(base64: lines[2])
        else { return nil }
        self.init(origin: String(lines[0]), size: size, root: root)
    }

    /// The text that is signed.
    public var text: String { "\(origin)\n\(size)\n\(root.base64)\n" }
}

/// A checkpoint and the note that carries it, with whoever signed it.
public struct SignedCheckpoint: Equatable, Sendable {
    /// What was signed.
    public let checkpoint: Checkpoint
    /// The note.
    public let note: SignedNote

    /// Signs a checkpoint.
    public init(_ checkpoint: Checkpoint, signedBy key: SigningKey) {
        self.checkpoint = checkpoint
        note = SignedNote(checkpoint.text, signedBy: key)
    }

    /// Reads a signed checkpoint; `nil` if it is not one.
    ///
    /// Who has signed it is asked of ``SignedNote/isSigned(by:)``.
    public init?(parsing text: String) {
        guard let note = SignedNote(text), let checkpoint = Checkpoint(note.text) else { return nil }
        self.checkpoint = checkpoint
        self.note = note
    }
}

extension Int {
    /// Reads a decimal number that is written in the one way it is written.
    init?(canonical text: some StringProtocol) {
        guard let number = Int(text), number >= 0, String(number) == text else { return nil }
        self = number
    }
}
