import Crypto
public import Foundation

/// A SHA-256 hash of a node of the tree: of a leaf or of two subtrees, told apart by the byte they begin with (RFC 6962,
/// section 2.1).
public struct MerkleHash: Hashable, Sendable {
    /// How many bytes a hash has.
    public static let size = 32

    /// The hash itself, without storage of its own: a log has very many.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Takes a hash that was computed before; `nil` if it is not one.
    public init?(bytes: Data) {
        guard bytes.count == Self.size else { return nil }
        words = unsafe bytes.withUnsafeBytes { unsafe Self.words($0) }
    }

    private init(_ digest: SHA256Digest) {
        words = unsafe digest.withUnsafeBytes { unsafe Self.words($0) }
    }

    /// Takes a hash in base64; `nil` if it is not one, or not written as base64 is.
    public init?(base64: some StringProtocol) {
        guard let bytes = Data(strictBase64: base64) else { return nil }
        self.init(bytes: bytes)
    }

    /// The hash of a leaf.
    public init(leaf: Data) {
        var hash = SHA256()
        unsafe withUnsafeBytes(of: Self.leafPrefix) { unsafe hash.update(bufferPointer: $0) }
        unsafe leaf.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
        self.init(hash.finalize())
    }

    /// The hash of the node above two subtrees.
    public init(_ left: Self, _ right: Self) {
        var hash = SHA256()
        unsafe withUnsafeTemporaryAllocation(byteCount: 1 + 2 * Self.size, alignment: 8) { node in
            unsafe node[0] = Self.nodePrefix
            unsafe left.copy(to: node, at: 1)
            unsafe right.copy(to: node, at: 1 + Self.size)
            unsafe hash.update(bufferPointer: UnsafeRawBufferPointer(node))
        }
        self.init(hash.finalize())
    }

    /// The bytes of the hash.
    public var bytes: Data {
        var bytes = Data(count: Self.size)
        unsafe bytes.withUnsafeMutableBytes { unsafe copy(to: $0, at: 0) }
        return bytes
    }

    private static func words(_ bytes: UnsafeRawBufferPointer) -> (UInt64, UInt64, UInt64, UInt64) {
        let word = { (index: Int) in unsafe bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self) }
        return (word(0), word(1), word(2), word(3))
    }

    private func copy(to buffer: UnsafeMutableRawBufferPointer, at offset: Int) {
        unsafe buffer.storeBytes(of: words.0, toByteOffset: offset, as: UInt64.self)
        unsafe buffer.storeBytes(of: words.1, toByteOffset: offset + 8, as: UInt64.self)
        unsafe buffer.storeBytes(of: words.2, toByteOffset: offset + 16, as: UInt64.self)
        unsafe buffer.storeBytes(of: words.3, toByteOffset: offset + 24, as: UInt64.self)
    }

    public static func == (one: Self, other: Self) -> Bool { one.words == other.words }

    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }

    /// The root of a tree without leaves.
    public static let empty = Self(SHA256.hash(data: Data()))

    private static let leafPrefix: UInt8 = 0
    private static let nodePrefix: UInt8 = 1

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
