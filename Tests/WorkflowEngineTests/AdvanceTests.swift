import Testing
import Wording
import Workflow
import WorkflowTestKit

@testable import WorkflowEngine

struct AdvanceTests {
    @Test func `an announced effect is looked for, announced, then sent, in one turn`() async throws {
        let fixture = EngineFixture(PostOffice.happened(.sent))
        let id = try await fixture.place()
        let result = try await fixture.engine.advance(id)
        #expect(fixture.office.calls == ["send?", "send"])
        #expect(result.transitions.map(\.event) == ["sendingBegun", "sent"])
        #expect(try await fixture.events(id) == ["packed", "sendingBegun", "sent"])
        let history = try await fixture.journal.history(of: id)
        #expect(history.map(\.actor.id) == ["op", "clerk", "clerk"])
        #expect(history.map(\.requestID) == [nil, nil, "R"])
    }

    @Test func `whoever finds an announced effect looks for it and never sends again`() async throws {
        let fixture = EngineFixture(
            PostOffice.failed(InjectedFault(isUnanswered: true)), PostOffice.notYet("not-visible"),
            PostOffice.happened(.sent))
        let id = try await fixture.place()
        let first = try await fixture.engine.advance(id)
        #expect(first.failure as? InjectedFault == InjectedFault(isUnanswered: true))
        #expect(try await fixture.record(id)?.phase == "sending")
        // No answer: the phase alone says when to look, and that is now.
        #expect(try await fixture.record(id)?.postponement?.dueAt == nil)
        #expect(try await fixture.record(id)?.postponement?.attempt == 1)
        _ = try await fixture.engine.advance(id)
        fixture.clock.advance(by: Parcel.poll)
        _ = try await fixture.engine.advance(id)
        #expect(fixture.office.calls == ["send?", "send", "find", "find"])
        #expect(try await fixture.record(id)?.phase == "sent")
    }

    @Test func `an intent that was surely not carried out is taken back, and attempts go on counting`() async throws {
        let fixture = EngineFixture(
            PostOffice.takenBack(InjectedFault()), PostOffice.takenBack(InjectedFault()), PostOffice.happened(.sent))
        let id = try await fixture.place()
        let first = try await fixture.engine.advance(id)
        #expect(first.failure != nil)
        #expect(try await fixture.events(id) == ["packed", "sendingBegun", "notSent"])
        var postponement = try #require(try await fixture.record(id)?.postponement)
        #expect(postponement.attempt == 1)
        #expect(postponement.dueAt == EngineFixture.start + .seconds(2))
        #expect(
            postponement.reason == PostponementReason(code: "Throttling", detail: "too many requests", requestID: "R1"))

        fixture.clock.advance(by: .seconds(2))
        _ = try await fixture.engine.advance(id)
        postponement = try #require(try await fixture.record(id)?.postponement)
        #expect(postponement.attempt == 2)
        #expect(postponement.dueAt == EngineFixture.start + .seconds(6))

