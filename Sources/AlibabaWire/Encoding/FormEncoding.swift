package import Foundation

/// Queries and forms: `name=value` joined by `&`.
package enum FormEncoding {
    /// As it is sent: every name and value percent-encoded, a space as `%20`.
    package static func text(_ parameters: [Parameter]) -> String {
        parameters.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
            .joined(separator: "&")
    }

    /// As it is sent in a body, where a space is a `+`.
    package static func data(_ parameters: [Parameter]) -> Data {
        Data(text(parameters).replacingOccurrences(of: "%20", with: "+").utf8)
    }

    /// What was sent; `+` is a space, as the vendor's SDKs write it.
    package static func parameters(of text: String) -> [Parameter] {
        text.split(separator: "&", omittingEmptySubsequences: true).map { pair in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Parameter(
                PercentEncoding.decode(String(halves[0]), plusIsSpace: true),
                halves.count == 2 ? PercentEncoding.decode(String(halves[1]), plusIsSpace: true) : "")
        }
    }

    /// The canonical form that is signed: sorted by name, then by value, in the order of their bytes.
    static func canonical(_ parameters: [Parameter], nameAloneIfEmpty: Bool = false) -> String {
        parameters.map { (PercentEncoding.encode($0.name), PercentEncoding.encode($0.value)) }
            .sorted { one, other in
                one.0 == other.0 ? one.1.isBefore(other.1) : one.0.isBefore(other.0)
            }
            .map { name, value in nameAloneIfEmpty && value.isEmpty ? name : "\(name)=\(value)" }
            .joined(separator: "&")
    }
}

extension String {
    /// Whether this comes before another in the order of their bytes.
    func isBefore(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
