import Documents
import Wording

/// An error as scripts see it.
struct FailureJSON: Encodable {
    struct Contents: Encodable {
        let code: String
        let message: String
        let hint: String
        let details: JSONValue?
    }

    let error: Contents

    init(_ failure: any CommandFailure, in language: Language) {
        error = Contents(
            code: failure.code, message: failure.message(language), hint: failure.hint(language),
            details: failure.details(in: language))
    }
}

extension JSONValue {
    /// A fault of a document.
    init(_ fault: Fault, in language: Language) {
        self = .fields([
            "id": .text(fault.id),
            "line": .integer(fault.place.line),
            "column": .integer(fault.place.column),
            "path": .text(fault.path),
            "found": fault.found.map { .text($0) },
            "allowed": .text(fault.allowed(language)),
            "message": .text(fault.message(language)),
        ])
    }
}

extension JSONValue {
    /// An error, as one value among others.
    init(failure: any CommandFailure, in language: Language) {
        self = .fields([
            "code": .text(failure.code), "message": .text(failure.message(language)),
            "hint": .text(failure.hint(language)), "details": failure.details(in: language),
        ])
    }
}
