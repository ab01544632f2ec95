package import Provisioning
package import RealtimeCompute
package import SimulatedCloud
package import TransparencyLog
import Wording
import Workflow
package import WorkflowEngine
package import WorkflowSQLite

/// What a console works with, given by whoever starts it.
package struct Workplace: Sendable {
    /// The kinds of workflow that there are.
    let registry: Registry
    let cloud: any Cloud
    let clock: any Clock
    /// The cloud, where it is a simulated one.
    let simulatedCloud: SimulatedCloud?
    let tools: Tools

    /// What only the program around the console can do.
    package struct Tools: Sendable {
        /// The store; `nil` if there is none yet.
        package let open: @Sendable () throws -> SQLiteJournal?
        /// The store, made if there is none.
        package let make: @Sendable () throws -> SQLiteJournal
        /// The use cases, for somebody.
        package let provisioner: @Sendable (SQLiteJournal, Actor) -> Provisioner
        /// Signs for the first so many entries of the log.
        package let sign: @Sendable (SQLiteJournal, Int) throws -> SignedCheckpoint
        /// Proves that a transition is in the log.
        package let prove: @Sendable (SQLiteJournal, HistoryEntry) throws -> LogProof
        /// Verifies what came since the last checkpoint, and signs for all of it.
        package let verifiedCheckpoint: @Sendable (SQLiteJournal) async throws -> SignedCheckpoint
        /// For how many entries the last checkpoint was signed that is kept beside the store; `nil` if there is none.
        package let lastCheckpoint: @Sendable (SQLiteJournal) -> Int?
        /// What each purpose needs, and what of it is missing.
        package let purposes: @Sendable () async throws -> [PurposeView]
        /// A command as it can be typed, with the options by which the store and the cloud are found.
        package let command: @Sendable ([String]) -> String

        package init(
            open: @escaping @Sendable () throws -> SQLiteJournal?,
            make: @escaping @Sendable () throws -> SQLiteJournal,
            provisioner: @escaping @Sendable (SQLiteJournal, Actor) -> Provisioner,
            sign: @escaping @Sendable (SQLiteJournal, Int) throws -> SignedCheckpoint,
            prove: @escaping @Sendable (SQLiteJournal, HistoryEntry) throws -> LogProof,
            verifiedCheckpoint: @escaping @Sendable (SQLiteJournal) async throws -> SignedCheckpoint,
            lastCheckpoint: @escaping @Sendable (SQLiteJournal) -> Int?,
            purposes: @escaping @Sendable () async throws -> [PurposeView],
            command: @escaping @Sendable ([String]) -> String
        ) {
            self.open = open
            self.make = make
            self.provisioner = provisioner
            self.sign = sign
            self.prove = prove
            self.verifiedCheckpoint = verifiedCheckpoint
            self.lastCheckpoint = lastCheckpoint
            self.purposes = purposes
            self.command = command
        }
    }

    package init(
        registry: Registry, cloud: any Cloud, clock: any Clock, simulatedCloud: SimulatedCloud?, tools: Tools
    ) {
        self.registry = registry
        self.cloud = cloud
        self.clock = clock
        self.simulatedCloud = simulatedCloud
        self.tools = tools
    }

    /// The store; `nil` if there is none yet.
    var journal: SQLiteJournal? { get throws { try tools.open() } }

    func journalMadeIfNeeded() throws -> SQLiteJournal { try tools.make() }

    /// The orders to be read.
    func book(over journal: SQLiteJournal) async throws -> WorkflowBook {
        WorkflowBook(journal, of: registry, at: try await clock.now())
    }

    /// The use cases and the order of this name.
    ///
    /// - Throws: ``UnknownOrder``.
    func provisioner(for reference: String, by actor: Actor) async throws -> (Provisioner, WorkflowID) {
        guard let journal = try journal else { throw UnknownOrder(reference: reference) }
        let id = try await WorkflowBook(journal, of: registry, at: nil).resolve(reference)
        return (tools.provisioner(journal, actor), id)
    }

    /// The kind of an order.
    func kind(of id: WorkflowID) async throws -> any Kind {
        guard let record = try await journal?.workflow(id) else { throw UnknownOrder(reference: id.rawValue) }
        return try registry.kind(named: record.kind)
    }

    /// Where things stand, for what is looked at before it is placed.
    func environment() async throws -> Environment {
        Environment(cloud: cloud, now: try await clock.now(), journal: try journal)
    }
}

/// A purpose, and what of what it needs somebody has.
package struct PurposeView: Sendable {
    package struct Action: Sendable {
        package let name: String
        package let resource: String
        package let isGranted: Bool
        /// How it was decided, in one word: `allow`, or a kind of denial.
        package let decision: String
        /// The policy that decided.
        package let source: String?

        package init(_ name: String, on resource: String, isGranted: Bool, _ decision: String, by source: String?) {
            self.name = name
            self.resource = resource
            self.isGranted = isGranted
            self.decision = decision
            self.source = source
        }
    }

    package let purpose: String
    /// Who was judged.
    package let principal: String
    /// Whether there is nobody of that name.
    package let isAbsent: Bool
    package let actions: [Action]

    package init(_ purpose: String, of principal: String, isAbsent: Bool, _ actions: [Action]) {
        self.purpose = purpose
        self.principal = principal
        self.isAbsent = isAbsent
        self.actions = actions
    }

    var missing: [Action] { actions.filter { !$0.isGranted } }
}
