import Documents
import RealtimeCompute

/// The parts of which the schemas of manifests are made.
enum Schema {
    static func object(_ properties: [String: JSONValue], required: [String] = []) -> JSONValue {
        [
            "type": "object", "additionalProperties": false, "properties": .object(properties),
            "required": .list(required.map { .text($0) }),
        ]
    }

    static func list(of items: JSONValue, atLeast minimum: Int = 0) -> JSONValue {
        ["type": "array", "items": items, "minItems": .integer(minimum)]
    }

    static func text(_ description: String, pattern: String? = nil) -> JSONValue {
        .fields(["type": "string", "description": .text(description), "pattern": pattern.map { .text($0) }])
    }

    static func integer(_ description: String, _ range: ClosedRange<Int>) -> JSONValue {
        .fields([
            "type": "integer", "description": .text(description), "minimum": .integer(range.lowerBound),
            "maximum": range.upperBound == .max ? nil : .integer(range.upperBound),
        ])
    }

    static func boolean(_ description: String) -> JSONValue {
        ["type": "boolean", "description": .text(description)]
    }

    static func word(_ description: String, of words: [String]) -> JSONValue {
        ["description": .text(description), "enum": .list(words.map { .text($0) })]
    }

    static let region = text("The region, such as cn-beijing.")
    static let duration = text("A duration, such as 30m or PT30M.")

    static var billing: JSONValue {
        object(
            [
                "method": word("How it is paid for.", of: Billing.Method.allCases.map(\.rawValue)),
                "months": integer("Of a subscription: for how many months.", Figures.subscriptionMonths),
            ], required: ["method"])
    }

    static var model: JSONValue { word("The machine model.", of: MachineModel.allCases.map(\.rawValue)) }

    static var timing: JSONValue {
        object(Dictionary(Timing.fieldNames.map { ($0, duration) }, uniquingKeysWith: { first, _ in first }))
    }

    static var project: JSONValue {
        object(
            [
                "name": text("3 to 64 of a–z, 0–9 and _.", pattern: "^[a-z][a-z0-9_]{2,63}$"),
                "description": text("At most 256 characters on one line."),
                "computeUnits": integer("The CUs that the project holds.", 1...Int.max),
            ], required: ["name", "computeUnits"])
    }
}
