import CanonicalJSON

/// What all lines of a log have in common, whatever they tell.
public enum LogLine {
    /// The name of a store's log, and the source of its events.
    public static func origin(of storeID: String) -> String { prefix + storeID }

    /// The store whose log goes by a name; `nil` if it is no store's.
    public static func storeID(ofOrigin origin: String) -> String? {
        storeID(ofOrigin: Array(origin.utf8)[...], sharing: nil)
    }

    /// - Parameter last: the store of the line before, which most have in common.
    static func storeID(ofOrigin origin: ArraySlice<UInt8>, sharing last: String?) -> String? {
        guard let id = origin.after(prefix), !id.isEmpty else { return nil }
        if let last, id.isSame(as: last) { return last }
        // Other letters than those of ASCII may be equal and yet other bytes.
        guard id.allSatisfy({ $0 < 0x80 }) else { return nil }
        return String(decoding: id, as: UTF8.self)
    }

    private static let prefix = "sluice/"

    /// A position as the attribute `sequence` has it: 20 digits, which sort as the positions do.
    static func sequence(_ position: Int) -> String {
        let digits = String(position)
        return String(repeating: "0", count: max(0, 20 - digits.count)) + digits
    }

    /// The position that is written so; `nil` if none is.
    static func position(ofSequence text: ArraySlice<UInt8>) -> Int? {
        guard text.count == 20 else { return nil }
        var position = 0
        for digit in text {
            guard 0x30...0x39 ~= digit else { return nil }
            let (tens, isTooLarge) = position.multipliedReportingOverflow(by: 10)
            let (sum, isTooLargeByOne) = tens.addingReportingOverflow(Int(digit - 0x30))
            guard !isTooLarge, !isTooLargeByOne else { return nil }
            position = sum
        }
        return position
    }
}
