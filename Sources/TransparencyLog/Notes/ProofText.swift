import Foundation

/// What the texts of all proofs have in common: lines, the last of them hashes, an empty line, and a signed checkpoint.
struct ProofText {
    /// The lines before the empty one.
    let lines: ArraySlice<Substring>
    /// What follows it.
    let checkpoint: SignedCheckpoint

    /// Joins the lines that say what is proven, the hashes that prove it, and the checkpoint that they lead to.
    init(_ head: [String], _ path: [MerkleHash], _ checkpoint: SignedCheckpoint) {
        lines = (head + path.map(\.base64)).map { $0[...] }[...]
        self.checkpoint = checkpoint
    }

    /// Reads a text; `nil` if it is not one of a proof.
    init?(_ text: String) {
        guard let end = text.range(of: "\n\n"),
            let checkpoint = SignedCheckpoint(parsing: String(text[end.upperBound...]))
        else { return nil }
        lines = text[..<end.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)[...]
        self.checkpoint = checkpoint
    }

    /// The hashes that lines hold; `nil` if one of them holds something else.
    static func path(_ lines: ArraySlice<Substring>) -> [MerkleHash]? {
        let path = lines.compactMap { MerkleHash(base64: $0) }
        return path.count == lines.count ? path : nil
    }

    /// The text as it is written.
    var description: String { lines.joined(separator: "\n") + "\n\n" + checkpoint.note.description }
}
