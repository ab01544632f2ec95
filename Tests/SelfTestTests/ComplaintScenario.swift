import Documents
import Provisioning
import RealtimeCompute
import SelfTest
import SimulatedCloud
import Workflow
import WorkflowEngine

/// All that the self-test is told of a kind that is not Sluice's own.
struct ComplaintScenario: Scenario {
    let kind: Complaints

    let roots = [Root(name: "plain")]
    let manifest: Document

    init(_ mistake: Complaints.Mistake? = nil) throws {
        kind = Complaints(mistake: mistake)
        manifest = try Self.manifest(named: "slow", about: "first")
    }

    static func manifest(named name: String, about order: String) throws -> Document {
        let text = """
            apiVersion: sluice/v1
            kind: Complaint
            metadata: { name: \(name) }
            spec: { order: \(order) }
            """
        return try Document(text: text, source: name)
    }

    let foundation: Foundation? = Foundation(
        ExclusiveOrderScenario.manifest(named: "first", projects: "{ name: risk_rt, computeUnits: 36 }"),
        in: "provisioned")

    func moves(in situation: Situation, of state: Complaint.State, from root: Root) -> [Move] {
        switch state.phase {
        case .asked:
            [
                .command(.confirm(situation.subject, despiteFindings: false)),
                .command(.decide(.withdraw, situation.subject)),
            ]
        case .agreed: [.command(.decide(.withdraw, situation.subject))]
        case .opening, .open, .dropped: []
        }
    }

    func breaches(
        of event: Complaint.Event, from old: Complaint.State?, to new: Complaint.State, as record: StoredWorkflow
    ) -> [Breach] {
        new.phase == .open && new.ticket == nil ? [Breach(of: .ground, "open without a ticket")] : []
    }

    func maySend(_ request: WatchedRequest, in state: Complaint.State) -> Bool {
        request.call == .openTicket && state.phase == .opening && request.key == state.key.rawValue
    }

    let walks: [Walk] = []
    var simulation: (any SimulationScript<Complaints>)? { ComplaintScript() }
}

struct ComplaintScript: SimulationScript {
    typealias K = Complaints

    /// Refused until the order has a cluster.
    let manifests = [try? ComplaintScenario.manifest(named: "slow", about: "first")].compactMap(\.self)
    let calls: [Call] = [.openTicket]

    func happen(on stage: Stage, _ chance: inout SeededGenerator) throws {
        try stage.change(.add(.random(on: calls, &chance)))
    }

    func command(on record: StoredWorkflow, on stage: Stage, _ chance: inout SeededGenerator) -> Command {
        chance.isLucky(oneIn: 2) ? .advance(record.id) : .confirm(record.id, despiteFindings: false)
    }

    func mend(_ stage: Stage) throws {}

    func answer(
        _ question: Complaint.Question, of state: Complaint.State, on record: StoredWorkflow, in round: Int,
        on stage: Stage
    ) async {
        await stage.perform(.confirm(record.id, despiteFindings: false), by: Survivor())
    }

    func breachesAtTheEnd(of state: Complaint.State, as record: StoredWorkflow, in world: CloudState) -> [Breach] {
        let count = world.tickets.filter { $0.key == state.key }.count
        return state.phase != .open || count == 1 ? [] : [Breach(of: .sameEnd, "\(count) tickets")]
    }
}
