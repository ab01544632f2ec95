package import Wording

/// An error that is known: how it is recognised, what causes it, and what cures it.
package struct KnownError: Sendable {
    package let id: String
    package let title: LocalizedText
    /// Byte strings of which a line that shows the error has at least one.
    let needles: [String]
    /// What such a line must match as well; `nil` if a needle is enough.
    let pattern: String?
    package let cause: LocalizedText
    /// Step by step.
    package let cure: [LocalizedText]
    /// Errors that often come with it, or explain it.
    package let related: [String]
    /// The checks of sluice whose findings may be the cause.
    package let checks: [String]
    /// Lines that are this error, and lines that only look like it.
    let samples: [String]
    let nearMisses: [String]
}
