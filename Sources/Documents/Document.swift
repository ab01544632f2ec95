package import Foundation
import Wording

/// A document that has been read: its root and where it came from.
package struct Document: Sendable {
    /// The most bytes that are read.
    package static let largestSize = 1 << 20

    package let source: String
    package let root: Node

    /// Reads a text; `source` names it in messages.
    package init(text: String, source: String) throws(InvalidDocument) {
        self.source = source
        do throws(Fault) {
            root = try YAMLReader().read(text)
        } catch {
            throw InvalidDocument(source: source, faults: [error])
        }
    }

    init(root: Node, source: String) {
        self.root = root
        self.source = source
    }

    /// Reads every document of a text: YAML parts them by lines of `---`.
    package static func all(inText text: String, source: String) throws(InvalidDocument) -> [Self] {
        do throws(Fault) {
            return try YAMLReader().readAll(text).map { Self(root: $0, source: source) }
        } catch {
            throw InvalidDocument(source: source, faults: [error])
        }
    }

    /// Reads every document of a file, or of standard input for `-`.
    ///
    /// - Throws: ``UnreadableFile`` or ``InvalidDocument``.
    package static func all(atPath path: String) throws -> [Self] {
        try all(
            inText: try text(of: try InputFile(path: path).read(largestSize + 1), source: path), source: path)
    }

    /// Reads bytes, which must be UTF-8 without NUL.
    package init(bytes: Data, source: String) throws(InvalidDocument) {
        try self.init(text: try Self.text(of: bytes, source: source), source: source)
    }

    private static func text(of bytes: Data, source: String) throws(InvalidDocument) -> String {
        guard bytes.count <= largestSize else {
            throw InvalidDocument(source: source, faults: [.tooLarge(limit: largestSize)])
        }
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
            throw InvalidDocument(source: source, faults: [.notText(at: .start)])
        }
        // Some editors begin every file with a byte order mark.
        return text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    }

    /// Reads a file or a pipe, or standard input for `-`.
    ///
    /// At most one byte more is read than is allowed, so that what grows without end is not read without end.
    ///
    /// - Throws: ``UnreadableFile`` or ``InvalidDocument``.
    package init(path: String) throws {
        try self.init(bytes: try InputFile(path: path).read(Self.largestSize + 1), source: path)
    }

    /// What `read` makes of the root, or every fault it met.
    package func decode<Value>(_ read: (NodeReader) -> Value?) throws(InvalidDocument) -> Value {
        let faults = FaultCollector()
        let value = read(NodeReader(root, faults: faults))
        guard let value, faults.faults.isEmpty else {
            precondition(!faults.faults.isEmpty, "a reader that gives no value reports why")
            throw InvalidDocument(source: source, faults: faults.faults)
        }
        return value
    }
}
