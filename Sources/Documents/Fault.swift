package import Wording

/// One thing that is wrong with a document: where, what was found, and what is allowed.
package struct Fault: Error, Equatable, Sendable {
    /// What kind of fault it is, for scripts: `unknown-field`, `out-of-range`.
    package let id: String
    /// Where the value stands, or where the object begins that lacks one.
    package let place: Place
    /// The field's path in the document: `spec.projects[0].computeUnits`; empty for the whole document.
    package let path: String
    /// The value that was found, as it is written.
    package let found: String?
    /// What is allowed in its place.
    package let allowed: LocalizedText
    /// What is wrong, in a sentence that needs neither place nor path.
    package let message: LocalizedText

    package init(
        id: String,
        at place: Place,
        path: String = "",
        found: String? = nil,
        allowed: LocalizedText,
        message: LocalizedText
    ) {
        self.id = id
        self.place = place
        self.path = path
        self.found = found
        self.allowed = allowed
        self.message = message
    }
}

/// A document that cannot be used, with everything that is wrong with it.
package struct InvalidDocument: Explained, Equatable {
    /// The name of the file, or `-` for standard input.
    package let source: String
    /// The faults, in the order of their places.
    package let faults: [Fault]

    package init(source: String, faults: [Fault]) {
        self.source = source
        self.faults = faults.sorted { $0.place < $1.place }
    }

    package var code: String { "invalid-document" }

    package var message: LocalizedText {
        faults.count == 1
            ? LocalizedText("\(source) has a fault", zh: "\(source) 有一处错误")
            : LocalizedText("\(source) has \(faults.count) faults", zh: "\(source) 有 \(faults.count) 处错误")
    }

    package var hint: LocalizedText {
        LocalizedText("Correct what is listed and try again; nothing was changed.", zh: "请改正所列各处后重试；未作任何更改。")
    }
}
