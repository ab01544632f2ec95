import Crypto
import Foundation

/// A private Ed25519 key and the name it goes by.
///
/// It has no description: what is printed by mistake must not hold it.
public struct SigningKey: Sendable {
    /// The name; for the key of a log, the log's origin.
    public let name: String
    private let key: Curve25519.Signing.PrivateKey

    /// Makes a new key.
    public init(name: String) {
        precondition(VerifierKey.isName(name), "a key has a name without spaces")
        self.name = name
        key = Curve25519.Signing.PrivateKey()
    }

    /// Reads a key as it is kept; `nil` if it is not one.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "+", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == "PRIVATE", parts[1] == "KEY", VerifierKey.isName(parts[2]),
            let tagged = Data(strictBase64: parts[4]), tagged.first == 1
        else { return nil }
        name = String(parts[2])
        do {
            key = try Curve25519.Signing.PrivateKey(rawRepresentation: Data(tagged.dropFirst()))
        } catch {
            // Not of a key's length.
            return nil
        }
        guard verifier.id.hexadecimal == parts[3] else { return nil }
    }

    /// The key as it is kept, in the form of Go's `note` package: a secret.
    public var secretText: String {
        "PRIVATE+KEY+\(name)+\(verifier.id.hexadecimal)+"
            + (Data([1]) + key.rawRepresentation).base64EncodedString()
    }

    /// The public key.
    public var verifier: VerifierKey { VerifierKey(name: name, key: key.publicKey) }

    func sign(_ text: Data) -> Data {
        do {
            return try key.signature(for: text)
        } catch {
            preconditionFailure("an Ed25519 key can sign any bytes")
        }
    }
}
