import Logging
import Workflow
import WorkflowEngine
import WorkflowTestKit

/// An engine over a journal in memory, a clock by hand and a post office on script.
struct EngineFixture {
    static let start = Timestamp(millisecondsSince1970: 1_617_238_800_000)

    let journal: any Journal
    let clock: ManualClock
    let office: PostOffice
    let engine: Engine<Parcel>

    init(
        _ answers: PostOffice.Answer..., journal: any Journal = MemoryJournal(storeID: "store"), cloud: String = "post",
        clockRuns: Bool = true
    ) {
        self.init(answers: answers, journal: journal, cloud: cloud, clockRuns: clockRuns)
    }

    init(
        answers: [PostOffice.Answer], journal: any Journal = MemoryJournal(storeID: "store"), cloud: String = "post",
        clockRuns: Bool = true
    ) {
        self.journal = journal
        clock = ManualClock(Self.start, runs: clockRuns)
        office = PostOffice(cloud: cloud, answers)
        engine = Engine(
            journal: journal, clock: clock, performer: office, chance: { 0 },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @discardableResult
    func place(_ name: String = "a", number: Int = 1) async throws -> WorkflowID {
        let id = WorkflowID(rawValue: "01F24DZC80000000000000000\(number)")
        let event = Parcel.Event(.packed, at: Self.start)
        _ = try await engine.place(id, named: name, on: event, by: Actor(.operator, id: "op"))
        return id
    }

    func state(_ id: WorkflowID) async throws -> Parcel.State? {
        try await journal.workflow(id).map { try LoadedWorkflow<Parcel>($0).state }
    }

    func record(_ id: WorkflowID) async throws -> StoredWorkflow? {
        try await journal.workflow(id)
    }

    func events(_ id: WorkflowID) async throws -> [String] {
        try await journal.history(of: id).map(\.event)
    }
}
