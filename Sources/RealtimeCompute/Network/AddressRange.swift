package import CanonicalJSON

/// A range of IPv4 addresses in CIDR notation: `10.10.0.0/16`.
package struct AddressRange: Hashable, Sendable, LosslessStringConvertible {
    private let network: UInt32
    private let prefixLength: Int

    /// Reads CIDR notation: four decimal octets without leading zeros, and a prefix length of 0 to 32.
    ///
    /// Bits beyond the prefix must be zero, so that a range has one spelling.
    package init?(_ text: String) {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, let length = Self.decimal(halves[1], upTo: 32) else { return nil }
        let octets = halves[0].split(separator: ".", omittingEmptySubsequences: false)
        guard octets.count == 4 else { return nil }
        var address: UInt32 = 0
        for octet in octets {
            guard let value = Self.decimal(octet, upTo: 255) else { return nil }
            address = address << 8 | UInt32(value)
        }
        guard address & Self.mask(length) == address else { return nil }
        network = address
        prefixLength = length
    }

    /// Whether all of another range lies within.
    package func contains(_ other: Self) -> Bool { prefixLength <= other.prefixLength && overlaps(other) }

    /// How many addresses it has.
    package var size: Int { 1 << (32 - prefixLength) }

    /// The address at a place, counted from 0: `10.10.0.5` is the one at 5 of `10.10.0.0/16`.
    package func address(at place: Int) -> String {
        let address = network &+ UInt32(truncatingIfNeeded: place)
        return [24, 16, 8, 0].map { String(address >> $0 & 255) }.joined(separator: ".")
    }

    package func overlaps(_ other: Self) -> Bool {
        let mask = Self.mask(min(prefixLength, other.prefixLength))
        return network & mask == other.network & mask
    }

    package var description: String {
        var text: [UInt8] = []
        for shift: UInt32 in [24, 16, 8, 0] {
            text.append(digitsOf: Int(network >> shift & 255))
            text.append(UInt8(ascii: shift == 0 ? "/" : "."))
        }
        text.append(digitsOf: prefixLength)
        return String(decoding: text, as: UTF8.self)
    }

    private static func mask(_ length: Int) -> UInt32 {
        length == 0 ? 0 : ~UInt32(0) << (32 - UInt32(length))
    }

    private static func decimal(_ text: Substring, upTo limit: Int) -> Int? {
        guard (1...3).contains(text.count), text.allSatisfy({ $0.isASCII && $0.isNumber }),
            text.count == 1 || text.first != "0", let value = Int(text), value <= limit
        else { return nil }
        return value
    }
}

extension AddressRange: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let range = Self(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an address range: \(text)")
        }
        self = range
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension AddressRange: CanonicalValue {
    package func write(to writer: inout CanonicalWriter) { writer.write(string: description) }

    package init(reading reader: inout CanonicalReader) throws(OtherForm) {
        guard let range = Self(try reader.string()) else { throw OtherForm() }
        self = range
    }
}
