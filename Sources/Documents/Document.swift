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

    /// Reads bytes, which must be UTF-8 without NUL.
    package init(bytes: Data, source: String) throws(InvalidDocument) {
        guard bytes.count <= Self.largestSize else {
            throw InvalidDocument(source: source, faults: [.tooLarge(limit: Self.largestSize)])
        }
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
            throw InvalidDocument(source: source, faults: [.notText(at: .start)])
        }
        try self.init(text: text, source: source)
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
