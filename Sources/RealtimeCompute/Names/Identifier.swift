package import CanonicalJSON
package import Workflow

/// A name or id of one kind of thing; two kinds cannot be mixed up.
package protocol Identifier: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible,
    ExpressibleByStringLiteral, CanonicalValue
where RawValue == String {
    init(rawValue: String)
}

extension Identifier {
    package var description: String { rawValue }

    package init(stringLiteral value: String) {
        self.init(rawValue: value)
    }

    package init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    package func write(to writer: inout CanonicalWriter) { writer.write(string: rawValue) }

    package init(reading reader: inout CanonicalReader) throws(OtherForm) {
        self.init(rawValue: try reader.string())
    }
}

/// An order is a workflow; its id is the workflow's.
package typealias OrderID = WorkflowID
