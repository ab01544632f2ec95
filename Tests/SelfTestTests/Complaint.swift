import Documents
import Provisioning
import RealtimeCompute
import RealtimeComputeKinds
import SelfTest
import Wording
import Workflow
import WorkflowEngine

/// A small workflow of another kind: a ticket about the cluster of an order, announced before it is opened.
enum Complaint: Workflow {
    enum Phase: String, CaseIterable, Codable, Sendable {
        case asked, agreed, opening, open, dropped
    }

    struct State: Codable, Equatable, Sendable {
        let id: WorkflowID
        let name: String
        let cluster: ClusterID
        var phase: Phase
        var ticket: TicketID?

        var key: TicketKey { TicketKey(rawValue: "complaint-\(id)") }
    }

    enum Effect: String, Sendable {
        case open, find
    }

    enum Question: String, Sendable {
        case confirm
    }

    struct Event: WorkflowEvent, Codable {
        enum Name: String, CaseIterable, Codable, Sendable {
            case asked, agreed, begun, opened, notOpened, refused, dropped
        }

        var name: Name
        var placed: State?
        var ticket: TicketID?

        init(_ name: Name, placed: State? = nil, ticket: TicketID? = nil) {
            self.name = name
            self.placed = placed
            self.ticket = ticket
        }

        init(named name: Name, from decoder: any Decoder) throws { self = try Self(from: decoder) }
    }

    enum Ground: ExplainedGround {
        case notApplicable

        var code: String { "not-applicable" }
        var hint: LocalizedText { LocalizedText(verbatim: "") }

        func message(of event: String, in phase: String) -> LocalizedText {
            LocalizedText(verbatim: "\(event) in \(phase)")
        }
    }

    static let kind = "complaint"
    static let definitionVersion = 1

    static func begin(on event: Event) throws(Refusal<Ground>) -> State {
        guard let placed = event.placed else {
            throw Refusal(of: event.name.rawValue, in: "none", because: .notApplicable)
        }
        return placed
    }

    static func step(from state: State, on event: Event) throws(Refusal<Ground>) -> State {
        var next = state
        switch (state.phase, event.name) {
        case (.asked, .agreed): next.phase = .agreed
        case (.asked, .dropped), (.agreed, .dropped): next.phase = .dropped
        case (.agreed, .begun): next.phase = .opening
        case (.opening, .notOpened): next.phase = .agreed
        case (.opening, .refused): next.phase = .dropped
        case (.agreed, .opened), (.opening, .opened):
            next.phase = .open
            next.ticket = event.ticket
        case (.asked, _), (.agreed, _), (.opening, _), (.open, _), (.dropped, _):
            throw Refusal(of: event.name.rawValue, in: state.phase.rawValue, because: .notApplicable)
        }
        return next
    }

    static func next(in state: State, at now: Timestamp) -> Next<Effect, Event, Question> {
        switch state.phase {
        case .asked: .ask(.confirm)
        case .agreed: .perform(.open, announcing: Event(.begun))
        case .opening: .perform(.find)
        case .open, .dropped: .finished
        }
    }

    static func phase(of state: State) -> Phase { state.phase }

    static func claims(of state: State) -> [Claim] { [] }

    static func backoff(in state: State) -> Backoff { Backoff(first: .seconds(60), longest: .seconds(60)) }
}

/// Opens the ticket.
struct ComplaintPerformer: Performer {
    typealias Definition = Complaint

    let service: any Cloud
    var mistake: Complaints.Mistake?

    var cloud: String { service.id.rawValue }

    static let clerk = Actor(.account, id: "clerk")

    func look(
        before effect: Complaint.Effect, in state: Complaint.State, _ context: EffectContext
    ) async throws -> Precheck<Complaint.Event> {
        guard mistake != .noLook, let ticket = try await service.ticket(state.key).value else {
            return .nothing(Self.clerk)
        }
        return .outcome(.happened(Complaint.Event(.opened, ticket: ticket), by: Self.clerk, under: nil as String?))
    }

