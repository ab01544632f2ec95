package import CanonicalJSON

/// An amount of compute units (CU): 1 CU is one core and 4 GB of memory.
///
/// On the wire a CU is 100 vcores and 4096 MB of a queue (foas 2018-11-11).
package struct ComputeUnits: Hashable, Comparable, Sendable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    package let count: Int

    package init(_ count: Int) {
        self.count = count
    }

    package init(integerLiteral value: Int) {
        self.init(value)
    }

    package static let zero: Self = 0

    package static func < (one: Self, other: Self) -> Bool { one.count < other.count }
    package static func + (one: Self, other: Self) -> Self { Self(one.count + other.count) }
    package static func - (one: Self, other: Self) -> Self { Self(one.count - other.count) }
    package static func * (factor: Int, units: Self) -> Self { Self(factor * units.count) }

    package var description: String { "\(count) CU" }
}

extension ComputeUnits: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(try Amount(from: decoder).count)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(count)
    }
}

extension Sequence<ComputeUnits> {
    package func sum() -> ComputeUnits { reduce(.zero, +) }
}

extension ComputeUnits: CanonicalValue {
    package func write(to writer: inout CanonicalWriter) { writer.write(integer: count) }
    package init(reading reader: inout CanonicalReader) throws(OtherForm) {
        self.init(try Amount(reading: &reader).count)
    }
}
