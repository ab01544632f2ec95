import Documents
import Wording

/// What the name of an action or a resource looks like in a statement.
struct PatternRule: Sendable {
    let words: LocalizedText
    let ignoresCase: Bool
    let admits: @Sendable (String) -> Bool

    /// `CODE:NAME`, or `*` for every action.
    static let action = Self(
        words: LocalizedText("a service and an action, as vpc:DescribeVpcs, or *", zh: "服务与操作，如 vpc:DescribeVpcs，或 *"),
        ignoresCase: true
    ) { text in
        let bytes = text.utf8
        let colon = UInt8(ascii: ":")
        guard let place = bytes.firstIndex(of: colon) else { return text == "*" }
        let name = bytes[bytes.index(after: place)...]
        return place != bytes.startIndex && !name.isEmpty && !name.contains(colon)
    }

    /// `acs:CODE:REGION:ACCOUNT:RELATIVE-ID`, or `*` for every resource.
    static let resourceName = Self(
        words: LocalizedText(
            "a resource, as acs:oss:*:*:my-bucket, or *", zh: "资源，如 acs:oss:*:*:my-bucket，或 *"),
        ignoresCase: false
    ) { text in
        let bytes = text.utf8
        // A wildcard stands for colons too.
        if bytes.first == UInt8(ascii: "*") { return true }
        guard bytes.starts(with: "acs".utf8) else { return false }
        let rest = bytes.dropFirst(3)
        guard rest.isEmpty || rest.first == UInt8(ascii: ":") else { return false }
        return rest.count { $0 == UInt8(ascii: ":") } >= 4 || rest.contains(UInt8(ascii: "*"))
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
