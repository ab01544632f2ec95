import Provisioning
import SimulatedCloud
import Wording
import Workflow
import WorkflowEngine
import WorkflowSQLite

/// A run over orders that has ended.
struct RunEnd {
    /// Where the run left each order, and how the order stands.
    let orders: [(report: RunReport, order: WorkflowReport)]
    let wasInterrupted: Bool

    /// Tells how it ended, and gives the status that this comes to; one order is told of whole if it was the only one
    /// that was asked for.
    func report(to console: Console, wasOneOrder: Bool) throws -> ExitStatus {
        console.endProgress()
        for (report, order) in orders { console.report(report.ending, of: order) }
        try reportErrors(to: console, wasOneOrder: wasOneOrder)
        if wasOneOrder, let end = orders.first {
            // An order that could not be taken up has only the error to show.
            if end.report.error == nil || end.report.error?.exitStatus == .refused { try console.print(end.order) }
        } else if console.isJSON {
            try console.print(json: orders.map { WorkflowJSON($0.order, in: console.language) })
        } else if !orders.isEmpty {
            console.printTable(orders.map(\.order))
        }
        guard !wasInterrupted else {
            console.note(
                LocalizedText(
                    "interrupted; everything is kept, sluice resume goes on", zh: "已中断；一切均已保存，sluice resume 可继续"))
            return .interrupted
        }
        let statuses = orders.map(status)
        return wasOneOrder ? statuses.first ?? .done : .overall(of: statuses)
    }

    /// The first that holds: lost, asking, failing calls, provisioned or where it was to be, still waiting.
    private func status(of end: (report: RunReport, order: WorkflowReport)) -> ExitStatus {
        if let error = end.report.error { return error.exitStatus }
        if end.order.standing == .lost { return .orderLost }
        if end.order.isAsking { return .asked }
        if end.report.last?.failure != nil { return .cloudUnavailable }
        switch end.report.ending {
        case .settled, .reached: return .done
        case .stopped, .timeStandsStill, .failing, .error: return .waiting
        }
    }

    /// Tells what kept orders from being advanced: to people each, to scripts the gravest as the one error.
    private func reportErrors(to console: Console, wasOneOrder: Bool) throws {
        let errors = orders.compactMap { end in end.report.error.map { (order: end.order, error: $0) } }
        guard console.isJSON else {
            for (order, error) in errors {
                if !wasOneOrder { console.note("\(order.name):") }
                console.report(error)
            }
            return
        }
        let gravest = ExitStatus.overall(of: errors.map(\.error.exitStatus))
        if let told = errors.first(where: { $0.error.exitStatus == gravest }) ?? errors.first {
            console.report(told.error)
        }
    }
}

extension RunReport {
    /// What kept the order from being advanced, if something did.
    fileprivate var error: (any CommandFailure)? {
        guard case .error(let error) = ending else { return nil }
        return error as? any CommandFailure ?? UnexpectedFailure(error)
    }
}

extension Console {
    fileprivate func report(_ ending: RunReport.Ending, of order: WorkflowReport) {
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
            let jump = command(["sluice", "cloud", "clock", "advance", (until - order.now).roundedUp.short])
            note(
                LocalizedText(
                    "\(order.name): waits, and the cloud's time stands still: \(jump)",
                    zh: "\(order.name)：等待中，而云端时间静止：\(jump)"))
        }
    }
}

extension Context {
    /// Runs orders until each has ended, time is up, or the user interrupts.
    func run(
        _ ids: [WorkflowID], until phase: String?, timeout: Duration?, at pace: Pace, over journal: SQLiteJournal
    ) async throws -> RunEnd {
        let provisioner = try await provisioner(over: journal)
        let interruption = Interruption()
        let deadline = Deadline(after: timeout)
        let reporter = RunReporter(console: console)
        let reports = try await provisioner.run(
            ids, until: phase, concurrency: pace.concurrency,
            shouldStop: { interruption.hasCome || deadline.hasCome }, report: reporter.report)
        let book = WorkflowBook(journal, of: registry, at: try await cloud().clock.now())
        var orders: [(report: RunReport, order: WorkflowReport)] = []
        for report in reports { orders.append((report, await observed(try await book.workflow(report.id)))) }
        return RunEnd(orders: orders, wasInterrupted: interruption.hasCome)
    }
}

extension Duration {
    /// This duration in whole seconds, never less than it is.
    fileprivate var roundedUp: Self {
        .seconds((wholeMilliseconds + 999) / 1000)
    }
}
