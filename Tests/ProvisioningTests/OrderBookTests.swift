import CanonicalJSON
import RealtimeCompute
import RealtimeComputeKinds
import SimulatedCloud
import Testing
import Wording
import Workflow
import WorkflowEngine

@testable import Provisioning

struct OrderBookTests {
    @Test func `an order is found by its id, its name, or the beginning of its id`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.place()
        let book = WorkflowBook(rehearsal.journal, of: .standard, at: nil)
        for reference in [
            id.rawValue, id.rawValue.lowercased(), "risk", String(id.rawValue.prefix(4)),
            String(id.rawValue.prefix(25)),
        ] {
            #expect(try await book.resolve(reference) == id, "\(reference)")
        }
        for reference in [String(id.rawValue.prefix(3)), "", "ris", "nobody", "%", "0000"] {
            await #expect(throws: UnknownOrder.self, "\(reference)") { try await book.resolve(reference) }
        }
    }

    @Test func `a beginning that several ids share is ambiguous, and names them`() async throws {
        let rehearsal = try Rehearsal()
        let ids = [try await rehearsal.place(), try await rehearsal.place(Texts.named("other"))]
        let book = WorkflowBook(rehearsal.journal, of: .standard, at: nil)
        let error = await #expect(throws: AmbiguousOrder.self) {
            try await book.resolve(String(ids[0].rawValue.prefix(10)))
        }
        #expect(error?.candidates == ids)
    }

    @Test func `a name goes before the beginning of an id`() async throws {
        let rehearsal = try Rehearsal()
        let first = try await rehearsal.place()
        let prefix = String(first.rawValue.prefix(6)).lowercased()
        // A name begins with a letter, an id with a digit, so that only its own id can be meant by one.
        let error = #expect(throws: (any Error).self) { try Texts.specification(Texts.named(prefix)) }
        #expect(error != nil)
    }

    @Test func `a misspelt name suggests the nearest`() async throws {
        let rehearsal = try Rehearsal()
        _ = try await rehearsal.place(Texts.named("reporting"))
        let book = WorkflowBook(rehearsal.journal, of: .standard, at: nil)
        await #expect(throws: UnknownOrder(reference: "reportin", nearest: "reporting")) {
            try await book.resolve("reportin")
        }
    }

    @Test func `an order is shown as it was at any version`() async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(.provisioned)
        let book = WorkflowBook(rehearsal.journal, of: .standard, at: rehearsal.time.current)
        let history = try await book.history(of: id)
        for entry in history {
            let then = try await book.workflow(id, at: .version(entry.version))
            #expect(then.phase == entry.to)
            #expect(then.updatedAt == entry.at)
        }
        await #expect(throws: UnknownVersion(version: 99, latest: history.count)) {
            try await book.workflow(id, at: .version(99))
        }
    }

    @Test(arguments: [
        ("without a step", "version 3: it does not follow the one before it"),
        ("without a step, mended", "version 3: purchased is not lawful in confirmed"),
        ("another state", "version 2: confirmed does not lead to what is stored"),
        ("another state later on", "version 4: purchased does not lead to what is stored"),
        ("another phase", "version 2: confirmed does not lead to what is stored"),
        ("another time", "version 3: it is before the one before it"),
        ("a state with more in it", "version 2: confirmed does not lead to what is stored"),
    ])
    func `a history that does not lead where the order stands is found`(forgery: String, problem: String) async throws {
        let rehearsal = try Rehearsal()
        let id = try await rehearsal.reached(.paid)
        let record = try #require(try await rehearsal.journal.workflow(id))
        let forged = MemoryJournal(storeID: "forged")
        var last: Commit?
        for entry in try await rehearsal.journal.history(of: id) {
            if forgery.hasPrefix("without a step"), entry.event == "purchaseBegun" { continue }
            var copy = Commit(forging: entry, after: last, of: record)
            switch (forgery, entry.version) {
            case ("without a step", 4): copy = copy.with(from: entry.from)
            case ("another state", 2):
                copy = copy.with(state: entry.state.text.replacing("risk-udf", with: "other-udf"))
            case ("another state later on", 4):
                copy = copy.with(state: entry.state.text.replacing("risk-udf", with: "other-udf"))
            case ("another phase", 2): copy = copy.with(phase: "paid")
            case ("another time", 2): copy = copy.with(updatedAt: entry.at + .seconds(3600))
            case ("a state with more in it", 2): copy = copy.with(state: "{\"a\":1," + entry.state.text.dropFirst())
            default: break
            }
            try await forged.commit(copy)
            last = copy
        }
        let problems = try await WorkflowBook(forged, of: .standard, at: nil).replay()
        #expect(problems.map(\.english) == ["order risk, \(problem)"])
    }
}

extension Commit {
    fileprivate init(forging entry: HistoryEntry, after last: Commit?, of record: StoredWorkflow) {
        self.init(
            StoredWorkflow(
                id: record.id, name: record.name, kind: record.kind, definitionVersion: 1, cloud: record.cloud,
                phase: entry.to, isFinished: false, state: entry.state.text, version: (last?.workflow.version ?? 0) + 1,
                postponement: nil, createdAt: record.createdAt, updatedAt: entry.at),
            event: entry.event, evidence: entry.evidence.text, from: last?.workflow.phase, actor: entry.actor,
            requestID: entry.requestID, claims: [])
    }

    fileprivate func with(
        from: String? = nil, phase: String? = nil, state: String? = nil, updatedAt: Timestamp? = nil
    ) -> Self {
        Self(
            StoredWorkflow(
                id: workflow.id, name: workflow.name, kind: workflow.kind, definitionVersion: 1, cloud: workflow.cloud,
                phase: phase ?? workflow.phase, isFinished: false, state: state ?? workflow.state,
                version: workflow.version, postponement: nil, createdAt: workflow.createdAt,
                updatedAt: updatedAt ?? workflow.updatedAt),
            event: event, evidence: evidence, from: from ?? self.from, actor: actor, requestID: requestID, claims: [])
    }
}
