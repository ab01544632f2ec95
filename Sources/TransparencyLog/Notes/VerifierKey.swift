import Crypto
public import Foundation

/// A public Ed25519 key and the name it goes by, as C2SP signed-note has them: what others keep, to verify with.
public struct VerifierKey: Equatable, Sendable {
    /// The name; for the key of a log, the log's origin.
    public let name: String
    private let key: Data

    /// The kind of signature: Ed25519.
    private static let ed25519: UInt8 = 1

    init(name: String, key: Curve25519.Signing.PublicKey) {
        self.name = name
        self.key = key.rawRepresentation
    }

    /// Reads a verifier key: its name, its id in hexadecimal and the key in base64, joined by `+`.
    ///
    /// `nil` if it is not one, of another kind, or if its id is not that of its name and key.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, Self.isName(parts[0]), let tagged = Data(strictBase64: parts[2]),
            tagged.first == Self.ed25519, let key = Self.publicKey(Data(tagged.dropFirst()))
        else { return nil }
        self.init(name: String(parts[0]), key: key)
        guard id.hexadecimal == parts[1] else { return nil }
    }

    /// The key as others keep it.
    public var description: String { "\(name)+\(id.hexadecimal)+\(tagged.base64EncodedString())" }

    /// The first four bytes of the hash of name and key.
    public var id: Data {
        Data(SHA256.hash(data: Data("\(name)\n".utf8) + tagged).prefix(4))
    }

    private var tagged: Data { Data([Self.ed25519]) + key }

    func isValid(_ signature: Data, for text: Data) -> Bool {
        Self.publicKey(key)?.isValidSignature(signature, for: text) ?? false
    }

    private static func publicKey(_ bytes: Data) -> Curve25519.Signing.PublicKey? {
        do {
            return try Curve25519.Signing.PublicKey(rawRepresentation: bytes)
        } catch {
            // Not of a key's length.
            return nil
        }
    }

    /// Whether a key can go by a name.
    static func isName(_ name: some StringProtocol) -> Bool {
        !name.isEmpty && !name.contains("+") && !name.contains(where: \.isWhitespace)
    }
}

extension Data {
    var hexadecimal: String {
        map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
