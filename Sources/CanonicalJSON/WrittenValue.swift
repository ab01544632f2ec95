import Foundation

/// A value as it is written in canonical JSON: a text by itself, or a part of a line that was read.
///
/// What is read of it is read in place.
public struct WrittenValue: Sendable {
    private enum Place {
        case text(String)
        case part(Range<Int>, of: [UInt8])
    }

    private let place: Place

    /// A value that is written so.
    public init(_ text: String) {
        place = .text(text)
    }

    /// A value that was read, and is in the canonical form.
    init(_ part: Range<Int>, of bytes: [UInt8]) {
        place = .part(part, of: bytes)
    }

    /// How it is written.
    public var text: String {
        switch place {
        case .text(let text): text
        case .part(let part, let bytes): String(decoding: bytes[part], as: UTF8.self)
        }
    }

    /// Whether it is written in these bytes.
    package func isWritten(_ other: borrowing CanonicalWriter) -> Bool {
        switch place {
        case .text(let text): text.utf8.elementsEqual(other.bytes)
        case .part(let part, let bytes): bytes.areSame(as: other.bytes, in: part)
        }
    }

    /// What reads it from left to right.
    package var reader: CanonicalReader {
        switch place {
        case .text(let text): CanonicalReader(Array(text.utf8), 0..<text.utf8.count)
        case .part(let part, let bytes): CanonicalReader(bytes, part)
        }
    }

    /// It, taken apart; `nil` if it is not in the canonical form.
    var document: CanonicalDocument? { CanonicalDocument(bytes) }

    private var bytes: [UInt8] {
        switch place {
        case .text(let text): Array(text.utf8)
        case .part(let part, let bytes): Array(bytes[part])
        }
    }
}

extension WrittenValue: Equatable {
    /// Whether both are written in the same bytes.
    public static func == (one: Self, other: Self) -> Bool { one.text.utf8.elementsEqual(other.text.utf8) }
}

extension [UInt8] {
    /// Whether a part of these bytes is all of the others.
    fileprivate func areSame(as others: [UInt8], in part: Range<Int>) -> Bool {
        guard part.count == others.count else { return false }
        // By the C library: many times as fast as byte after byte.
        return unsafe withUnsafeBytes { bytes in
            unsafe others.withUnsafeBytes { others in
                guard let start = bytes.baseAddress, let other = others.baseAddress else { return true }
                return unsafe memcmp(start + part.lowerBound, other, others.count) == 0
            }
        }
    }
}
