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
        guard let proof = ProofText(text), let first = proof.lines.first, first.hasPrefix("old "),
            let old = Int(canonical: first.dropFirst("old ".count)), let path = ProofText.path(proof.lines.dropFirst())
        else { return nil }
        checkpoint = proof.checkpoint
        consistency = ConsistencyProof(old: old, new: checkpoint.checkpoint.size, path: path)
    }

    /// The proof as it is written.
    public var description: String {
        ProofText(["old \(consistency.old)"], consistency.path, checkpoint).description
    }
}
