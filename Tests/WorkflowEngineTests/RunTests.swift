import Testing
import Workflow
import WorkflowEngine
import WorkflowTestKit

struct RunTests {
    @Test func `a run steps and waits to the end`() async throws {
        let fixture = EngineFixture(
            PostOffice.happened(.sent), PostOffice.notYet("on-its-way"), PostOffice.happened(.delivered))
        let id = try await fixture.place()
        let results = try await fixture.run([id])
        #expect(results.map(\.id) == [id])
        #expect(results[0].isSettled)
        #expect(try await fixture.record(id)?.phase == "delivered")
        #expect(fixture.clock.current >= EngineFixture.start + Parcel.poll * 2)
    }

    @Test func `a run stops where it is asked, after checking once whether it still is`() async throws {
        let fixture = EngineFixture(PostOffice.happened(.sent), PostOffice.happened(.held), PostOffice.notYet("still"))
        let id = try await fixture.place()
        #expect(try await fixture.run([id])[0].isSettled)
        #expect(try await fixture.record(id)?.phase == "held")
        let calls = fixture.office.calls.count
        #expect(try await fixture.run([id])[0].isSettled)
        #expect(fixture.office.calls.dropFirst(calls) == ["askCustoms"])
    }

    @Test func `a run leaves a workflow in the phase it was to reach, and one that is there untouched`() async throws {
        let fixture = EngineFixture(PostOffice.happened(.sent))
        let id = try await fixture.place()
        #expect(try await fixture.run([id], until: .sent)[0].hasReached)
        let calls = fixture.office.calls.count
        #expect(try await fixture.run([id], until: .sent)[0].hasReached)
        #expect(fixture.office.calls.count == calls)
    }

    @Test func `eight failures in a row end a run, and seven do not`() async throws {
        let failures = Array(repeating: PostOffice.takenBack(InjectedFault()), count: 8)
        let eight = EngineFixture(answers: failures)
        let id = try await eight.place()
        guard case .failing(let failure) = try await eight.run([id])[0].ending else {
            Issue.record("the run goes on after eight failures")
            return
        }
        #expect(failure as? InjectedFault == InjectedFault())
        #expect(try await eight.record(id)?.postponement?.attempt == 8)

        let seven = EngineFixture(
            answers: failures.dropLast() + [PostOffice.happened(.sent), PostOffice.happened(.delivered)])
        let other = try await seven.place()
        #expect(try await seven.run([other])[0].isSettled)
        #expect(try await seven.record(other)?.phase == "delivered")
    }

    @Test func `where time stands still, a run says so at once instead of waiting`() async throws {
        let fixture = EngineFixture(PostOffice.happened(.sent), clockRuns: false)
        let id = try await fixture.place()
        guard case .timeStandsStill = try await fixture.run([id])[0].ending else {
            Issue.record("the run waits for a time that never comes")
            return
        }
        #expect(try await fixture.record(id)?.phase == "sent")
    }

    @Test func `a run that is told to stop leaves its workflows as they are`() async throws {
        let fixture = EngineFixture(PostOffice.happened(.sent))
        let id = try await fixture.place()
        let results = try await fixture.engine.run([id], shouldStop: { true }, report: { _ in })
        guard case .stopped = results[0].ending else {
            Issue.record("the run goes on")
            return
        }
        #expect(fixture.office.calls.isEmpty)
    }

    @Test func `what keeps one workflow from being advanced does not keep the others`() async throws {
        let fixture = EngineFixture(PostOffice.happened(.sent), PostOffice.happened(.delivered))
        let busy = try await fixture.place("busy")
        let free = try await fixture.place("free", number: 2)
        let lock = try await fixture.journal.lock(busy)
        let results = try await fixture.run([busy, free])
        guard case .error(let error) = results[0].ending else {
            Issue.record("the busy one was advanced")
            return
        }
        #expect(error as? JournalError == .busy(busy))
        #expect(results[1].isSettled)
        lock?.release()
    }

    @Test func `while it waits, a run tells until when`() async throws {
        let fixture = EngineFixture(PostOffice.happened(.sent), PostOffice.happened(.delivered))
        let id = try await fixture.place()
        var waits: [Timestamp] = []
        _ = try await fixture.engine.run([id], shouldStop: { false }) { news in
            if case .waiting(_, let until, _) = news { waits.append(until) }
        }
        #expect(Set(waits) == [EngineFixture.start + Parcel.poll])
    }
}

extension EngineFixture {
    fileprivate func run(_ ids: [WorkflowID], until phase: Parcel.Phase? = nil) async throws -> [RunResult] {
        try await engine.run(ids, until: phase, shouldStop: { false }, report: { _ in })
    }
}

extension RunResult {
    fileprivate var isSettled: Bool { if case .settled = ending { true } else { false } }
    fileprivate var hasReached: Bool { if case .reached = ending { true } else { false } }
}

struct MemoryJournalTests {
    @Test(arguments: JournalContract.promises)
    func `a journal in memory keeps`(promise: JournalContract) async throws {
        try await promise.hold(for: MemoryJournal(storeID: "store"))
    }
}

struct StateCodingTests {
    @Test func `what was written is read back, event and state`() async throws {
        let fixture = EngineFixture(PostOffice.happened(.sent))
        let id = try await fixture.place()
        _ = try await fixture.engine.advance(id)
        let history = try await fixture.journal.history(of: id)
        let events = try history.map { try StateCoding<Parcel>.event(of: $0) }
        #expect(events.map(\.name) == [.packed, .sendingBegun, .sent])
        var state = try Parcel.begin(on: events[0])
        for event in events.dropFirst() { state = try Parcel.step(from: state, on: event) }
        #expect(try await fixture.state(id) == state)
    }
}
