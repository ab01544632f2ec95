import Crypto
package import Foundation

/// The hashes that the vendor's signatures are made of.
package enum Digests {
    /// SHA-256, in lower-case hexadecimal.
    package static func sha256(_ data: Data) -> String { hex(SHA256.hash(data: data)) }

    static func sha256(_ text: String) -> String { sha256(Data(text.utf8)) }

    static func hmacSHA256(_ text: String, key: Data) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: key)))
    }

    /// HMAC-SHA1, base64: the vendor's signatures of version 1.
    static func hmacSHA1(_ text: String, key: String) -> String {
        Data(
            HMAC<Insecure.SHA1>.authenticationCode(
                for: Data(text.utf8), using: SymmetricKey(data: Data(key.utf8)))
        ).base64EncodedString()
    }

    /// In base64, as the header `Content-MD5` has it.
    package static func md5(_ data: Data) -> String { Data(Insecure.MD5.hash(data: data)).base64EncodedString() }

    /// In hexadecimal, as the tag of an object has it.
    package static func md5Hex(_ data: Data) -> String { hex(Insecure.MD5.hash(data: data)) }

    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
    }

    /// Whether two texts are the same, in a time that does not tell where they differ.
    package static func areEqual(_ one: String, _ other: String) -> Bool {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
