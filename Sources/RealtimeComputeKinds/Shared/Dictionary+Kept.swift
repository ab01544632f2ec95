import CanonicalJSON
import Documents
import WorkflowEngine

extension Dictionary<String, JSONValue> {
    /// The fields under which a value is kept.
    init(_ value: some Encodable) {
        let kept: JSONValue
        do {
            kept = try CanonicalJSON.value(of: CanonicalJSON.text(value))
        } catch {
            preconditionFailure("what is kept is JSON: \(type(of: value))")
        }
        guard case .object(let fields) = kept else { preconditionFailure("\(type(of: value)) is kept as an object") }
        self = fields
    }
}
