package import Documents
import RealtimeCompute
import Wording
package import Workflow
import WorkflowEngine

/// What an operator points to that exists already, bought by hand or before Sluice, to make a workflow of it.
package struct ImportRequest: Sendable {
    /// What was bought, or the cluster on it.
    package enum Reference: Sendable {
        case instance(String)
        case cluster(String)
        case workspace(String)
    }

    package let reference: Reference
    /// The name of the workflow, if it is to have another than what exists suggests.
    package var name: String?
    /// The region it lies in, where the operator says.
    package var region: String?
    /// What is wanted of it beyond what exists.
    package var manifest: Document?

    package init(_ reference: Reference) {
        self.reference = reference
    }
}

/// Something that exists, looked at, and the event that makes a workflow of it.
package struct Existing<Event: Sendable>: Sendable {
    /// The name that the workflow will have.
    package let name: String
    /// The event that begins it, as the workflow of an id in a store.
    package let event: @Sendable (WorkflowID, Environment) -> Event

    package init(named name: String, event: @escaping @Sendable (WorkflowID, Environment) -> Event) {
        self.name = name
        self.event = event
    }
}

private struct ExistingPreview<K: Kind>: AnyPreview {
    let kind: K
    let existing: Existing<K.Definition.Event>

    var name: String { existing.name }
    var report: PreviewReport { PreviewReport(facts: [], findings: [], fields: [:]) }

    func placement(as id: WorkflowID, in environment: Environment, by actor: Actor) throws -> Commit {
        try Placement<K.Definition>(
            of: id, named: name, on: existing.event(id, environment), in: environment.cloud.id.rawValue, by: actor,
            at: environment.now
        ).commit
    }
}

extension Registry {
    /// Looks at what exists, to make a workflow of the first kind that knows it; of the manifest's, if there is one.
    ///
    /// Asks for nothing, and keeps nothing.
    package func existing(_ request: ImportRequest, in environment: Environment) async throws -> any AnyPreview {
        func find<K: Kind>(_ kind: K) async throws -> (any AnyPreview)? {
            try await kind.existing(request, in: environment).map { ExistingPreview(kind: kind, existing: $0) }
        }
        let asked = try request.manifest.map { [try kind(of: $0)] } ?? kinds
        for kind in asked {
            if let found = try await find(kind) { return found }
        }
        throw request.nothingThere
    }
}

extension ImportRequest {
    fileprivate var nothingThere: RefusedRequest {
        let resource =
            switch reference {
            case .instance(let id): "instance/\(id.printable())"
            case .cluster(let id): "cluster/\(id.printable())"
            case .workspace(let id): "workspace/\(id.printable())"
            }
        let place = region.map { (" in \($0)", "（\($0)）") } ?? ("", "")
        return RefusedRequest(
            "nothing-there",
            LocalizedText("there is no \(resource) that can be seen\(place.0)", zh: "看不到 \(resource)\(place.1)"),
            hint: LocalizedText(
                "Compare the id with the vendor's console, or say where it lies: --region REGION.",
                zh: "请与控制台核对标识，或指明地域：--region REGION。"))
    }
}
