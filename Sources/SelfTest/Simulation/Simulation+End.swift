import Provisioning
import RealtimeCompute
import SimulatedCloud
import Wording
import Workflow
import WorkflowEngine

extension Simulation {
    /// Mends the world, answers every question as a sensible operator would, and expects every workflow to come to an end.
    func expectAWayOn() async throws {
        try stage.change(.clearFaults())
        let survivor = Survivor()
        for round in 0..<80 {
            // And again: a request that arrives hours late may take away what was mended.
            if round % 20 == 0 { for script in scripts { try script.mend(stage) } }
            var open = 0
            for id in workflows {
                let report = try await stage.book.workflow(id)
                guard !report.isFinished else { continue }
                open += 1
                switch report.next.step {
                case .perform: await stage.perform(.advance(id), by: survivor)
                case .wait(let until):
                    // A start takes half an hour of polls: some of them are slept through.
                    stage.time.advance(to: max(until, stage.time.current + .seconds(5 * 60)))
                    await stage.perform(.advance(id), by: survivor)
                case .ask:
                    guard let question = report.next.what, let seen = stage.watch.workflows[id] else { continue }
                    await seen.staged.answer(question, on: seen.record, in: round, on: stage)
                case .finished: break
                }
            }
            if open == 0 { return }
        }
        for id in workflows {
            let report = try await stage.book.workflow(id)
            guard !report.isFinished else { continue }
            stage.watch.note(
                .alwaysAWayOn, "\(report.name) stays \(report.phase), \(report.next.reason.code)\(report.stays)")
        }
    }

    /// What must be true of the world and the journal when all is done.
    func judgeTheEnd() async throws {
        let watch = stage.watch
        for problem in try await stage.book.replay() {
            watch.note(.everyChangeIsHistory, problem.english)
        }
        let state = try stage.cloud.overview().state
        let keys =
            state.purchases.map(\.purchase.key) + state.sharedPurchases.map(\.key) + state.renewals.map(\.key)
        for (key, count) in count(keys.compactMap { $0?.rawValue }) where count > 1 {
            watch.note(.oneRequestPerEpoch, "\(count) of the vendor's orders bear the key \(key)")
        }
        for (instance, count) in count(state.clusters.map(\.instance.rawValue)) where count > 1 {
            watch.note(.lookBeforeCreate, "\(count) clusters on \(instance)")
        }
        let projects =
            state.projects.map { "\($0.cluster)/\($0.project.name)" }
            + state.sharedProjects.map { "\($0.instance)/\($0.project.name)" }
        for (project, count) in count(projects) where count > 1 {
            watch.note(.lookBeforeCreate, "\(count) projects \(project)")
        }
        // What others rested on may have been changed and released since.
        for id in workflows where !prepared.contains(id) {
            guard let seen = watch.workflows[id] else { continue }
            for breach in seen.staged.breachesAtTheEnd(as: seen.record, in: state) { watch.note(breach) }
        }
    }

    private func count(_ names: [String]) -> [String: Int] {
        Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
    }
}

extension WorkflowReport {
    /// What does not hold of it, for whoever looks into a violation.
    fileprivate var stays: String {
        let checks = presentation.findings.filter(\.isBlocking).map { "\($0.check) \($0.observed)" }
        return checks.isEmpty ? "" : ": " + checks.joined(separator: ", ")
    }
}
