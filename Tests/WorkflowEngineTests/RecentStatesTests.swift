import Logging
import Testing
import Workflow
import WorkflowEngine

/// What a run knows of a workflow from the turn before.
struct RecentStatesTests {
    private let sent: SentParcel
    /// With what is known from turn to turn.
    private let engine: Engine<Parcel>

    init() async throws {
        sent = try await EngineFixture.sent()
        engine = Engine(
            journal: sent.journal, clock: sent.clock, performer: sent.office, chance: { 0 },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, states: RecentStates())
    }

    private func note(_ note: String, by engine: Engine<Parcel>) async throws -> [String] {
        try await engine.turn(of: sent.id) { turn in
            try await turn.commit(.init(.noted, at: EngineFixture.start, note: note), by: PostOffice.clerk)
            return turn.state.notes
        }
    }

    @Test func `a turn begins where the one before has ended`() async throws {
        for count in 1...5 { #expect(try await note("\(count)", by: engine) == (1...count).map(String.init)) }
        #expect(try await sent.fixture.state(sent.id)?.notes.count == 5)
    }

    @Test func `what another has committed since is not missed`() async throws {
        _ = try await note("mine", by: engine)
        _ = try await note("another's", by: sent.engine)
        #expect(try await note("mine too", by: engine) == ["mine", "another's", "mine too"])
    }

    @Test func `a turn that fails after a commit leaves no state behind that the journal does not have`() async throws {
        struct Thrown: Error {}
        _ = try await note("first", by: engine)
        await #expect(throws: Thrown.self) {
            try await engine.turn(of: sent.id) { turn in
                try await turn.commit(.init(.noted, at: EngineFixture.start, note: "second"), by: PostOffice.clerk)
                throw Thrown()
            }
        }
        #expect(try await note("third", by: engine) == ["first", "second", "third"])
    }

    @Test func `what a newer definition has written is refused, though its words are known`() async throws {
        _ = try await note("mine", by: engine)
        let record = try #require(try await sent.record)
        let newer = StoredWorkflow(
            id: record.id, name: record.name, kind: record.kind, definitionVersion: 2, cloud: record.cloud,
            phase: record.phase, isFinished: false, state: record.state, version: record.version + 1, postponement: nil,
            createdAt: record.createdAt, updatedAt: record.updatedAt)
        try await sent.journal.commit(
            Commit(
                newer, event: "noted", evidence: "{}", from: record.phase, actor: PostOffice.clerk, requestID: nil,
                claims: []))
        await #expect {
            try await note("more", by: engine)
        } throws: { error in
            (error as? JournalError)?.code == "store-newer"
        }
    }
}
