public import Foundation

/// That a leaf is in a log, provable without the log: an inclusion proof and the checkpoint it leads to, in the form of
/// C2SP tlog-proof.
public struct LogProof: Equatable, Sendable {
    /// The way from the leaf to the root.
    public let inclusion: InclusionProof
    /// The root's checkpoint.
    public let checkpoint: SignedCheckpoint
    /// The leaf, if it goes with the proof as its extra data: nothing vouches for it but the proof itself.
    public let leaf: Data?

    /// The first line.
    public static let header = "c2sp.org/tlog-proof@v1"

    /// Joins a proof, the checkpoint that it leads to, and the leaf that it is of.
    public init(_ inclusion: InclusionProof, to checkpoint: SignedCheckpoint, leaf: Data?) {
        precondition(inclusion.size == checkpoint.checkpoint.size, "a proof leads to a checkpoint of its own size")
        self.inclusion = inclusion
        self.checkpoint = checkpoint
        self.leaf = leaf
    }

    /// Reads a proof; `nil` if it is not one.
    public init?(parsing text: String) {
        guard let proof = ProofText(text) else { return nil }
        var lines = proof.lines
        guard lines.popFirst() == Self.header[...] else { return nil }
        var leaf: Data?
        if let extra = lines.first, extra.hasPrefix("extra ") {
            leaf = Data(strictBase64: extra.dropFirst("extra ".count))
            guard leaf != nil else { return nil }
            lines.removeFirst()
        }
        guard let index = lines.popFirst(), index.hasPrefix("index "),
            let place = Int(canonical: index.dropFirst("index ".count)), let path = ProofText.path(lines)
        else { return nil }
        checkpoint = proof.checkpoint
        inclusion = InclusionProof(index: place, size: checkpoint.checkpoint.size, path: path)
        self.leaf = leaf
    }

    /// The proof as it is written.
    public var description: String {
        let extra = leaf.map { ["extra " + $0.base64EncodedString()] } ?? []
        return ProofText([Self.header] + extra + ["index \(inclusion.index)"], inclusion.path, checkpoint).description
    }
}
