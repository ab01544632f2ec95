package import Documents
import Wording
package import Workflow

// How the values of the domain are read from any of its documents.
extension NodeReader {
    /// A name that keeps to `rule`.
    package func name<Name: Identifier>(_: Name.Type, _ rule: NameRule) -> Name? {
        text(rule.words) { rule.admits($0) ? Name(rawValue: $0) : nil }
    }

    /// A text of at most 256 characters, none of them a control character.
    package func description() -> String? {
        let rule = LocalizedText("at most 256 characters on one line", zh: "至多 256 个字符，单行")
        return text(rule) { text in
            text.count <= 256 && text.printable(limit: 256) == text ? text : nil
        }
    }

    /// A range of addresses in CIDR notation.
    package func addressRange() -> AddressRange? {
        text(LocalizedText("a network range such as 10.10.0.0/16", zh: "形如 10.10.0.0/16 的网段")) { AddressRange($0) }
    }

    /// A time in RFC 3339.
    package func timestamp() -> Timestamp? {
        let rule = LocalizedText("a time such as 2021-04-01T09:00:00+08:00", zh: "形如 2021-04-01T09:00:00+08:00 的时间")
        return text(rule) { Timestamp($0) }
    }

    /// A duration such as `30m`, or `PT30M`.
    package func duration() -> Duration? {
        text(LocalizedText("a duration such as 30m or PT30M", zh: "形如 30m 或 PT30M 的时长")) { Duration(text: $0) }
    }

    /// A duration of at least a second.
    package func positiveDuration() -> Duration? {
        text(LocalizedText("a duration of 1s to ten years, such as 30m", zh: "1s 至十年的时长，例如 30m")) { text in
            Duration(text: text).flatMap { $0 >= .seconds(1) ? $0 : nil }
        }
    }
}

extension ObjectReader {
    /// How long is waited for what: the figures that are given, and the defaults for the others.
    package func timing() -> Timing? {
        var timing = Timing()
        for (name, path) in Timing.fields {
            if let reader = optional(name), let duration = reader.positiveDuration() {
                timing[keyPath: path] = duration
            }
        }
        return timing
    }

    /// Checks `apiVersion` and `kind`, which every document of ours begins with.
    package func header(apiVersion: String, kind: String) {
        for (field, expected) in [("apiVersion", apiVersion), ("kind", kind)] {
            guard let reader = required(field), let found = reader.text(), found != expected else { continue }
            reader.faults.add(.unknownValue(reader.node, known: [expected], path: reader.path))
        }
    }
}

extension NodeReader {
    /// Reports every name that is used twice.
    package func requireDistinct(_ names: [String]) {
        for name in Dictionary(grouping: names, by: \.self).filter({ $0.value.count > 1 }).keys.sorted() {
            faults.add(
                Fault(
                    id: "repeated-id", at: node.place, path: path, found: name,
                    allowed: LocalizedText("each id once", zh: "每个标识只用一次"),
                    message: LocalizedText("\(name) is given twice", zh: "\(name) 重复")))
        }
    }
}
