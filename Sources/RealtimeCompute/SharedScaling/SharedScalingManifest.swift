package import Documents
import Wording

/// What the manifest of a scaling of shared mode asks for.
package struct SharedScalingRequest: Equatable, Sendable {
    package let name: OrderName
    /// The order that bought the compute units, by name or id.
    package let order: String
    package let computeUnits: ComputeUnits
    package let timing: Timing
}

/// The manifest of a scaling of shared mode: `apiVersion: sluice/v1`, `kind: SharedScaling`.
package enum SharedScalingManifest {
    package static let kind = "SharedScaling"

    /// What `document` asks for, or every fault it has.
    package static func read(_ document: Document) throws(InvalidDocument) -> SharedScalingRequest {
        try document.decode { root in
            root.object { fields -> SharedScalingRequest? in
                fields.header(apiVersion: OrderManifest.apiVersion, kind: kind)
                let name = fields.required("metadata")?.object { $0.required("name")?.name(OrderName.self, .order) }
                return fields.required("spec")?.object { request(in: $0, named: name) }
            }
        }
    }

    private static func request(in spec: ObjectReader, named name: OrderName?) -> SharedScalingRequest? {
        let order = spec.required("order")?.text(NameRule.resource.words) { NameRule.resource.admits($0) ? $0 : nil }
        let units = spec.required("computeUnits")?.integer(in: SharedManifest.computeUnits)
        let timing = spec.optional("timing").map { $0.object { $0.timing() } } ?? Timing()
        guard let name, let order, let units, let timing else { return nil }
        return SharedScalingRequest(name: name, order: order, computeUnits: ComputeUnits(units), timing: timing)
    }
}
