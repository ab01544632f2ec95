package import Workflow

/// What a change is to make of its subject: all in which one kind of change differs from another.
package protocol ChangePlan: Codable, Equatable, Sendable {
    /// What is changed: a cluster, a workspace.
    associatedtype Subject: ChangeSubject & Codable & Equatable
    /// The subject as a look shows it.
    associatedtype Sight: ChangeSight
    /// Something that is asked of it; targets are totals, so that to ask again changes nothing more.
    associatedtype Request: Codable, Hashable, Sendable
    /// That the subject is gone.
    associatedtype Loss: Codable, Equatable, Sendable

    /// The kind of workflow: `cluster-scaling`.
    static var kind: String { get }
    /// Samples of every phase and every event.
    static var samples: ChangeSamples<Self> { get }
    /// Of what a finding is when the service has refused a request for good.
    static var accepted: Check { get }
    static func loss(of subject: Subject, _ sight: Sight, at now: Timestamp) -> Loss
    static func isLoss(_ loss: Loss, of subject: Subject) -> Bool

    /// Whether the vendor's API does not make the change, and the operator makes it in the console.
    func isByHand(for subject: Subject) -> Bool
    /// What is to be asked for next, as the subject is; `nil` if nothing is left to ask for.
    func nextRequest(_ sight: Sight) -> Request?
    /// Whether a change of this kind is seen at work.
    func isAtWork(_ sight: Sight) -> Bool
    /// Whether a subject that is gone is what was wanted.
    var endsTheSubject: Bool { get }
}

/// A subject as a look has shown it.
package protocol ChangeSight: Codable, Equatable, Sendable {
    /// Whether it is gone, or going.
    var isGone: Bool { get }
    /// Whether it runs, and is not at work on itself.
    var isAtRest: Bool { get }
    /// Its status, in the vendor's words; `nil` of one that cannot be seen.
    var status: String? { get }
}

/// A change: what is to be made of which subject.
///
/// The same in every phase.
package struct PlannedChange<Plan: ChangePlan>: Codable, Equatable, Sendable {
    package let id: WorkflowID
    package let name: OrderName
    /// The store that keeps it; part of its ticket's key.
    package let store: StoreID
    package let subject: Plan.Subject
    package let plan: Plan
    /// The subject as it was when the change was placed.
    package let before: Plan.Sight
    package let timing: Timing

    package init(
        id: WorkflowID, name: OrderName, store: StoreID, subject: Plan.Subject, plan: Plan, before: Plan.Sight,
        timing: Timing
    ) {
        self.id = id
        self.name = name
        self.store = store
        self.subject = subject
        self.plan = plan
        self.before = before
        self.timing = timing
    }

    /// What marks the ticket about this change.
    package var ticketKey: TicketKey { TicketKey(rawValue: "sluice-\(store)-\(id)-ticket") }

    var isByHand: Bool { plan.isByHand(for: subject) }
}
