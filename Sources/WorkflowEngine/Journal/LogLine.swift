/// What all lines of a log have in common, whatever they tell.
public enum LogLine {
    /// The name of a store's log, and the source of its events.
    public static func origin(of storeID: String) -> String { prefix + storeID }

    /// The store whose log goes by a name; `nil` if it is no store's.
    public static func storeID(ofOrigin origin: String) -> String? {
        // Other letters than those of ASCII may be equal and yet other bytes.
        guard origin.utf8.count > prefix.utf8.count, origin.utf8.starts(with: prefix.utf8),
            origin.utf8.allSatisfy({ $0 < 0x80 })
        else { return nil }
        return String(origin.utf8.dropFirst(prefix.utf8.count))
    }

    private static let prefix = "sluice/"

    /// A position as the attribute `sequence` has it: 20 digits, which sort as the positions do.
    static func sequence(_ position: Int) -> String {
        let digits = String(position)
        return String(repeating: "0", count: max(0, 20 - digits.count)) + digits
    }

    /// The position that is written so; `nil` if none is.
    static func position(ofSequence text: ArraySlice<UInt8>) -> Int? {
        guard text.count == 20, text.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(String(decoding: text, as: UTF8.self))
    }
}
