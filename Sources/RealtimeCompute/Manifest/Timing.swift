package import CanonicalJSON
package import Workflow

/// How long an order waits for what, in the cloud's time.
///
/// Kept with the order, so that its history explains itself.
///
/// The defaults are choices of ours; a manifest's `spec.timing` changes them.
package struct Timing: Equatable, Sendable {
    /// Between two looks at a purchase or a cluster.
    package var poll: Duration = .seconds(30)
    /// How long findings stay a clearance to create the cluster.
    package var clearance: Duration = .seconds(10 * 60)
    /// How long a purchase that nothing is known of is looked for, from the first look that does not see it.
    package var visibilityWindow: Duration = .seconds(30 * 60)
    /// How long a cluster may be Starting before a ticket is due.
    package var startAllowance: Duration = .seconds(60 * 60)
    /// The delay after a first failure.
    package var firstBackoff: Duration = .seconds(2)
    /// The longest delay between attempts.
    package var longestBackoff: Duration = .seconds(2 * 60)

    package init() {}

    package var backoff: Backoff { Backoff(first: firstBackoff, longest: longestBackoff) }

    /// The names of all figures, as a manifest has them.
    package static var fieldNames: [String] { fields.map(\.name) }

    /// Every figure by its name in a manifest and in the stored state.
    static let fields: [(name: String, path: any WritableKeyPath<Self, Duration> & Sendable)] = [
        ("poll", \.poll), ("clearance", \.clearance), ("visibilityWindow", \.visibilityWindow),
        ("startAllowance", \.startAllowance), ("firstBackoff", \.firstBackoff), ("longestBackoff", \.longestBackoff),
    ]
}

extension Timing: Codable {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        for (name, path) in Self.fields {
            let key = Key(stringValue: name)
            let text = try container.decode(String.self, forKey: key)
            guard let duration = Duration(text: text) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: container, debugDescription: "not a duration: \(text)")
            }
            self[keyPath: path] = duration
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        for (name, path) in Self.fields {
            try container.encode(self[keyPath: path].iso8601, forKey: Key(stringValue: name))
        }
    }
}

extension Timing: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("clearance", clearance)
        writer.write("firstBackoff", firstBackoff)
        writer.write("longestBackoff", longestBackoff)
        writer.write("poll", poll)
        writer.write("startAllowance", startAllowance)
        writer.write("visibilityWindow", visibilityWindow)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        clearance = try reader.read("clearance")
        firstBackoff = try reader.read("firstBackoff")
        longestBackoff = try reader.read("longestBackoff")
        poll = try reader.read("poll")
        startAllowance = try reader.read("startAllowance")
        visibilityWindow = try reader.read("visibilityWindow")
    }
}
