import Crypto
import Foundation

/// What tells those who may use a console from those who may not.
///
/// The token stands in the address that is printed at the start, and is given for a cookie at the first visit. Cookie and
/// form token are made from a key of this process: none can be had from another.
package struct Secrets: Sendable {
    /// What the printed address holds.
    package let token: String
    /// What the cookie holds.
    let session: String
    /// What forms give back.
    let formToken: String

    /// - Parameter token: the token that is to be used; one of 256 random bits if `nil`.
    package init(token: String? = nil) {
        let key = SymmetricKey(size: .bits256)
        self.token = token ?? Self.derived("token", by: key)
        session = Self.derived("session", by: key)
        formToken = Self.derived("form", by: key)
    }

    private static func derived(_ purpose: String, by key: SymmetricKey) -> String {
        Data(HMAC<SHA256>.authenticationCode(for: Data(purpose.utf8), using: key)).base64URL
    }

    /// Whether a text is a secret, in a time that does not depend on how much of it is right.
    static func agree(_ text: String, _ secret: String) -> Bool {
        // Of equal length whatever they are: what is compared are digests.
        Array(SHA256.hash(data: Data(text.utf8))).elementsEqual(
            SHA256.hash(data: Data(secret.utf8)), byConstantTime: ())
    }
}

extension [UInt8] {
    fileprivate func elementsEqual(_ other: SHA256.Digest, byConstantTime: Void) -> Bool {
        zip(self, other).reduce(into: UInt8(0)) { $0 |= $1.0 ^ $1.1 } == 0
    }
}

extension Data {
    fileprivate var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