        fixture.clock.advance(by: .seconds(4))
        _ = try await fixture.engine.advance(id)
        #expect(try await fixture.record(id)?.phase == "sent")
        #expect(try await fixture.record(id)?.postponement == nil)
    }

    @Test func `what is not due is not done`() async throws {
        let fixture = EngineFixture(PostOffice.takenBack(InjectedFault()))
        let id = try await fixture.place()
        _ = try await fixture.engine.advance(id)
        let again = try await fixture.engine.advance(id)
        #expect(again.transitions.isEmpty)
        #expect(again.failure == nil)
        #expect(fixture.office.calls == ["send?", "send"])
        #expect(
            again.workflow.next(at: fixture.clock.current) == .wait(.send, until: EngineFixture.start + .seconds(2)))
    }

    @Test func `the vendor's word on when to come back wins over the backoff`() async throws {
        let fixture = EngineFixture(PostOffice.takenBack(InjectedFault(retryAfter: .seconds(77))))
        let id = try await fixture.place()
        _ = try await fixture.engine.advance(id)
        #expect(try await fixture.record(id)?.postponement?.dueAt == EngineFixture.start + .seconds(77))
    }

    @Test func `a look that fails for good is tried again at the longest backoff, with its reason kept`() async throws {
        let fixture = try await EngineFixture.sent(
            PostOffice.failed(InjectedFault(code: "NoPermission", isTransient: false)))
        fixture.clock.advance(by: Parcel.poll)
        let result = try await fixture.engine.advance(fixture.id)
        #expect(result.failure?.code == "NoPermission")
        let postponement = try #require(try await fixture.record?.postponement)
        #expect(postponement.dueAt == fixture.clock.current + .seconds(120))
        #expect(postponement.reason.code == "NoPermission")
    }

    @Test func `nothing new postpones the next look and is no history`() async throws {
        let fixture = try await EngineFixture.sent(PostOffice.notYet("on-its-way"))
        fixture.clock.advance(by: Parcel.poll)
        let before = try await fixture.journal.history(of: fixture.id).count
        let result = try await fixture.engine.advance(fixture.id)
        #expect(result.transitions.isEmpty)
        let postponement = try #require(try await fixture.record?.postponement)
        #expect(postponement.attempt == 0)
        #expect(postponement.reason.code == "on-its-way")
        #expect(postponement.dueAt == fixture.clock.current + Parcel.poll)
        #expect(try await fixture.journal.history(of: fixture.id).count == before)
    }

    @Test func `what is known already is no transition`() async throws {
        let fixture = try await EngineFixture.sent(
            PostOffice.happened(.noted, note: "rain"), PostOffice.happened(.noted, note: "rain"))
        fixture.clock.advance(by: Parcel.poll)
        #expect(try await fixture.engine.advance(fixture.id).transitions.count == 1)
        #expect(try await fixture.engine.advance(fixture.id).transitions.isEmpty)
        #expect(try await fixture.record?.postponement?.reason.code == "nothing-new")
    }

    @Test func `what asks is checked again at every turn, and a check that fails says so`() async throws {
        let fixture = try await EngineFixture.sent(
            PostOffice.happened(.held), PostOffice.failed(InjectedFault()), PostOffice.notYet("still-held"),
            PostOffice.happened(.sent))
        fixture.clock.advance(by: Parcel.poll)
        _ = try await fixture.engine.advance(fixture.id)
        #expect(try await fixture.record?.phase == "held")
        let failed = try await fixture.engine.advance(fixture.id)
        #expect(failed.failure != nil)
        #expect(try await fixture.record?.postponement?.attempt == 1)
        #expect(try await fixture.record?.postponement?.dueAt == nil)
        _ = try await fixture.engine.advance(fixture.id)
        #expect(try await fixture.record?.postponement == nil)
        _ = try await fixture.engine.advance(fixture.id)
        #expect(try await fixture.record?.phase == "sent")
    }

    @Test func `a finished workflow is left alone`() async throws {
        let fixture = try await EngineFixture.sent(PostOffice.happened(.delivered))
        fixture.clock.advance(by: Parcel.poll)
        _ = try await fixture.engine.advance(fixture.id)
        #expect(try await fixture.record?.isFinished == true)
        let calls = fixture.office.calls
        #expect(try await fixture.engine.advance(fixture.id).transitions.isEmpty)
        #expect(fixture.office.calls == calls)
    }

    @Test func `a transition is never before the one before it, though the clock goes back`() async throws {
        let fixture = EngineFixture(PostOffice.happened(.sent))
        let id = try await fixture.place()
        fixture.clock.advance(by: .seconds(-3600))
        _ = try await fixture.engine.advance(id)
        let times = try await fixture.journal.history(of: id).map(\.at)
        #expect(times == times.sorted())
        #expect(times.allSatisfy { $0 >= EngineFixture.start })
    }
}

struct TurnTests {
    @Test func `a workflow whose lock is held is busy, and nothing is asked`() async throws {
        let fixture = EngineFixture(PostOffice.happened(.sent))
        let id = try await fixture.place()
        let lock = try #require(try await fixture.journal.lock(id))
        await #expect(throws: JournalError.busy(id)) { try await fixture.engine.advance(id) }
        #expect(fixture.office.calls.isEmpty)
        lock.release()
        _ = try await fixture.engine.advance(id)
    }

