import Foundation

/// How values are written to a journal: JSON with sorted keys and no space, the same text for the same value.
public enum CanonicalJSON {
    /// The text of a value.
    public static func text(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            preconditionFailure("what a journal keeps is made of what JSON can hold: \(type(of: value))")
        }
    }
}
