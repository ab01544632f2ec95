import CanonicalJSON
public import Testing
import Workflow
public import WorkflowEngine

/// The promises that every journal keeps, as checks that run over any adapter.
public struct JournalContract: Sendable, CustomTestStringConvertible {
    /// The promise, as a sentence.
    public let testDescription: String
    private let check: @Sendable (any Journal) async throws -> Void

    private init(_ promise: String, _ check: @escaping @Sendable (any Journal) async throws -> Void) {
        testDescription = promise
        self.check = check
    }

    /// Checks that an empty journal keeps the promise.
    public func hold(for journal: any Journal) async throws {
        try await check(journal)
    }

    /// Every promise.
    public static let promises: [Self] = placing + committing + postponing + claiming + locking + looking
}

// MARK: - Placing and committing

extension JournalContract {
    private static let placing = [
        Self("what is placed is found by its id and by its name") { journal in
            let placed = Sample.placing("a")
            try await journal.commit(placed)
            #expect(try await journal.workflow(placed.workflow.id) == placed.workflow)
            #expect(try await journal.workflow(named: "a") == placed.workflow)
            #expect(try await journal.workflow(named: "b") == nil)
        },
        Self("a name is given once") { journal in
            try await journal.commit(Sample.placing("a"))
            await #expect(throws: JournalError.nameTaken("a")) {
                try await journal.commit(Sample.placing("a", number: 2))
            }
            #expect(try await journal.workflows().count == 1)
        },
        Self("an id is placed once") { journal in
            let placed = Sample.placing("a")
            try await journal.commit(placed)
            await #expect(throws: JournalError.overtaken(placed.workflow.id)) {
                try await journal.commit(Sample.placing("b"))
            }
        },
    ]

    private static let committing = [
        Self("a commit replaces the state and adds to the history") { journal in
            let placed = Sample.placing("a")
            try await journal.commit(placed)
            let moved = Sample.moving(placed.workflow, to: "second")
            try await journal.commit(moved)
            #expect(try await journal.workflow(placed.workflow.id) == moved.workflow)
            let history = try await journal.history(of: placed.workflow.id)
            #expect(history.map(\.version) == [1, 2])
            #expect(history.map(\.position) == [1, 2])
            #expect(history.map(\.from) == [nil, "first"])
            #expect(history.map(\.to) == ["first", "second"])
            #expect(history.map(\.state.text) == [placed.workflow.state, moved.workflow.state])
            #expect(history.last?.evidence.text == moved.evidence)
            #expect(history.last?.actor == moved.actor)
            #expect(history.last?.requestID == moved.requestID)
            #expect(history.last?.at == moved.workflow.updatedAt)
        },
        Self("a commit that leaves another version than the last is refused and changes nothing") { journal in
            let placed = Sample.placing("a")
            try await journal.commit(placed)
            let moved = Sample.moving(placed.workflow, to: "second")
            try await journal.commit(moved)
            await #expect(throws: JournalError.overtaken(placed.workflow.id)) {
                try await journal.commit(Sample.moving(placed.workflow, to: "third"))
            }
            #expect(try await journal.workflow(placed.workflow.id) == moved.workflow)
            #expect(try await journal.history(of: placed.workflow.id).count == 2)
        },
        Self("positions count over all workflows without a gap, refused commits included") { journal in
            let one = Sample.placing("a")
            let two = Sample.placing("b", number: 2)
            try await journal.commit(one)
            await #expect(throws: JournalError.self) { try await journal.commit(one) }
            try await journal.commit(two)
            try await journal.commit(Sample.moving(one.workflow, to: "second"))
            var positions = try await journal.history(of: one.workflow.id).map(\.position)
            positions += try await journal.history(of: two.workflow.id).map(\.position)
            #expect(positions.sorted() == [1, 2, 3])
        },
        Self("a workflow can be given another name, but not another's") { journal in
            let one = Sample.placing("a")
            try await journal.commit(one)
            try await journal.commit(Sample.placing("b", number: 2))
            await #expect(throws: JournalError.nameTaken("b")) {
                try await journal.commit(Sample.moving(one.workflow, to: "second", name: "b"))
            }
            try await journal.commit(Sample.moving(one.workflow, to: "second", name: "c"))
            #expect(try await journal.workflow(named: "c")?.id == one.workflow.id)
            #expect(try await journal.workflow(named: "a") == nil)
        },
    ]

    private static let postponing = [
        Self("a postponement is kept beside the state and is no history") { journal in
            let placed = Sample.placing("a")
            try await journal.commit(placed)
            let reason = PostponementReason(code: "Throttling", detail: "too many", requestID: "R1")
            let postponement = Postponement(attempt: 2, reason: reason, dueAt: Sample.time + .seconds(4))
            try await journal.postpone(placed.workflow.id, at: 1, postponement)
            #expect(try await journal.workflow(placed.workflow.id)?.postponement == postponement)
            #expect(try await journal.workflow(placed.workflow.id)?.version == 1)
            #expect(try await journal.history(of: placed.workflow.id).count == 1)
            try await journal.postpone(placed.workflow.id, at: 1, nil)
            #expect(try await journal.workflow(placed.workflow.id) == placed.workflow)
        },
        Self("a commit writes its own postponement in place of the one before") { journal in
            let placed = Sample.placing("a")
            try await journal.commit(placed)
            let postponement = Postponement(attempt: 1, reason: PostponementReason(code: "x"), dueAt: nil)
            try await journal.postpone(placed.workflow.id, at: 1, postponement)
            let moved = Sample.moving(placed.workflow, to: "second")
            try await journal.commit(moved)
            #expect(try await journal.workflow(placed.workflow.id)?.postponement == nil)
        },
        Self("a postponement of another version is refused") { journal in
            let placed = Sample.placing("a")
            try await journal.commit(placed)
            await #expect(throws: JournalError.overtaken(placed.workflow.id)) {
                try await journal.postpone(
                    placed.workflow.id, at: 2, Postponement(attempt: 1, reason: .init(code: "x"), dueAt: nil))
            }
        },
    ]
}

