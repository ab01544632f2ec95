import Foundation

/// That a log has only grown since an older checkpoint: a consistency proof and the newer checkpoint, in the form in
/// which C2SP tlog-witness has them sent.
public struct LogGrowth: Equatable, Sendable {
    /// What leads from the old root to the new one.
    public let consistency: ConsistencyProof
    /// The newer checkpoint.
    public let checkpoint: SignedCheckpoint

    /// Joins a proof and the checkpoint that it leads to.
    public init(_ consistency: ConsistencyProof, to checkpoint: SignedCheckpoint) {
        precondition(consistency.new == checkpoint.checkpoint.size, "a proof leads to a checkpoint of its own size")
        self.consistency = consistency
        self.checkpoint = checkpoint
    }

    /// Reads a proof; `nil` if it is not one.
    public init?(parsing text: String) {
        guard let end = text.range(of: "\n\n")?.lowerBound,
            let checkpoint = SignedCheckpoint(parsing: String(text[text.index(end, offsetBy: 2)...]))
        else { return nil }
        var lines = text[..<end].split(separator: "\n", omittingEmptySubsequences: false)[...]
        guard let first = lines.popFirst(), first.hasPrefix("old "),
            let old = Int(canonical: first.dropFirst("old ".count))
        else { return nil }
        let path = lines.map { MerkleHash(base64: $0) }
        guard !path.contains(nil) else { return nil }
        consistency = ConsistencyProof(old: old, new: checkpoint.checkpoint.size, path: path.compactMap(\.self))
        self.checkpoint = checkpoint
    }

    /// The proof as it is written.
    public var description: String {
        (["old \(consistency.old)"] + consistency.path.map(\.base64)).joined(separator: "\n") + "\n\n"
            + checkpoint.note.description
    }
}
