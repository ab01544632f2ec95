import Documents

/// Judges values by a JSON Schema, as far as Sluice's schemas go: a keyword that is not known here is a fault of the test.
struct SchemaValidator {
    /// Where a value does not satisfy the schema, and by which keyword; empty if it does.
    static func faults(of value: JSONValue, by schema: JSONValue, at path: String = "") -> [String] {
        guard case .object(let keywords) = schema else { preconditionFailure("a schema is an object") }
        return keywords.flatMap { keyword, argument -> [String] in
            satisfies(value, keyword, argument, among: keywords, at: path)
        }
    }

    private static func satisfies(
        _ value: JSONValue, _ keyword: String, _ argument: JSONValue, among keywords: [String: JSONValue],
        at path: String
    ) -> [String] {
        let wrong = ["\(path): \(keyword)"]
        switch (keyword, argument) {
        case ("$schema", _), ("title", _), ("description", _): return []
        case ("type", .text(let type)): return value.isOf(type) ? [] : wrong
        case ("const", _): return value == argument ? [] : wrong
        case ("enum", .list(let allowed)): return allowed.contains(value) ? [] : wrong
        case ("minimum", .integer(let bound)):
            if case .integer(let number) = value { return number >= bound ? [] : wrong }
            return []
        case ("maximum", .integer(let bound)):
            if case .integer(let number) = value { return number <= bound ? [] : wrong }
            return []
        case ("pattern", .text(let pattern)):
            guard case .text(let text) = value, let regex = try? Regex(pattern) else { return [] }
            return text.contains(regex) ? [] : wrong
        case ("items", _):
            guard case .list(let items) = value else { return [] }
            return items.enumerated().flatMap { faults(of: $1, by: argument, at: "\(path)[\($0)]") }
        case ("minItems", .integer(let bound)):
            if case .list(let items) = value { return items.count >= bound ? [] : wrong }
            return []
        case ("required", .list(let names)):
            guard case .object(let fields) = value else { return [] }
            return names.allSatisfy { name in fields.keys.contains { .text($0) == name } } ? [] : wrong
        case ("properties", .object(let properties)):
            guard case .object(let fields) = value else { return [] }
            return fields.flatMap { name, field in
                properties[name].map { faults(of: field, by: $0, at: "\(path).\(name)") } ?? []
            }
        case ("additionalProperties", .boolean(false)):
            guard case .object(let fields) = value, case .object(let known)? = keywords["properties"] else { return [] }
            return fields.keys.allSatisfy { known[$0] != nil } ? [] : wrong
        case ("oneOf", .list(let schemas)):
            return schemas.count { faults(of: value, by: $0, at: path).isEmpty } == 1 ? [] : wrong
        default: preconditionFailure("no keyword \(keyword) is known here")
        }
    }
}

extension JSONValue {
    fileprivate func isOf(_ type: String) -> Bool {
        switch (self, type) {
        case (.object, "object"), (.list, "array"), (.text, "string"), (.integer, "integer"), (.integer, "number"),
            (.decimal, "number"), (.boolean, "boolean"), (.null, "null"):
            true
        default: false
        }
    }
}