// MARK: - Claims, locks, looks

extension JournalContract {
    private static let claiming = [
        Self("claims are replaced by each commit") { journal in
            let placed = Sample.placing("a", claims: [Claim("seats", amount: 3, limit: 10)])
            try await journal.commit(placed)
            let held = try await journal.claims(on: ["seats"], in: Sample.cloud, exceptOf: nil)
            #expect(held == [HeldClaim(Claim("seats", amount: 3, limit: 10), holder: placed.workflow.id, named: "a")])
            #expect(try await journal.claims(on: ["seats"], in: Sample.cloud, exceptOf: placed.workflow.id).isEmpty)
            #expect(try await journal.claims(on: ["beds"], in: Sample.cloud, exceptOf: nil).isEmpty)
            try await journal.commit(Sample.moving(placed.workflow, to: "second"))
            #expect(try await journal.claims(on: ["seats"], in: Sample.cloud, exceptOf: nil).isEmpty)
        },
        Self("all together claim no more than there is: exactly as much is granted, one more is refused") { journal in
            try await journal.commit(Sample.placing("a", claims: [Claim("seats", amount: 6, limit: 10)]))
            let other = Sample.placing("b", number: 2)
            try await journal.commit(other)
            let claim = Claim("seats", amount: 5, limit: 10)
            await #expect(throws: JournalError.claimed(resource: "seats")) {
                try await journal.commit(Sample.moving(other.workflow, to: "second", claims: [claim]))
            }
            #expect(try await journal.workflow(other.workflow.id) == other.workflow)
            #expect(try await journal.history(of: other.workflow.id).count == 1)
            let exact = Claim("seats", amount: 4, limit: 10)
            try await journal.commit(Sample.moving(other.workflow, to: "second", claims: [exact]))
        },
        Self("a workflow's own claim does not stand in its way") { journal in
            let placed = Sample.placing("a", claims: [Claim("seats", amount: 6, limit: 10)])
            try await journal.commit(placed)
            let more = Claim("seats", amount: 10, limit: 10)
            try await journal.commit(Sample.moving(placed.workflow, to: "second", claims: [more]))
        },
        Self("what is kept was granted, whatever others have been granted since") { journal in
            let kept = Claim("seats", amount: 6, limit: 10)
            let placed = Sample.placing("a", claims: [kept])
            try await journal.commit(placed)
            // There are more by now, as another has seen.
            try await journal.commit(
                Sample.placing("b", number: 2, claims: [Claim("seats", amount: 12, limit: 20)]))
            let bed = Claim("beds", amount: 1, limit: 1)
            let moved = Sample.moving(placed.workflow, to: "second", claims: [kept, bed])
            try await journal.commit(moved)
            #expect(try await journal.claims(on: ["beds"], in: Sample.cloud, exceptOf: nil).map(\.claim) == [bed])
            await #expect(throws: JournalError.claimed(resource: "seats")) {
                let more = Claim("seats", amount: 7, limit: 10)
                try await journal.commit(Sample.moving(moved.workflow, to: "second", claims: [more, bed]))
            }
        },
        Self("a claim that is given up can be taken by another") { journal in
            let seats = Claim("seats", amount: 10, limit: 10)
            let bed = Claim("beds", amount: 1, limit: 1)
            let placed = Sample.placing("a", claims: [seats, bed])
            try await journal.commit(placed)
            try await journal.commit(Sample.moving(placed.workflow, to: "second", claims: [bed]))
            try await journal.commit(Sample.placing("b", number: 2, claims: [seats]))
            #expect(
                try await journal.claims(on: ["beds", "seats"], in: Sample.cloud, exceptOf: nil).map(\.holderName) == [
                    "a", "b",
                ])
        },
        Self("clouds do not share resources") { journal in
            try await journal.commit(Sample.placing("a", claims: [Claim("seats", amount: 10, limit: 10)]))
            let elsewhere = Sample.placing(
                "b", number: 2, cloud: "another", claims: [Claim("seats", amount: 10, limit: 10)])
            try await journal.commit(elsewhere)
            #expect(try await journal.claims(on: ["seats"], in: "another", exceptOf: elsewhere.workflow.id).isEmpty)
        },
    ]

    private static let locking = [
        Self("a lock is held by one at a time") { journal in
            let placed = Sample.placing("a")
            try await journal.commit(placed)
            let lock = try #require(try await journal.lock(placed.workflow.id))
            await #expect(throws: JournalError.busy(placed.workflow.id)) {
                try await journal.lock(placed.workflow.id)
            }
            lock.release()
            #expect(try await journal.lock(placed.workflow.id) != nil)
        },
        Self("a lock ends with its last reference") { journal in
            let placed = Sample.placing("a")
            try await journal.commit(placed)
            for _ in 0..<3 {
                #expect(try await journal.lock(placed.workflow.id) != nil)
            }
        },
        Self("the locks of two workflows are two") { journal in
            let one = Sample.placing("a")
            let two = Sample.placing("b", number: 2)
            try await journal.commit(one)
            try await journal.commit(two)
            let locks = [try await journal.lock(one.workflow.id), try await journal.lock(two.workflow.id)]
            #expect(locks.allSatisfy { $0 != nil })
        },
        Self("there is no lock on what does not exist") { journal in
            let lock = try await journal.lock(Sample.id(9))
            #expect(lock == nil)
        },
    ]

    private static let looking = [
        Self("workflows are listed oldest first, finished ones on demand") { journal in
            let one = Sample.placing("a")
            try await journal.commit(one)
            try await journal.commit(Sample.placing("b", number: 2))
            try await journal.commit(Sample.moving(one.workflow, to: "end", isFinished: true))
            #expect(try await journal.workflows().map(\.name) == ["a", "b"])
            let waiting = [WorkflowInFlight(id: Sample.id(2), phase: "first")]
            #expect(try await journal.inFlight(in: nil) == waiting)
            #expect(try await journal.inFlight(in: Sample.cloud) == waiting)
            #expect(try await journal.inFlight(in: "another").isEmpty)
            #expect(try await journal.namesInFlight(outside: "another") == ["b"])
            #expect(try await journal.namesInFlight(outside: Sample.cloud).isEmpty)
            #expect(try await journal.names(limit: 1) == ["b"])
            #expect(try await journal.names(limit: 5) == ["b", "a"])
        },
        Self("workflows are found by what they are, sorted, and bounded by what changed last") { journal in
            try await Sample.fill(journal)
            for (query, names, leftOut) in Sample.queries {
                var found: [StoredWorkflow] = []
                let missing = try await journal.forEachChunk(of: query) { found += $0 }
                #expect(found.map(\.name) == names, "\(query)")
                #expect(missing == leftOut, "\(query)")
                for workflow in found { #expect(try await journal.workflow(workflow.id) == workflow) }
            }
        },
        Self("a selection is read in parts, each as it is then") { journal in
            try await Sample.fill(journal)
            let selection = try await journal.select(WorkflowQuery(sortedBy: .name))
            #expect(selection.count == 5)
            let first = try await journal.workflows(of: selection, at: 0..<2)
            #expect(first.map(\.name) == ["a", "ab"])
            let last = try #require(try await journal.workflow(named: "b"))
            try await journal.commit(Sample.moving(last, to: "third"))
            let rest = try await journal.workflows(of: selection, at: 2..<5)
            #expect(rest.map(\.name) == ["b", "c[d", "e"])
            #expect(rest.first?.phase == "third")
        },
        Self("ids are found by how they begin") { journal in
            for number in 1...3 { try await journal.commit(Sample.placing("w\(number)", number: number)) }
            let shared = String(Sample.id(1).rawValue.dropLast())
            #expect(try await journal.ids(beginningWith: shared, limit: 10).count == 3)
            #expect(try await journal.ids(beginningWith: shared, limit: 2).count == 2)
            #expect(try await journal.ids(beginningWith: Sample.id(2).rawValue, limit: 10) == [Sample.id(2)])
            #expect(try await journal.ids(beginningWith: "%", limit: 10).isEmpty)
            #expect(try await journal.ids(beginningWith: "____", limit: 10).isEmpty)
        },
        Self("an unknown workflow has no history") { journal in
            let workflow = try await journal.workflow(Sample.id(9))
            #expect(workflow == nil)
            #expect(try await journal.history(of: Sample.id(9)).isEmpty)
        },
    ]
}

