import Foundation
import Provisioning
import RealtimeComputeKinds
import SimulatedCloud
import Workflow
import WorkflowEngine
import WorkflowSQLite

/// What years of history cost: a step, a look at an order, at its history and at the list, and the start of `sluice resume`
/// up to its first step, in a store of very many finished orders and in one of few.
struct GrowthRow {
    private static let few = 1000
    private static let inFlight = 200

    private let bench: Workbench
    private let many: Int
    /// Orders that are stepped here; as many are left to resume.
    private let stepping: Int
    /// How often a start of the program is measured, by turns.
    private let starts: Int

    init(_ bench: Workbench) {
        self.bench = bench
        many = bench.many(1_000_000, quick: 1500)
        stepping = bench.many(48, quick: 3)
        starts = bench.many(15, quick: 2)
    }

    func measure() async throws -> [Figure] {
        let few = try Harness(program: bench.program, in: bench.directory.appendingPathComponent("few"))
        try few.prepare(ordersToStep: 2 * stepping)
        let many = try Harness(program: bench.program, copying: few, in: bench.directory.appendingPathComponent("many"))
        try few.fill(finished: Self.few, inFlight: Self.inFlight)
        try many.fill(finished: self.many, inFlight: Self.inFlight)

        let (small, large) = (try Opened(few), try Opened(many))
        var times: [Question: (few: [Duration], many: [Duration])] = [:]
        for number in 1...stepping {
            for question in Question.allCases {
                times[question, default: ([], [])].few.append(try await small.time(question, number))
                times[question, default: ([], [])].many.append(try await large.time(question, number))
            }
        }
        var resumes: (few: [Duration], many: [Duration]) = ([], [])
        for _ in 0..<starts {
            resumes.few.append(try few.timeToFirstStep())
            resumes.many.append(try many.timeToFirstStep())
        }
        let answers = Question.allCases.compactMap { question in
            times[question].map { figure("growth, \(question.rawValue)", stepping, $0) }
        }
        return answers + [figure("growth, first step of resume", starts, resumes)]
    }

    private func figure(_ name: String, _ count: Int, _ times: (few: [Duration], many: [Duration])) -> Figure {
        .cost(
            name, of: count, "µs", times.many.median / .microseconds(1), limit: times.few.median / .microseconds(1),
            is: "\(Self.few) finished orders, not \(many)", must: 1.3, goal: 1.1)
    }

    private enum Question: String, CaseIterable {
        case step, show, history, list
    }

    /// A store and its cloud, opened.
    private struct Opened {
        private let journal: SQLiteJournal
        private let provisioner: Provisioner

        init(_ harness: Harness) throws {
            journal = try SQLiteJournal.openOrCreate(harness.store)
            let cloud = try SimulatedCloud(at: harness.cloud)
            provisioner = Provisioner(
                journal: journal, registry: .standard, cloud: cloud, clock: JumpingClock(cloud: cloud),
                operatorActor: Actor(.operator, id: "bench"), logger: .silent)
        }

        func time(_ question: Question, _ number: Int) async throws -> Duration {
            let book = WorkflowBook(journal, of: .standard, at: nil)
            let id = try await book.resolve("step\(number)")
            return try await ContinuousClock().measure {
                switch question {
                case .step:
                    let turn = try await provisioner.advance(id)
                    precondition(!turn.transitions.isEmpty, "a step was taken: \(turn.phaseName)")
                case .show:
                    _ = try await book.workflow(try await book.resolve("step\(number)"))
                case .history:
                    let history = try await book.history(of: id)
                    precondition(history.count > 1, "there is a history")
                case .list:
                    let query = WorkflowQuery(finished: .youngest(20), sortedBy: .updated, descending: true)
                    try await book.forEachChunk(of: query) { precondition(!$0.isEmpty, "there are orders") }
                }
            }
        }
    }
}
