extension FixedWidthInteger {
    /// A number that is written as canonical JSON has it; `nil` if it does not fit.
    init?(decimal digits: Span<UInt8>) {
        // Digit by digit, as most numbers are short.
        guard digits.count < 18, digits[0] != UInt8(ascii: "-") else {
            self.init(String(copying: unsafe UTF8Span(unchecked: digits)))
            return
        }
        var number = 0
        for place in digits.indices { number = number * 10 + Int(digits[place] - 0x30) }
        self.init(exactly: number)
    }
}

extension Int {
    /// Gives the digits of this number in decimal, as canonical JSON has it, to `body`.
    func withDigits(_ body: (Span<UInt8>) -> Void) {
        // As many as the longest number has, and its sign.
        var digits = InlineArray<20, UInt8>(repeating: UInt8(ascii: "-"))
        var (first, rest) = (digits.count, magnitude)
        repeat {
            first -= 1
            digits[first] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        } while rest > 0
        body(digits.span.extracting((self < 0 ? first - 1 : first)..<digits.count))
    }
}

extension [UInt8] {
    /// Appends a number in decimal.
    package mutating func append(digitsOf number: Int) {
        number.withDigits { digits in
            for place in digits.indices { append(digits[place]) }
        }
    }
}
