package import Documents
import Wording

/// What a manifest asks to be made of a role: `apiVersion: sluice/v1`, `kind: RoleChange`.
package struct RoleChangeRequest: Equatable, Sendable {
    package let name: OrderName
    package let plan: RolePlan
    package let timing: Timing

    package static let kind = "RoleChange"

    /// What `document` asks for, or every fault it has.
    package static func read(_ document: Document) throws(InvalidDocument) -> Self {
        try document.decode { root in
            root.object { fields in
                fields.header(apiVersion: OrderManifest.apiVersion, kind: kind)
                let name = fields.required("metadata")?.object { $0.required("name")?.name(OrderName.self, .order) }
                return fields.required("spec")?.object { request(in: $0, named: name) }
            }
        }
    }

    private static func request(in spec: ObjectReader, named name: OrderName?) -> Self? {
        let deed = spec.required("change")?.word(RoleDeed.self)
        let isByHand = spec.optional("byHand").map { $0.boolean() } ?? false
        let acceptsOutage = spec.optional("acceptOutage").map { $0.boolean() } ?? false
        let way = spec.optional("way").map { $0.integer(in: 1...2) } ?? 1
        let timing = spec.optional("timing").map { $0.object { $0.timing() } } ?? Timing()
        guard let name, let deed, let isByHand, let acceptsOutage, let timing, let way,
            let chosen = RolePlan.Way(rawValue: way)
        else { return nil }
        return Self(
            name: name, plan: RolePlan(deed, isByHand: isByHand, acceptsOutage: acceptsOutage, way: chosen),
            timing: timing)
    }
}