/// Commits to check a journal with.
private enum Sample {
    /// Five workflows: `b`, `ab` and `c[d` under way, `a` and `e` finished, `a` after `e` and `b` changed last.
    ///
    /// `a` and `ab` are in one region, `b` has come to it from another, the others are in none.
    static func fill(_ journal: any Journal) async throws {
        let names = ["b", "a", "e", "c[d", "ab"]
        var placed: [StoredWorkflow] = []
        for (index, name) in names.enumerated() {
            let region = ["a": "here", "ab": "here", "b": "there"][name]
            let commit = placing(name, number: index + 1, in: region)
            try await journal.commit(commit)
            placed.append(commit.workflow)
        }
        try await journal.commit(moving(placed[2], to: "end", isFinished: true))
        try await journal.commit(moving(placed[1], to: "end", isFinished: true))
        try await journal.commit(moving(placed[0], to: "second", in: "here"))
    }

    /// What is asked of these, what is found, and how many are left out.
    static let queries: [(WorkflowQuery, [String], Int)] = [
        (WorkflowQuery(), ["b", "a", "e", "c[d", "ab"], 0),
        (WorkflowQuery(descending: true), ["ab", "c[d", "e", "a", "b"], 0),
        (WorkflowQuery(sortedBy: .name), ["a", "ab", "b", "c[d", "e"], 0),
        (WorkflowQuery(sortedBy: .phase), ["a", "e", "c[d", "ab", "b"], 0),
        (WorkflowQuery(sortedBy: .updated), ["c[d", "ab", "b", "a", "e"], 0),
        (WorkflowQuery(sortedBy: .updated, descending: true), ["e", "a", "b", "ab", "c[d"], 0),
        (WorkflowQuery(finished: .none), ["b", "c[d", "ab"], 0),
        (WorkflowQuery(finished: .youngest(1)), ["b", "a", "c[d", "ab"], 1),
        (WorkflowQuery(finished: .youngest(9)), ["b", "a", "e", "c[d", "ab"], 0),
        (WorkflowQuery(finished: .youngest(0), sortedBy: .name), ["ab", "b", "c[d"], 2),
        (WorkflowQuery(limit: 3), ["b", "a", "e"], 2),
        (WorkflowQuery(limit: 9), ["b", "a", "e", "c[d", "ab"], 0),
        (WorkflowQuery(finished: .none, limit: 2, sortedBy: .name), ["ab", "b"], 1),
        (WorkflowQuery(finished: .youngest(1), limit: 2), ["b", "a"], 3),
        (WorkflowQuery(phases: ["end", "second"]), ["b", "a", "e"], 0),
        (WorkflowQuery(phases: ["end"], finished: .youngest(1)), ["a"], 1),
        (WorkflowQuery(phases: ["end"], limit: 1), ["a"], 1),
        (WorkflowQuery(phases: ["nowhere"]), [], 0),
        (WorkflowQuery(kinds: ["sample", "other"], finished: .none), ["b", "c[d", "ab"], 0),
        (WorkflowQuery(kinds: ["other"]), [], 0),
        (WorkflowQuery(at: 1..<3), ["a", "e"], 3),
        (WorkflowQuery(sortedBy: .name, descending: true, at: 0..<2), ["e", "c[d"], 3),
        (WorkflowQuery(sortedBy: .phase, at: 3..<9), ["ab", "b"], 3),
        (WorkflowQuery(finished: .none, sortedBy: .updated, at: 1..<2), ["ab"], 2),
        (WorkflowQuery(phases: ["end"], at: 5..<9), [], 2),
        (WorkflowQuery(finished: .youngest(1), at: 3..<4), ["ab"], 4),
        (WorkflowQuery(regions: ["here"]), ["b", "a", "ab"], 0),
        (WorkflowQuery(regions: ["there"]), [], 0),
        (WorkflowQuery(regions: ["here", "there"], finished: .none, limit: 1), ["b"], 1),
        (WorkflowQuery(name: NamePattern("a*")), ["a", "ab"], 0),
        (WorkflowQuery(name: NamePattern("?")), ["b", "a", "e"], 0),
        (WorkflowQuery(name: NamePattern("*b*")), ["b", "ab"], 0),
        (WorkflowQuery(name: NamePattern("c[?")), ["c[d"], 0),
        (WorkflowQuery(name: NamePattern("[ab]")), [], 0),
        (WorkflowQuery(name: NamePattern("")), [], 0),
        (WorkflowQuery(name: NamePattern("**?*")), ["b", "a", "e", "c[d", "ab"], 0),
    ]

