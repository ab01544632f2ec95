import Documents
import Provisioning
import RealtimeCompute
import WorkflowEngine

extension JSONValue {
    /// A manifest of the kind that is called so.
    static func manifest(_ kind: String, named name: OrderName, spec: [String: JSONValue]) -> Self {
        [
            "apiVersion": .text(ManifestFormat.apiVersion), "kind": .text(kind),
            "metadata": ["name": .text(name.rawValue)], "spec": .object(spec),
        ]
    }
}

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
