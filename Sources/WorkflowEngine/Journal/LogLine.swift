/// What all lines of a log have in common, whatever they tell.
public enum LogLine {
    /// The name of a store's log, and the source of its events.
    public static func origin(of storeID: String) -> String { prefix + storeID }

    /// The store whose log goes by a name; `nil` if it is no store's.
    public static func storeID(ofOrigin origin: String) -> String? {
        origin.hasPrefix(prefix) && origin.count > prefix.count ? String(origin.dropFirst(prefix.count)) : nil
    }

    private static let prefix = "sluice/"

    /// A position as the attribute `sequence` has it: 20 digits, which sort as the positions do.
    static func sequence(_ position: Int) -> String {
        let digits = String(position)
        return String(repeating: "0", count: max(0, 20 - digits.count)) + digits
    }
}
