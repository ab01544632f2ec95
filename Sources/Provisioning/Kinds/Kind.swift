package import Documents
package import RealtimeCompute
package import Wording
package import Workflow
package import WorkflowEngine

/// A kind of workflow: all that Sluice has to know to place it, drive it, let an operator decide in it, and show it.
///
/// Use cases, reports, the audit and the command line are written against this alone and name no kind. A kind is added
/// by a value of a type that conforms, and a line in the registry.
package protocol Kind<Definition>: Sendable {
    /// The state machine.
    associatedtype Definition: Workflow
    /// What a manifest asks for.
    associatedtype Request: Sendable
    /// What a look at the cloud before placing has shown.
    associatedtype Preview: Sendable

    /// What it is called by people.
    var title: LocalizedText { get }
    /// Its manifest: the name, the schema, a template.
    var manifest: ManifestFormat { get }
    /// The state machine as a graph, derived from the code.
    var graph: TransitionGraph { get }
    /// What an operator may decide in it.
    var decisions: [Decision<Definition>] { get }
    /// What it means to confirm one.
    var confirmation: Confirmation { get }

    /// Reads a manifest, or reports every fault it has.
    func read(_ manifest: Document) throws(InvalidDocument) -> Request
    /// The name that a request gives its workflow.
    func name(of request: Request) -> String
    /// Looks at all that a request rests on; changes nothing.
    func preview(_ request: Request, in environment: Environment) async throws -> Preview
    /// What a preview says to people and scripts.
    func report(_ preview: Preview) -> PreviewReport
    /// What else a request might name, and why not everything will do; `nil` of a kind that names nothing that could be
    /// chosen.
    func choices(for request: Request, in environment: Environment) async throws -> Choices?
    /// Looks at something that exists already, to make a workflow of it; `nil` if this kind does not know such things.
    ///
    /// - Throws: ``RefusedRequest`` if it knows them and cannot take this one over.
    func existing(_ request: ImportRequest, in environment: Environment) async throws -> Existing<Definition.Event>?
    /// What a manifest would say that asks for what a state is to bring, to be amended; `nil` of a kind that is not amended.
    func manifest(of state: Definition.State) -> JSONValue?
    /// The event that begins a workflow.
    func placement(of request: Request, after preview: Preview, as id: WorkflowID, in environment: Environment)
        -> Definition.Event

    /// What carries its effects out.
    func performer(on cloud: any Cloud) -> any Performer<Definition>

    /// The id and the name that a state holds.
    func identity(of state: Definition.State) -> (id: WorkflowID, name: String)
    /// The identity of the cloud that a state is of; `nil` where states do not hold it.
    func cloud(of state: Definition.State) -> String?
    /// All there is to show of a state.
    func presentation(of state: Definition.State, at now: Timestamp) -> Presentation
    /// What a reading command may look up for a state and show with it; nothing of it is kept.
    func observations(of state: Definition.State, in environment: Environment) async throws -> [Observation]
    /// What a state has brought, or rests on, and is no longer as ordered; `nil` of one with nothing to compare.
    ///
    /// - Parameter accepted: what another workflow has knowingly made of a cluster.
    func drift(
        of state: Definition.State, in environment: Environment, accepted: (StoredWorkflow) throws -> AcceptedChange?
    ) async throws -> [Drift]?
    /// What a change has knowingly made of a cluster; `nil` if it made nothing of its machines, or is not done.
    ///
    /// Asked of those that claim ``ClusterSubject/changedClaim``: what they made is no drift.
    func acceptedChange(in state: Definition.State) -> AcceptedChange?
    /// What an effect does, in a few words.
    func words(for effect: Definition.Effect) -> LocalizedText
    /// What the operator is asked for, in a few words.
    func words(for question: Definition.Question) -> LocalizedText
    /// Why a workflow waits although no call has failed, by the code it is kept under; `nil` for what the phase says
    /// better.
    func waitReason(_ code: String) -> LocalizedText?
}

