package import Wording

// The faults that any document may have. Those of one kind of document stand with its rules.
extension Fault {
    // MARK: The document as a whole

    static var empty: Self {
        Self(
            id: "empty",
            at: .start,
            allowed: LocalizedText("one YAML or JSON document", zh: "一份 YAML 或 JSON 文档"),
            message: LocalizedText("there is nothing in it", zh: "内容为空")
        )
    }

    package static func tooLarge(limit: Int) -> Self {
        Self(
            id: "too-large",
            at: .start,
            allowed: LocalizedText("at most \(limit / 1024) KiB", zh: "至多 \(limit / 1024) KiB"),
            message: LocalizedText("it is too large", zh: "文件过大")
        )
    }

    static func notText(at place: Place) -> Self {
        Self(
            id: "not-utf-8",
            at: place,
            allowed: LocalizedText("text in UTF-8", zh: "UTF-8 文本"),
            message: LocalizedText("it is not a text in UTF-8", zh: "不是 UTF-8 文本")
        )
    }

    static func notReadable(problem: String, at place: Place) -> Self {
        Self(
            id: "not-yaml",
            at: place,
            allowed: LocalizedText("one YAML or JSON document", zh: "一份 YAML 或 JSON 文档"),
            message: LocalizedText("it is neither YAML nor JSON: \(problem)", zh: "既非 YAML 也非 JSON：\(problem)")
        )
    }

    static func aliases(name: String, at place: Place) -> Self {
        Self(
            id: "alias",
            at: place,
            found: "*" + name,
            allowed: LocalizedText("every value written out", zh: "写出每个值"),
            message: LocalizedText("aliases are not accepted: *\(name)", zh: "不接受别名引用：*\(name)")
        )
    }

    static func tooDeep(deepest: Int, at place: Place) -> Self {
        Self(
            id: "too-deep",
            at: place,
            allowed: LocalizedText("at most \(deepest) levels", zh: "至多 \(deepest) 层"),
            message: LocalizedText("it is nested too deeply", zh: "嵌套过深")
        )
    }

    static func keyNotText(_ kind: LocalizedText, at place: Place) -> Self {
        Self(
            id: "field-name",
            at: place,
            found: kind.english,
            allowed: LocalizedText("a text as the name of each field", zh: "以文本作为字段名"),
            message: LocalizedText(
                "the name of a field is not a text but \(kind.english)", zh: "字段名不是文本，而是\(kind.chinese)")
        )
    }

    static func duplicateField(_ name: String, at place: Place) -> Self {
        Self(
            id: "duplicate-field",
            at: place,
            found: name,
            allowed: LocalizedText("each field once", zh: "每个字段只出现一次"),
            message: LocalizedText("a field is given more than once: \(name)", zh: "字段重复：\(name)")
        )
    }

    // MARK: One field

    /// A field that does not exist, with the one that may have been meant.
    package static func unknownField(_ field: String, known: [String], path: String, at place: Place) -> Self {
        let name = field.printable()
        let suggestion = field.nearest(among: known)
        return Self(
            id: "unknown-field",
            at: place,
            path: path.printable(limit: 200),
            found: name,
            allowed: LocalizedText(verbatim: known.joined(separator: ", ")),
            message: LocalizedText("there is no field \(name)", zh: "没有字段 \(name)").suggesting(suggestion)
        )
    }

    /// A field that must be there and is not.
    package static func missing(path: String, at place: Place) -> Self {
        Self(
            id: "missing-field",
            at: place,
            path: path,
            allowed: LocalizedText("a value", zh: "一个值"),
            message: LocalizedText("it is missing", zh: "缺少此字段")
        )
    }

    /// A value of another type than the field's.
    package static func wrongType(_ node: Node, expected: LocalizedText, path: String) -> Self {
        let found = node.literal.map { " " + $0.printable() } ?? ""
        return Self(
            id: "wrong-type",
            at: node.place,
            path: path,
            found: node.literal?.printable() ?? node.kind.english,
            allowed: expected,
            message: LocalizedText(
                "expected \(expected.english), found \(node.kind.english)\(found)",
                zh: "应为\(expected.chinese)，实为\(node.kind.chinese)\(found)"
            )
        )
    }

    /// A number outside its bounds.
    package static func outOfRange(_ node: Node, allowed: String, path: String) -> Self {
        Self(
            id: "out-of-range",
            at: node.place,
            path: path,
            found: node.shown,
            allowed: LocalizedText(verbatim: allowed),
            message: LocalizedText(
                "\(node.shown) is not allowed; \(allowed) is", zh: "不允许 \(node.shown)；允许 \(allowed)")
        )
    }

    /// A word that is none of the known ones, with the one that may have been meant.
    package static func unknownValue(_ node: Node, known: [String], path: String) -> Self {
        let found = node.shown
        return Self(
            id: "unknown-value",
            at: node.place,
            path: path,
            found: found,
            allowed: LocalizedText(verbatim: known.joined(separator: ", ")),
            message: LocalizedText("\(found) is not known", zh: "未知的值 \(found)")
                .suggesting(found.nearest(among: known))
        )
    }

    /// A text that breaks the rule of its field.
    package static func malformed(_ node: Node, rule: LocalizedText, path: String) -> Self {
        Self(
            id: "malformed",
            at: node.place,
            path: path,
            found: node.shown,
            allowed: rule,
            message: LocalizedText(
                "\(node.shown) is not allowed here: \(rule.english)", zh: "此处不允许 \(node.shown)：\(rule.chinese)")
        )
    }
}

extension LocalizedText {
    fileprivate func suggesting(_ word: String?) -> Self {
        guard let word else { return self }
        return Self("\(english); did you mean \(word)?", zh: "\(chinese)；是否想写 \(word)？")
    }
}

extension Node {
    /// A scalar as it can be shown to a person; what is no scalar by its kind.
    package var shown: String {
        switch content {
        case .list, .object: return kind.english
        case .null, .boolean, .integer, .decimal, .text: break
        }
        guard let literal, !literal.isEmpty else { return "\"\"" }
        return literal.printable()
    }

    /// What kind of value this is, for people.
    var kind: LocalizedText {
        switch content {
        case .null: LocalizedText("nothing", zh: "空值")
        case .boolean: LocalizedText("true or false", zh: "布尔值")
        case .integer: LocalizedText("a whole number", zh: "整数")
        case .decimal: LocalizedText("a number", zh: "数字")
        case .text: LocalizedText("a text", zh: "文本")
        case .list: LocalizedText("a list", zh: "列表")
        case .object: LocalizedText("an object", zh: "对象")
        }
    }
}
