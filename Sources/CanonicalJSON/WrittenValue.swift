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

    /// A value that stands there: in the canonical form, unless nobody has looked at it yet.
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

    /// Whether it is a value, written in the canonical form.
    package var isCanonical: Bool {
        switch place {
        case .text(let text): Self.isCanonical(Array(text.utf8), 0..<text.utf8.count)
        case .part(let part, let bytes): Self.isCanonical(bytes, part)
        }
    }

    private static func isCanonical(_ bytes: [UInt8], _ part: Range<Int>) -> Bool {
        var parser = CanonicalParser(part, of: bytes.span)
        return parser.takeValue(of: bytes.span) && parser.isAtEnd
    }

    /// Whether it is what `write` writes, to the byte.
    public func isWritten(by write: (inout CanonicalWriter) -> Void) -> Bool {
        var writer = comparison
        write(&writer)
        return writer.isAsExpected
    }

    /// What compares with it what is written.
    private var comparison: CanonicalWriter {
        switch place {
        case .text(let text): CanonicalWriter(comparingWith: Array(text.utf8), 0..<text.utf8.count)
        case .part(let part, let bytes): CanonicalWriter(comparingWith: bytes, part)
        }
    }

    /// What reads it from left to right.
    public var reader: CanonicalReader {
        switch place {
        case .text(let text): CanonicalReader(ofUTF8: Array(text.utf8), 0..<text.utf8.count)
        case .part(let part, let bytes): CanonicalReader(ofUTF8: bytes, part)
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
