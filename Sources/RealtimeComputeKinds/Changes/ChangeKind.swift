import Documents
package import Provisioning
package import RealtimeCompute
package import Wording
package import Workflow
package import WorkflowEngine

/// A kind of change: what is the same whatever is changed, and how.
package protocol ChangeKind<Plan>: Kind
where Definition == SubjectChange<Plan>, Preview == ChangePreview<Plan>, Request: ChangeRequest {
    associatedtype Plan: ChangeRules
}

/// What a manifest of a change asks for.
package protocol ChangeRequest: Sendable {
    /// The name of the change.
    var name: String { get }
}

extension ChangeKind {
    package var graph: TransitionGraph { Definition.graph(Plan.samples) }

    package func name(of request: Request) -> String { request.name }

    package func placement(
        of request: Request, after preview: ChangePreview<Plan>, as id: WorkflowID, in environment: Environment
    ) -> ChangeEvent<Plan> {
        preview.placement(as: id, in: environment)
    }

    package func performer(on cloud: any Cloud) -> any Performer<SubjectChange<Plan>> {
        ChangePerformer<Plan>(on: cloud)
    }

    package func identity(of state: ChangeState<Plan>) -> (id: WorkflowID, name: String) {
        (state.change.id, state.change.name.rawValue)
    }

    package func words(for question: ChangeQuestion) -> LocalizedText { question.words }
}

extension ChangeKind where Plan: ClusterChangePlan {
    package func words(for effect: ChangeEffect) -> LocalizedText { effect.words }
}

extension ChangeKind where Plan: WorkspaceChangePlan {
    package func words(for effect: ChangeEffect) -> LocalizedText { effect.wordsOfWorkspaces }
}

extension Document {
    /// Reads the manifest of a change: its header and its name, and what `read` makes of its specification.
    func change<Request>(
        of kind: String, _ read: (_ spec: ObjectReader, _ name: String, _ root: NodeReader) -> Request?
    ) throws(InvalidDocument) -> Request {
        try decode { root in
            root.object { fields -> Request? in
                fields.header(apiVersion: ManifestFormat.apiVersion, kind: kind)
                let name = fields.required("metadata")?.object { $0.required("name")?.name(OrderName.self, .order) }
                let request = fields.required("spec")?.object { read($0, name?.rawValue ?? "", root) }
                return name == nil ? nil : request
            }
        }
    }
}
