import Documents
import Wording

/// The errors that are known, as `Knowledge/known-errors.yaml` has them.
package enum KnownErrors {
    /// All of them, in the order of the file.
    package static let all: [KnownError] = {
        do throws(InvalidDocument) {
            let text = String(decoding: PackageResources.known_errors_yaml, as: UTF8.self)
            return try Document(text: text, source: "known-errors.yaml").decode(read)
        } catch {
            preconditionFailure("the known errors are well formed: \(error.faults)")
        }
    }()

    private static func read(_ reader: NodeReader) -> [KnownError]? {
        reader.object { $0.required("errors")?.list { $0.object(KnownError.read) } }
    }
}

extension KnownError {
    fileprivate static func read(_ fields: ObjectReader) -> Self? {
        let id = fields.required("id")?.text()
        let title = fields.required("title")?.localized()
        let needles = fields.required("needles")?.list { $0.text() }
        let pattern = fields.optional("pattern")?.text()
        let cause = fields.required("cause")?.localized()
        let cure = fields.required("cure")?.localizedSteps()
        let related = fields.optional("related")?.list { $0.text() } ?? []
        let checks = fields.optional("checks")?.list { $0.text() } ?? []
        let samples = fields.required("samples")?.list { $0.text() }
        let nearMisses = fields.required("nearMisses")?.list { $0.text() }
        guard let id, let title, let needles, let cause, let cure, let samples, let nearMisses else { return nil }
        return Self(
            id: id, title: title, needles: needles, pattern: pattern, cause: cause, cure: cure, related: related,
            checks: checks, samples: samples, nearMisses: nearMisses)
    }
}

extension NodeReader {
    fileprivate func localized() -> LocalizedText? {
        object { fields in
            let english = fields.required("en")?.text()
            let chinese = fields.required("zh")?.text()
            guard let english, let chinese else { return nil }
            return LocalizedText(english, zh: chinese)
        }
    }

    /// Steps, as many in one language as in the other.
    fileprivate func localizedSteps() -> [LocalizedText]? {
        object { fields in
            let english = fields.required("en")?.list { $0.text() }
            let chinese = fields.required("zh")?.list { $0.text() }
            guard let english, let chinese, english.count == chinese.count else { return nil }
            return zip(english, chinese).map { LocalizedText($0, zh: $1) }
        }
    }
}