    @Test func `the lock is given back after every turn, also after one that failed`() async throws {
        let fixture = EngineFixture()
        let id = try await fixture.place()
        await #expect(throws: Refusal<Parcel.Ground>.self) {
            try await fixture.engine.turn(of: id) { turn in
                try await turn.commit(Parcel.Event(.delivered, at: EngineFixture.start), by: PostOffice.clerk)
            }
        }
        _ = try await fixture.engine.advance(id)
    }

    @Test func `a refused event changes nothing and is no history`() async throws {
        let fixture = EngineFixture()
        let id = try await fixture.place()
        let before = try await fixture.record(id)
        let refusal = Refusal<Parcel.Ground>(of: "delivered", in: "packed", because: .notApplicable)
        await #expect(throws: refusal) {
            try await fixture.engine.turn(of: id) { turn in
                try await turn.commit(Parcel.Event(.delivered, at: EngineFixture.start), by: PostOffice.clerk)
            }
        }
        #expect(try await fixture.record(id) == before)
        #expect(try await fixture.events(id) == ["packed"])
    }

    @Test func `a workflow of another cloud is refused`() async throws {
        let fixture = EngineFixture()
        let id = try await fixture.place()
        let elsewhere = EngineFixture(journal: fixture.journal, cloud: "elsewhere")
        await #expect(throws: ForeignCloud(workflow: "a", expected: "post", found: "elsewhere")) {
            try await elsewhere.engine.advance(id)
        }
        #expect(elsewhere.office.calls.isEmpty)
    }

    @Test func `an unknown workflow is said to be unknown`() async throws {
        let fixture = EngineFixture()
        let id = WorkflowID(rawValue: "01F24DZC800000000000000009")
        await #expect(throws: UnknownWorkflow(id: id)) { try await fixture.engine.advance(id) }
    }

    @Test func `whoever is overtaken by a claim starts over, and finds things as they are now`() async throws {
        let fixture = EngineFixture(
            PostOffice.happened(.sent), PostOffice.happened(.sent), PostOffice.notYet("waits for the van"))
        let first = try await fixture.place("first")
        let second = try await fixture.place("second", number: 2)
        _ = try await fixture.engine.advance(first)
        let result = try await fixture.engine.advance(second)
        // The van was taken between the look and the commit; the second turn found that the parcel had been announced.
        #expect(result.workflow.state.phase == .sending)
        #expect(fixture.office.calls == ["send?", "send", "send?", "send", "find"])
        #expect(try await fixture.events(second) == ["packed", "sendingBegun"])
    }

    @Test func `a state of a newer definition is left alone`() async throws {
        let fixture = EngineFixture()
        let id = WorkflowID(rawValue: "01F24DZC800000000000000001")
        let newer = StoredWorkflow(
            id: id, name: "a", kind: "parcel", definitionVersion: 2, cloud: "post", phase: "teleported",
            isFinished: false, state: "{}", version: 1, postponement: nil, createdAt: EngineFixture.start,
            updatedAt: EngineFixture.start)
        try await fixture.journal.commit(
            Commit(
                newer, event: "packed", evidence: "{}", from: nil, actor: PostOffice.clerk, requestID: nil, claims: []))
        await #expect {
            try await fixture.engine.advance(id)
        } throws: { error in
            (error as? JournalError)?.code == "store-newer"
        }
    }
}

/// A parcel that has been sent, with answers for what comes then.
struct SentParcel {
    let fixture: EngineFixture
    let id: WorkflowID

    var engine: Engine<Parcel> { fixture.engine }
    var clock: ManualClock { fixture.clock }
    var journal: any Journal { fixture.journal }
    var office: PostOffice { fixture.office }
    var record: StoredWorkflow? { get async throws { try await fixture.record(id) } }
}

extension EngineFixture {
    static func sent(_ answers: PostOffice.Answer...) async throws -> SentParcel {
        let fixture = EngineFixture(answers: [PostOffice.happened(.sent)] + answers)
        let id = try await fixture.place()
        _ = try await fixture.engine.advance(id)
        return SentParcel(fixture: fixture, id: id)
    }
}
