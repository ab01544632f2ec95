package import Documents
import Wording

/// The manifest of an order of shared mode: `apiVersion: sluice/v1`, `kind: SharedOrder`.
package enum SharedManifest {
    package static let kind = "SharedOrder"
    /// How many CUs can be bought; a bound of ours, the vendor states none.
    package static let computeUnits = 1...100_000

    /// What `document` asks for, or every fault it has.
    package static func read(_ document: Document) throws(InvalidDocument) -> SharedOrder.Specification {
        try document.decode { root in
            root.object { fields in
                fields.header(apiVersion: OrderManifest.apiVersion, kind: kind)
                let name = fields.required("metadata")?.object { $0.required("name")?.name(OrderName.self, .order) }
                return fields.required("spec")?.object { specification(in: $0, named: name) }
            }
        }
    }

    private static func specification(in spec: ObjectReader, named name: OrderName?) -> SharedOrder.Specification? {
        let region = spec.required("region")?.name(RegionID.self, .region)
        let units = spec.required("computeUnits")?.integer(in: computeUnits)
        let months = spec.required("months")?.integer(in: Figures.subscriptionMonths)
        let project = spec.required("project")?.object { fields -> (name: ProjectName, description: String)? in
            let name = fields.required("name")?.name(ProjectName.self, .cluster)
            let description = fields.optional("description").map { $0.description() } ?? ""
            guard let name, let description else { return nil }
            return (name, description)
        }
        let timing = spec.optional("timing").map { $0.object { $0.timing() } } ?? Timing()
        guard let name, let region, let units, let months, let project, let timing else { return nil }
        return SharedOrder.Specification(
            name: name, region: region, computeUnits: ComputeUnits(units), months: months,
            project: ProjectSpecification(
                name: project.name, description: project.description, computeUnits: ComputeUnits(units)),
            timing: timing)
    }
}
