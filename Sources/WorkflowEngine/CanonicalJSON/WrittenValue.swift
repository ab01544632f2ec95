/// A value as it is written in canonical JSON: a text by itself, or a part of a line that was read.
///
/// What is read of it is read in place: a line is taken apart once, however many look at its parts.
public struct WrittenValue: Sendable {
    private enum Place {
        case text(String)
        case part(of: CanonicalDocument, at: Int)
    }

    private let place: Place

    /// A value that is written so.
    public init(_ text: String) {
        place = .text(text)
    }

    init(_ node: Int, of document: CanonicalDocument) {
        place = .part(of: document, at: node)
    }

    /// How it is written.
    public var text: String {
        switch place {
        case .text(let text): text
        case .part(let document, let node): String(decoding: document.written(node), as: UTF8.self)
        }
    }

    /// Whether it, and the line that it is a part of, have no other characters than those of ASCII.
    package var isASCII: Bool {
        switch place {
        case .text(let text): text.utf8.allSatisfy { $0 < 0x80 }
        case .part(let document, _): document.isASCII
        }
    }

    /// What it is a part of, and where it stands there; `nil` if it is not in the canonical form.
    var part: (document: CanonicalDocument, node: Int)? {
        switch place {
        case .text(let text): CanonicalDocument(Array(text.utf8)).map { ($0, $0.root) }
        case .part(let document, let node): (document, node)
        }
    }
}

extension WrittenValue: Equatable {
    /// Whether both are written in the same bytes.
    public static func == (one: Self, other: Self) -> Bool { one.text.utf8.elementsEqual(other.text.utf8) }
}
