/// A pattern of the policy language: `*` stands for any characters or none, `?` for exactly one.
///
/// Source: the RAM documentation, "Policy elements".
struct WildcardPattern: Equatable, Sendable {
    private let symbols: [Character]

    init(_ text: String) {
        symbols = Array(text)
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
        _ pattern: [Character],
        _ text: [Character],
        match: (Character, Character) -> Bool,
        mayVanish: (Character) -> Bool
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
    private static func extend(_ reached: inout [Bool], over text: [Character], where passes: (Character) -> Bool) {
        for (index, character) in text.enumerated() where reached[index] && passes(character) {
            reached[index + 1] = true
        }
    }
}
