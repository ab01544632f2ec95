import Notifications
import Provisioning
import SimulatedCloud
import Wording
import Workflow
import WorkflowEngine
import WorkflowSQLite

/// A run over orders that has ended.
///
/// The orders are read as they are told of, some at a time: there may be very many.
struct RunEnd {
    /// Where the run left each order.
    let results: [RunResult]
    let wasInterrupted: Bool
    /// Reads an order as it stands.
    let order: (WorkflowID) async throws -> WorkflowReport

    /// How many orders are read and printed at a time.
    private static let part = 100

    /// Nothing was there to be run.
    static var ofNothing: Self {
        Self(results: [], wasInterrupted: false) { throw UnknownOrder(reference: $0.rawValue) }
    }

    /// Tells how it ended, and gives the status that this comes to; one order is told of whole if it was the only one
    /// that was asked for.
    func report(to console: Console, wasOneOrder: Bool) async throws -> ExitStatus {
        console.endProgress()
        let status =
            if wasOneOrder, let result = results.first {
                try await report(result, to: console)
            } else {
                try await reportAll(to: console)
            }
        guard !wasInterrupted else {
            console.note(
                LocalizedText(
                    "interrupted; everything is kept, sluice resume goes on", zh: "已中断；一切均已保存，sluice resume 可继续"))
            return .interrupted
        }
        return status
    }

    private func report(_ result: RunResult, to console: Console) async throws -> ExitStatus {
        let order = try await order(result.id)
        console.report(result.ending, of: order)
        if let error = result.error { console.report(error) }
        // An order that could not be taken up has only the error to show.
        if result.error == nil || result.error?.exitStatus == .refused { try console.print(order) }
        return status(result, order)
    }

    private func reportAll(to console: Console) async throws -> ExitStatus {
        var (statuses, errors): ([ExitStatus], [any CommandFailure]) = ([], [])
        var (list, table) = (JSONList(console), WorkflowTable(console))
        // What the first of those that ask is answered with, and whether any is not at its end.
        var (answer, isUnfinished) = ([String]?.none, false)
        do {
            for start in stride(from: 0, to: results.count, by: Self.part) {
                var orders: [WorkflowReport] = []
                for result in results[start..<min(start + Self.part, results.count)] {
                    let order = try await order(result.id)
                    console.report(result.ending, of: order)
                    if let error = result.error {
                        errors.append(error)
                        if !console.isJSON { console.report(error, of: order) }
                    }
                    statuses.append(status(result, order))
                    orders.append(order)
                    if order.isAsking { answer = answer ?? order.next.command }
                    isUnfinished = isUnfinished || !order.isFinished
                }
                if console.isJSON {
                    try list.print(orders.map { WorkflowJSON($0, in: console.language) })
                } else {
                    table.print(orders)
                }
            }
        } catch let unknown as UnknownKind {
            if console.isJSON { list.end() } else { table.end() }
            throw unknown
        }
        if console.isJSON {
            list.end()
            // To scripts one error is told, the gravest.
            let gravest = ExitStatus.overall(of: errors.map(\.exitStatus))
            if let told = errors.first(where: { $0.exitStatus == gravest }) ?? errors.first { console.report(told) }
        } else if !results.isEmpty {
            table.end()
            if let next = answer ?? (isUnfinished ? ["sluice", "resume"] : nil) { console.printNext(next) }
        }
        return .overall(of: statuses)
    }

    /// The first that holds: lost, asking, failing calls, provisioned or where it was to be, still waiting.
    private func status(_ result: RunResult, _ order: WorkflowReport) -> ExitStatus {
        if let error = result.error { return error.exitStatus }
        if order.standing == .lost { return .orderLost }
        if order.isAsking { return .asked }
        if result.lastFailure != nil { return .cloudUnavailable }
        switch result.ending {
        case .settled, .reached: return .done
        // Also where there was no time to look at it.
        case .stopped, .timeStandsStill, .failing, .error: return order.standing == .reached ? .done : .waiting
        }
    }
}

extension RunResult {
    /// What kept the order from being advanced, if something did.
    fileprivate var error: (any CommandFailure)? {
        guard case .error(let error) = ending else { return nil }
        return error as? any CommandFailure ?? UnexpectedFailure(error)
    }
}

extension Console {
    fileprivate func report(_ error: any CommandFailure, of order: WorkflowReport) {
        note("\(order.name):")
        report(error)
    }

    fileprivate func report(_ ending: RunResult.Ending, of order: WorkflowReport) {
        switch ending {
        case .settled, .reached, .stopped, .error:
            break
        case .failing(let failure):
            note(
                LocalizedText(
                    "\(order.name): left after 8 failed calls in a row, the last: \(failure.message.english)",
                    zh: "\(order.name)：连续 8 次调用失败，已停止，最后一次：\(failure.message.chinese)"))
        case .timeStandsStill:
            guard case .wait(let until) = order.next.step else { return }
            let words = ["sluice", "cloud", "clock", "advance", (until - order.now).roundedUp.short]
            let jump = command(words)
            note(
                "time-stands-still",
                LocalizedText(
                    "\(order.name): waits, and the cloud's time stands still: \(jump)",
                    zh: "\(order.name)：等待中，而云端时间静止：\(jump)"), command: words)
        }
    }
}

extension Context {
    /// Runs orders until each has ended, time is up, or the user interrupts.
    func run(
        _ ids: [WorkflowID], until phase: String?, timeout: Duration?, at pace: Pace, telling: Telling,
        over journal: SQLiteJournal
    ) async throws -> RunEnd {
        var beginning = try await notifier(telling, over: sharedStore(for: .writing))
        // From here on: what the run does first is told too.
        try beginning?.begin()
        let notifier = beginning
        let provisioner = try await provisioner(over: journal, sharingThreads: notifier != nil)
        let told = notifier.map { notifier in Task { try await notifier.run() } }
        let interruption = Interruption()
        let deadline = Deadline(after: timeout)
        let reporter = RunReporter(of: ids.count, on: console)
        let results = try await provisioner.run(
            ids, until: phase, concurrency: pace.concurrency,
            shouldStop: { interruption.hasCome || deadline.hasCome }, report: reporter.report)
        told?.cancel()
        _ = await told?.result
        if let notifier, let reason = try await notifier.tellOnce() {
            console.note(
                LocalizedText(
                    "not told: \(reason); it is kept in the store, sluice notify tells it",
                    zh: "未能送达：\(reason)；已保留在存储中，可用 sluice notify 送达"))
        }
        let book = WorkflowBook(journal, of: registry, at: try await cloud().clock.now())
        return RunEnd(results: results, wasInterrupted: interruption.hasCome) { id in
            let order = try await book.workflow(id)
            // Of very many, the cloud is not asked.
            return results.count > RunReporter.fewEnoughToName ? order : await self.observed(order)
        }
    }
}

extension Duration {
    /// This duration in whole seconds, never less than it is.
    fileprivate var roundedUp: Self {
        .seconds((wholeMilliseconds + 999) / 1000)
    }
}
