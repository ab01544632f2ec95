package import Wording

/// What a manifest asks for cannot be placed as things stand; nothing was kept.
package struct RefusedRequest: Explained, Equatable {
    package let code: String
    package let message: LocalizedText
    package let hint: LocalizedText

    package init(_ code: String, _ message: LocalizedText, hint: LocalizedText) {
        self.code = code
        self.message = message
        self.hint = hint
    }
}