    static let cloud = "cloud"
    static let time = Timestamp(millisecondsSince1970: 1_617_238_800_123)

    static func id(_ number: Int) -> WorkflowID {
        WorkflowID(rawValue: "01F24DZC80000000000000000\(number)")
    }

    static func placing(
        _ name: String, number: Int = 1, cloud: String = Sample.cloud, in region: String? = nil, claims: [Claim] = []
    ) -> Commit {
        let workflow = StoredWorkflow(
            id: id(number), name: name, kind: "sample", definitionVersion: 1, cloud: cloud, region: region,
            phase: "first",
            isFinished: false, state: #"{"phase":"first"}"#, version: 1, postponement: nil, createdAt: time,
            updatedAt: time)
        return Commit(
            workflow, event: "placed", evidence: #"{"n":1}"#, from: nil, actor: Actor(.operator, id: "op"),
            requestID: nil, claims: claims)
    }

    static func moving(
        _ workflow: StoredWorkflow, to phase: String, name: String? = nil, in region: String? = nil,
        isFinished: Bool = false, claims: [Claim] = []
    ) -> Commit {
        let moved = StoredWorkflow(
            id: workflow.id, name: name ?? workflow.name, kind: workflow.kind, definitionVersion: 1,
            cloud: workflow.cloud, region: region ?? workflow.region, phase: phase, isFinished: isFinished,
            state: #"{"phase":"\#(phase)"}"#,
            version: workflow.version + 1, postponement: nil, createdAt: workflow.createdAt,
            updatedAt: workflow.updatedAt + .seconds(1))
        return Commit(
            moved, event: "moved", evidence: #"{"n":2}"#, from: workflow.phase, actor: Actor(.account, id: "1"),
            requestID: "R", claims: claims)
    }
}
