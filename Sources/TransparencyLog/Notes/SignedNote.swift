public import Foundation

/// A text that is signed by one or more keys, in the form of C2SP signed-note.
public struct SignedNote: Equatable, Sendable {
    /// One signature, of whatever kind.
    public struct Signature: Equatable, Sendable {
        /// The name of the key.
        public let name: String
        /// The first four bytes of the key's hash, by which one of several keys of a name is found.
        public let keyID: Data
        /// The signature itself.
        public let bytes: Data
    }

    /// The text, ending in a newline.
    public let text: String
    /// The signatures, in the order in which they stand.
    public private(set) var signatures: [Signature]

    /// Signs a text, which must be made of lines that each end in a newline.
    public init(_ text: String, signedBy keys: SigningKey...) {
        precondition(text.hasSuffix("\n") && !text.hasPrefix("\n"), "a note is made of lines")
        self.text = text
        signatures = keys.map { key in
            Signature(name: key.name, keyID: key.verifier.id, bytes: key.sign(Data(text.utf8)))
        }
    }

    /// The largest note that is read, in bytes.
    ///
    /// The specification has whoever reads refuse more than it is ready for; a checkpoint has some hundred.
    public static let largest = 1 << 20

    /// Reads a note.
    ///
    /// Signatures of kinds that are not known are kept, so that a note co-signed by others can still be read.
    ///
    /// - Throws: ``MalformedNote``.
    public init(parsing note: String) throws(MalformedNote) {
        guard note.utf8.count <= Self.largest else { throw .tooLarge }
        guard !note.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" }) else { throw .controlCharacter }
        // The text may have empty lines of its own: the last one parts it from the signatures.
        guard let split = note.range(of: "\n\n", options: .backwards), note.hasSuffix("\n") else {
            throw .noSignatures
        }
        text = String(note[..<note.index(after: split.lowerBound)])
        guard text != "\n" else { throw .noText }
        signatures = []
        for line in note[split.upperBound...].dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            signatures.append(try Self.signature(line))
        }
        guard !signatures.isEmpty else { throw .noSignatures }
    }

    /// Reads a note; `nil` if it is not one, for callers to whom it does not matter why.
    public init?(_ note: String) {
        do {
            try self.init(parsing: note)
        } catch {
            return nil
        }
    }

    private static func signature(_ line: Substring) throws(MalformedNote) -> Signature {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[0] == "\u{2014}", VerifierKey.isName(words[1]),
            let bytes = Data(strictBase64: words[2]), bytes.count > 4
        else { throw .malformedSignature }
        return Signature(name: String(words[1]), keyID: bytes.prefix(4), bytes: Data(bytes.dropFirst(4)))
    }

    /// The note as it is written.
    public var description: String {
        text + "\n"
            + signatures.map { "\u{2014} \($0.name) \(($0.keyID + $0.bytes).base64EncodedString())\n" }.joined()
    }

    /// Whether `key` has signed this text.
    ///
    /// Signatures of other keys do not count, for or against; one that names this key and is not its own does.
    public func isSigned(by key: VerifierKey) -> Bool {
        let own = signatures.filter { $0.name == key.name && $0.keyID == key.id }
        return !own.isEmpty && own.allSatisfy { key.isValid($0.bytes, for: Data(text.utf8)) }
    }
}

/// Why a text is not a signed note.
public enum MalformedNote: Error, Equatable, Sendable {
    case tooLarge
    case controlCharacter
    case noText
    case noSignatures
    case malformedSignature
}
