import Crypto
public import Foundation

/// A SHA-256 hash of a node of the tree: of a leaf or of two subtrees, told apart by the byte they begin with (RFC 6962,
/// section 2.1).
public struct MerkleHash: Hashable, Sendable {
    /// How many bytes a hash has.
    public static let size = 32

    /// The hash itself.
    public let bytes: Data

    /// Takes a hash that was computed before; `nil` if it is not one.
    public init?(bytes: Data) {
        guard bytes.count == Self.size else { return nil }
        self.bytes = bytes
    }

    private init(_ hash: SHA256) {
        bytes = Data(hash.finalize())
    }

    /// Takes a hash in base64; `nil` if it is not one, or not written as base64 is.
    public init?(base64: some StringProtocol) {
        guard let bytes = Data(strictBase64: base64) else { return nil }
        self.init(bytes: bytes)
    }

    /// The hash of a leaf.
    public init(leaf: Data) {
        var hash = SHA256()
        hash.update(data: Self.leafPrefix)
        hash.update(data: leaf)
        self.init(hash)
    }

    /// The hash of the node above two subtrees.
    public init(_ left: Self, _ right: Self) {
        var hash = SHA256()
        hash.update(data: Self.nodePrefix)
        hash.update(data: left.bytes)
        hash.update(data: right.bytes)
        self.init(hash)
    }

    /// The root of a tree without leaves.
    public static let empty = Self(SHA256())

    private static let leafPrefix = Data([0])
    private static let nodePrefix = Data([1])

    /// The hash as notes carry it.
    public var base64: String { bytes.base64EncodedString() }
}

extension Data {
    /// Reads base64 that is written in the one way it is written: padded, without anything else in it.
    init?(strictBase64 text: some StringProtocol) {
        guard let bytes = Data(base64Encoded: String(text)), bytes.base64EncodedString() == text else { return nil }
        self = bytes
    }
}
