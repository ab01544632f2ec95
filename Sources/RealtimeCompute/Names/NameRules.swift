package import Wording

/// What a name must look like, as a test and as words.
package struct NameRule: Sendable {
    package let words: LocalizedText
    package let admits: @Sendable (String) -> Bool
}

extension NameRule {
    /// The name of an order, `metadata.name`.
    ///
    /// The rule is ours: short enough for a table, safe in a shell.
    package static let order = Self(
        words: LocalizedText(
            "1 to 63 of a–z, 0–9, - and _, beginning with a letter",
            zh: "1 至 63 个字符，可用 a–z、0–9、- 和 _，以字母开头"
        )
    ) { $0.matches(1...longestOrder, of: "abcdefghijklmnopqrstuvwxyz0123456789-_") && $0.first?.isLetter == true }

    /// The longest name of an order, in characters.
    package static let longestOrder = 63

    /// The name of a cluster or a project.
    ///
    /// Source: the validators of ALIYUN::FOAS::Cluster and ::Project, `^[a-z][a-z0-9_]{2,63}$`.
    package static let cluster = Self(
        words: LocalizedText(
            "3 to 64 lowercase letters, digits and underscores, beginning with a letter",
            zh: "3 至 64 个小写字母、数字或下划线，以字母开头"
        )
    ) { $0.matches(3...64, of: "abcdefghijklmnopqrstuvwxyz0123456789_") && $0.first?.isLetter == true }

    /// The name of a namespace of a workspace.
    ///
    /// The rule is ours, as narrow as the vendor's samples: `di-593440390152545`.
    package static let namespace = Self(
        words: LocalizedText(
            "1 to 63 lowercase letters, digits and hyphens, beginning with a letter",
            zh: "1 至 63 个小写字母、数字或连字符，以字母开头"
        )
    ) { $0.matches(1...63, of: "abcdefghijklmnopqrstuvwxyz0123456789-") && $0.first?.isLetter == true }

    /// The name of a bucket.
    ///
    /// Source: the object storage documentation, "Bucket naming conventions".
    package static let bucket = Self(
        words: LocalizedText(
            "3 to 63 lowercase letters, digits and hyphens, beginning and ending with a letter or digit",
            zh: "3 至 63 个小写字母、数字或连字符，首尾为字母或数字"
        )
    ) { $0.matches(3...63, of: "abcdefghijklmnopqrstuvwxyz0123456789-") && $0.first != "-" && $0.last != "-" }

    /// The shape of a region's id: words of letters and digits, at least two, parted by hyphens.
    package static let region = Self(
        words: LocalizedText("a region such as cn-beijing", zh: "形如 cn-beijing 的地域")
    ) { text in
        let words = text.split(separator: "-", omittingEmptySubsequences: false)
        return words.count >= 2 && words[0].count >= 2 && text.count <= 40
            && words.allSatisfy {
                !$0.isEmpty && String($0).matches(1...20, of: "abcdefghijklmnopqrstuvwxyz0123456789")
            }
            && words[0].allSatisfy(\.isLetter)
    }

    /// The shape of the id of a zone or resource: what the vendor's ids are made of.
    package static let resource = Self(
        words: LocalizedText("1 to 64 letters, digits, - and _", zh: "1 至 64 个字母、数字、- 或 _")
    ) { text in
        (1...64).contains(text.count)
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    }
}

extension String {
    fileprivate func matches(_ length: ClosedRange<Int>, of alphabet: String) -> Bool {
        length.contains(count) && allSatisfy { alphabet.contains($0) }
    }
}
