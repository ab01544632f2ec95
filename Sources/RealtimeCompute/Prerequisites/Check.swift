package import CanonicalJSON

/// The id of a prerequisite, as findings carry it.
///
/// Each stands in the prerequisite's own file, in this folder.
package struct Check: RawRepresentable, Hashable, Codable, Sendable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

extension Check: CanonicalValue {
    package init(reading reader: inout CanonicalReader) throws(OtherForm) { rawValue = try reader.string() }
}
