/// A pattern of the policy language: `*` stands for any characters or none, `?` for exactly one.
///
/// Source: the RAM documentation, "Policy elements".
struct WildcardPattern: Equatable, Sendable {
    private let symbols: [Unicode.Scalar]

    init(_ text: String) {
        symbols = Array(text.unicodeScalars)
    }

    func lowercased() -> Self {
        Self(String(String.UnicodeScalarView(symbols)).lowercased())
    }

    /// Whether a text, in which nothing is a wildcard, is matched.
    func matches(_ text: String) -> Bool { matches(Array(text.unicodeScalars)) }

    /// Whether a text, in which nothing is a wildcard, is matched; its characters are Unicode scalars.
    func matches(_ text: [Unicode.Scalar]) -> Bool {
        // After the last `*` so far, where it stands and from where the text may be tried again.
        var retry: (pattern: Int, text: Int)?
        var (at, place) = (0, 0)
        while place < text.count {
            if at < symbols.count, symbols[at] == "*" {
                retry = (at + 1, place)
                at += 1
            } else if at < symbols.count, symbols[at] == "?" || symbols[at] == text[place] {
                (at, place) = (at + 1, place + 1)
            } else if let last = retry {
                retry = (last.pattern, last.text + 1)
                (at, place) = (last.pattern, last.text + 1)
            } else {
                return false
            }
        }
        return symbols[at...].allSatisfy { $0 == "*" }
    }

    /// Whether everything that `other` matches is matched by this pattern.
    ///
    /// The wildcards of `other` are matched as symbols: `*` only by `*`, `?` by either wildcard. So the answer is never
    /// yes where it should be no.
    func covers(_ other: Self) -> Bool {
        Self.compare(symbols, other.symbols) { pattern, symbol in
            pattern == symbol || pattern == "?" && symbol != "*"
        } mayVanish: { _ in
            false
        }
    }

    /// Whether some text is matched by both patterns.
    func intersects(_ other: Self) -> Bool {
        Self.compare(symbols, other.symbols) { one, other in
            one == other || one == "?" || other == "?" || other == "*"
        } mayVanish: {
            $0 == "*"
        }
    }

    /// Walks `pattern` along `text`, remembering which positions of the text the pattern so far may have reached.
    ///
    /// - Parameters:
    ///   - match: whether a symbol of the pattern other than `*` can stand for a symbol of the text.
    ///   - mayVanish: whether a symbol of the text may stand for no character at all, or for more than one.
    private static func compare(
        _ pattern: [Unicode.Scalar],
        _ text: [Unicode.Scalar],
        match: (Unicode.Scalar, Unicode.Scalar) -> Bool,
        mayVanish: (Unicode.Scalar) -> Bool
    ) -> Bool {
        var reached = [Bool](repeating: false, count: text.count + 1)
        reached[0] = true
        extend(&reached, over: text, where: mayVanish)
        for symbol in pattern {
            if symbol == "*" {
                extend(&reached, over: text) { _ in true }
                continue
            }
            var next = [Bool](repeating: false, count: text.count + 1)
            for (index, character) in text.enumerated() where reached[index] && match(symbol, character) {
                next[index + 1] = true
                // A wildcard of the text may stand for this character and for more to come.
                if mayVanish(character) { next[index] = true }
            }
            extend(&next, over: text, where: mayVanish)
            reached = next
        }
        return reached[text.count]
    }

    /// Lets every reached position run on over the symbols that may be passed over.
    private static func extend(
        _ reached: inout [Bool], over text: [Unicode.Scalar], where passes: (Unicode.Scalar) -> Bool
    ) {
        for (index, character) in text.enumerated() where reached[index] && passes(character) {
            reached[index + 1] = true
        }
    }
}