extension Kind {
    /// The name under which workflows of this kind are stored.
    package var name: String { Definition.kind }

    package func waitReason(_ code: String) -> LocalizedText? { nil }

    package func drift(
        of state: Definition.State, in environment: Environment, accepted: (StoredWorkflow) throws -> AcceptedChange?
    ) async throws -> [Drift]? { nil }

    package func acceptedChange(in state: Definition.State) -> AcceptedChange? { nil }

    package func manifest(of state: Definition.State) -> JSONValue? { nil }

    package func observations(
        of state: Definition.State, in environment: Environment
    ) async throws -> [Observation] { [] }

    package func existing(
        _ request: ImportRequest, in environment: Environment
    ) async throws -> Existing<Definition.Event>? { nil }

    package func choices(for request: Request, in environment: Environment) async throws -> Choices? { nil }
}

/// What it means to confirm a workflow of a kind.
package enum Confirmation: Sendable {
    /// Something is bought, which cannot be cancelled.
    case buys
    /// Something is changed.
    case changes
    /// Something is destroyed for good, whose name is typed again.
    case destroys
}

/// Where a workflow is placed or decided on: the store, the cloud, the time.
package struct Environment: Sendable {
    package let cloud: any Cloud
    package let now: Timestamp
    /// The identity of the store; `nil` where there is none yet.
    package let store: String?
    private let journal: (any Journal)?

    package init(cloud: any Cloud, now: Timestamp, journal: (any Journal)?) {
        self.cloud = cloud
        self.now = now
        self.journal = journal
        store = journal?.storeID
    }

    /// What workflows of this cloud claim of the resources named, but for one of them.
    package func claims(on resources: [String], exceptOf id: WorkflowID? = nil) async throws -> [HeldClaim] {
        try await journal?.claims(on: resources, in: cloud.id.rawValue, exceptOf: id) ?? []
    }

    /// The workflows of a kind in these phases that act on this cloud.
    package func workflows(of kind: String, in phases: Set<String>) async throws -> [StoredWorkflow] {
        var found: [StoredWorkflow] = []
        try await journal?.forEachChunk(of: WorkflowQuery(phases: phases, kinds: [kind])) { records in
            found += records.filter { $0.cloud == cloud.id.rawValue }
        }
        return found
    }

    /// The workflow of this id or name in the store, on whatever cloud.
    package func workflow(_ reference: String) async throws -> StoredWorkflow? {
        guard let journal else { return nil }
        if let found = try await journal.workflow(WorkflowID(rawValue: reference.uppercased())) { return found }
        return try await journal.workflow(named: reference)
    }
}

/// What is known of a request before it is placed.
package struct PreviewReport: Sendable {
    /// What people are shown above the findings.
    package let facts: [Fact]
    package let findings: [FindingView]
    /// The fields that scripts are given beside `findings` and `ready`.
    package let fields: [String: JSONValue]

    package init(facts: [Fact], findings: [FindingView], fields: [String: JSONValue]) {
        self.facts = facts
        self.findings = findings
        self.fields = fields
    }

    /// Whether nothing blocks.
    package var isReady: Bool { !findings.contains { $0.isBlocking } }
}

extension Kind {
    package var confirmation: Confirmation { .changes }

    package func cloud(of state: Definition.State) -> String? { nil }

    /// The decisions that may be lawful in a phase, and what has to be given with each.
    package func decisionsAllowed(in phase: String) -> [(name: DecisionName, needs: [DecisionInput.Field])] {
        decisions.filter { $0.phases.contains { $0.rawValue == phase } }.map { ($0.name, $0.needs) }
    }

    /// What has to be given with a decision.
    package func needs(of decision: DecisionName) -> [DecisionInput.Field] {
        decisions.first { $0.name == decision }?.needs ?? []
    }

    /// Whether a decision may be lawful in a phase.
    package func allows(_ decision: DecisionName, in phase: String) -> Bool {
        decisions.contains { $0.name == decision && $0.phases.contains { $0.rawValue == phase } }
    }
}
