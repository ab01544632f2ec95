import Documents

/// A value as Python prints it: the form in which the captures keep what an SDK has read.
struct PythonLiteral {
    private var rest: Substring

    /// Reads a value; `nil` if the text is none, or has more than one.
    static func value(of text: String) -> JSONValue? {
        var reader = PythonLiteral(rest: text[...])
        guard let value = reader.value() else { return nil }
        return reader.rest.isEmpty ? value : nil
    }

    private mutating func value() -> JSONValue? {
        switch rest.first {
        case "{": return object()
        case "[": return list()
        case "'", "\"": return string().map(JSONValue.text)
        default: return word()
        }
    }

    private mutating func take(_ text: String) -> Bool {
        guard rest.hasPrefix(text) else { return false }
        rest = rest.dropFirst(text.count)
        return true
    }

    private mutating func object() -> JSONValue? {
        var fields: [String: JSONValue] = [:]
        guard take("{") else { return nil }
        while !take("}") {
            guard fields.isEmpty || take(", "), let name = string(), take(": "), let value = value() else { return nil }
            fields[name] = value
        }
        return .object(fields)
    }

    private mutating func list() -> JSONValue? {
        var items: [JSONValue] = []
        guard take("[") else { return nil }
        while !take("]") {
            guard items.isEmpty || take(", "), let value = value() else { return nil }
            items.append(value)
        }
        return .list(items)
    }

    private mutating func string() -> String? {
        guard let quote = rest.first, quote == "'" || quote == "\"" else { return nil }
        rest = rest.dropFirst()
        var text = ""
        while let character = rest.popFirst() {
            if character == quote { return text }
            guard character == "\\" else {
                text.append(character)
                continue
            }
            switch rest.popFirst() {
            case "n": text.append("\n")
            case "t": text.append("\t")
            case let escaped?: text.append(escaped)
            case nil: return nil
            }
        }
        return nil
    }

    private mutating func word() -> JSONValue? {
        let word = rest.prefix { $0.isLetter || $0.isNumber || "+-.".contains($0) }
        rest = rest.dropFirst(word.count)
        switch word {
        case "True": return true
        case "False": return false
        case "None": return .null
        default: return Int(word).map(JSONValue.integer) ?? Double(word).map(JSONValue.decimal)
        }
    }
}
