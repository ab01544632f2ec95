import Documents
import Wording

/// What the name of an action or a resource looks like in a statement.
struct PatternRule: Sendable {
    let words: LocalizedText
    let admits: @Sendable (String) -> Bool

    /// `CODE:NAME`, or `*` for every action.
    static let action = Self(
        words: LocalizedText("a service and an action, as vpc:DescribeVpcs, or *", zh: "服务与操作，如 vpc:DescribeVpcs，或 *")
    ) { text in
        let halves = text.split(separator: ":", omittingEmptySubsequences: false)
        return text == "*" || halves.count == 2 && halves.allSatisfy { !$0.isEmpty }
    }

    /// `acs:CODE:REGION:ACCOUNT:RELATIVE-ID`, or `*` for every resource.
    static let resourceName = Self(
        words: LocalizedText(
            "a resource, as acs:oss:*:*:my-bucket, or *", zh: "资源，如 acs:oss:*:*:my-bucket，或 *")
    ) { text in
        let parts = text.split(separator: ":", maxSplits: 4, omittingEmptySubsequences: false)
        // A wildcard stands for colons too.
        return text.hasPrefix("*") || parts[0] == "acs" && (parts.count == 5 || text.contains("*"))
    }
}

extension Fault {
    /// An object has two fields of which it may have one.
    static func both(_ one: String, _ other: String, in reader: NodeReader) -> Self {
        Self(
            id: "conflicting-fields", at: reader.node.place, path: reader.path,
            allowed: LocalizedText("one of \(one) and \(other)", zh: "\(one) 与 \(other) 二者之一"),
            message: LocalizedText("it has both \(one) and \(other)", zh: "同时有 \(one) 和 \(other)"))
    }
}
