package import Documents
import Wording

/// What the manifest of a renewal asks for.
package struct RenewalRequest: Equatable, Sendable {
    package let name: OrderName
    /// The order whose cluster it is, by name or id.
    package let order: String
    package let months: Int
    package let timing: Timing
}

/// The manifest of a renewal: `apiVersion: sluice/v1`, `kind: ClusterRenewal`.
package enum RenewalManifest {
    package static let kind = "ClusterRenewal"

    /// What `document` asks for, or every fault it has.
    package static func read(_ document: Document) throws(InvalidDocument) -> RenewalRequest {
        try document.decode { root in
            root.object { fields in
                fields.header(apiVersion: OrderManifest.apiVersion, kind: kind)
                let name = fields.required("metadata")?.object { $0.required("name")?.name(OrderName.self, .order) }
                let spec = fields.required("spec")?.object(specification)
                guard let name, let spec else { return nil }
                return RenewalRequest(name: name, order: spec.order, months: spec.months, timing: spec.timing)
            }
        }
    }

    private static func specification(in spec: ObjectReader) -> (order: String, months: Int, timing: Timing)? {
        let order = spec.required("order")?.text(NameRule.resource.words) { NameRule.resource.admits($0) ? $0 : nil }
        let months = spec.required("months").flatMap(months)
        let timing = spec.optional("timing").map { $0.object { $0.timing() } } ?? Timing()
        guard let order, let months, let timing else { return nil }
        return (order, months, timing)
    }

    private static func months(_ reader: NodeReader) -> Int? {
        guard let months = reader.integer() else { return nil }
        guard Figures.renewalMonths.contains(months) else {
            return reader.fault(.outOfRange(reader.node, allowed: "1…9, 12, 24, 36", path: reader.path))
        }
        return months
    }
}
