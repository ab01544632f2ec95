extension String {
    /// This text as it can be shown to a person on one line: cut to `limit` characters, and with everything escaped that
    /// a terminal would not show but obey.
    public func printable(limit: Int = 80) -> String {
        let cut = count > limit ? prefix(limit) + "…" : self[...]
        return String(cut).escapingControls(also: ["\n", "\t", "\r"])
    }

    /// This text with everything escaped that a terminal would not show but obey, but for the ends of lines.
    public func escapingControls(also others: Set<Unicode.Scalar> = []) -> String {
        guard unicodeScalars.contains(where: { $0.isObeyed(others) }) else { return self }
        return unicodeScalars.reduce(into: "") { text, scalar in
            text += scalar.isObeyed(others) ? "\\u{\(String(scalar.value, radix: 16))}" : String(Character(scalar))
        }
    }
}

extension Unicode.Scalar {
    /// Whether a terminal obeys this: control characters, and marks that turn the direction of writing.
    fileprivate func isObeyed(_ others: Set<Self>) -> Bool {
        switch value {
        case 0x09, 0x0A, 0x0D: others.contains(self)
        case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