    func perform(
        _ effect: Complaint.Effect, in state: Complaint.State, _ context: EffectContext
    ) async throws -> Outcome<Complaint.Event> {
        switch effect {
        case .find:
            let found = try await service.ticket(state.key).value
            if mistake == .sendsAgain, found == nil { return try await open(in: state) }
            let event = found.map { Complaint.Event(.opened, ticket: $0) } ?? Complaint.Event(.notOpened)
            return .happened(event, by: Self.clerk, under: nil as String?)
        case .open:
            do {
                return try await open(in: state)
            } catch let error as CloudError where error.refusal != nil {
                return .happened(Complaint.Event(.refused), by: Self.clerk, under: nil as String?)
            } catch let error as CloudError where error.fate == .notDone {
                return .takenBack(error, by: Self.clerk) { _, _ in Complaint.Event(.notOpened) }
            }
        }
    }
}

extension ComplaintPerformer {
    private func open(in state: Complaint.State) async throws -> Outcome<Complaint.Event> {
        let answer = try await service.openTicket(state.key, about: state.cluster.rawValue, saying: "it is slow")
        if mistake == .looksAfterwards { _ = try await service.ticket(state.key) }
        return .happened(Complaint.Event(.opened, ticket: answer.value), by: Self.clerk, under: nil as String?)
    }
}

/// Complaints, as a kind that Sluice can be told of.
struct Complaints: Kind {
    typealias Definition = Complaint

    struct Request: Sendable {
        let name: String
        let order: String
    }

    /// The order's cluster is not known.
    struct NoCluster: Explained {
        let code = "no-cluster"
        let message = LocalizedText(verbatim: "the order has no cluster")
        let hint = LocalizedText(verbatim: "")
    }

    /// What the performer does wrong, for a watch to see.
    enum Mistake: CaseIterable {
        /// It does not look before it announces.
        case noLook
        /// Whoever finds the request under way and sees nothing sends it again.
        case sendsAgain
        /// It asks for more before what it was given is committed.
        case looksAfterwards
    }

    var mistake: Mistake?

    let title = LocalizedText(verbatim: "complaint")
    let manifest = ManifestFormat(kind: "Complaint", spec: ["type": "object"], template: "kind: Complaint\n")
    let graph = TransitionGraph(of: Complaint.self, states: [], events: [], at: [])
    let decisions = [
        Decision<Complaint>(.confirm, in: [.asked]) { turn, context in
            try await turn.commit(Complaint.Event(.agreed), by: context.actor)
            return .done
        },
        Decision<Complaint>(.withdraw, needing: [.reason], in: [.asked, .agreed]) { turn, context in
            try await turn.commit(Complaint.Event(.dropped), by: context.actor)
            return .done
        },
    ]

    func read(_ manifest: Document) throws(InvalidDocument) -> Request {
        try manifest.decode { root in
            root.object { fields in
                fields.header(apiVersion: ManifestFormat.apiVersion, kind: "Complaint")
                let name = fields.required("metadata")?.object { $0.required("name")?.text() }
                let order = fields.required("spec")?.object { $0.required("order")?.text() }
                guard let name, let order else { return nil }
                return Request(name: name, order: order)
            }
        }
    }

    func name(of request: Request) -> String { request.name }

    func preview(_ request: Request, in environment: Environment) async throws -> ClusterID {
        guard let order = try await environment.workflow(request.order),
            let cluster = try LoadedWorkflow<ExclusiveOrder>(order).state.cluster
        else { throw NoCluster() }
        return cluster.id
    }

    func report(_ preview: ClusterID) -> PreviewReport { PreviewReport(facts: [], findings: [], fields: [:]) }

    func placement(
        of request: Request, after preview: ClusterID, as id: WorkflowID, in environment: Environment
    ) -> Complaint.Event {
        Complaint.Event(
            .asked, placed: Complaint.State(id: id, name: request.name, cluster: preview, phase: .asked))
    }

    func performer(on cloud: any Cloud) -> any Performer<Complaint> {
        ComplaintPerformer(service: cloud, mistake: mistake)
    }

    func identity(of state: Complaint.State) -> (id: WorkflowID, name: String) { (state.id, state.name) }

    func presentation(of state: Complaint.State, at now: Timestamp) -> Presentation {
        Presentation(
            .underWay, because: Reason(state.phase.rawValue, LocalizedText(verbatim: state.phase.rawValue)))
    }

    func words(for effect: Complaint.Effect) -> LocalizedText { LocalizedText(verbatim: effect.rawValue) }

    func words(for question: Complaint.Question) -> LocalizedText { LocalizedText(verbatim: question.rawValue) }
}
