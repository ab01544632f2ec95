import CanonicalJSON

/// A number of things that is reckoned with, as it is read from what was stored.
///
/// A history may come from anybody: what it says is held to bounds that no cluster comes near, within which no sum or
/// product passes those of an `Int`.
struct Amount: Decodable {
    let count: Int

    private static let allowed = 0...1_000_000_000

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        count = try container.decode(Int.self)
        guard Self.allowed.contains(count) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no amount: \(count)")
        }
    }
}

extension Amount: CanonicallyRead {
    init(reading reader: inout CanonicalReader) throws(OtherForm) {
        count = try reader.integer()
        guard Self.allowed.contains(count) else { throw OtherForm() }
    }
}
