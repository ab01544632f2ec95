import Provisioning
import Wording
import Workflow
import WorkflowEngine

/// Tells how a run goes on: each transition on a line, and on a terminal one line that says what is waited for.
struct RunReporter {
    let console: Console

    func report(_ progress: RunProgress<AdvanceReport>) {
        switch progress {
        case .turned(let report):
            console.report(report.transitions, of: report.workflow)
            guard let failure = report.failure else { return }
            let next = report.workflow.next
            console.note("\(report.workflow.name): \(console(failure.message))")
            if case .wait(let until) = next.step {
                console.note(
                    LocalizedText(
                        "\(report.workflow.name): next attempt at \(until.nextWholeSecond.rfc3339)",
                        zh: "\(report.workflow.name)：下次尝试 \(until.nextWholeSecond.rfc3339)"))
            }
        case .waiting(let turns, let until, let now):
            console.progress(line(for: turns.map { $0.workflow(at: now) }, until: until))
        }
    }

    private func line(for orders: [WorkflowReport], until: Timestamp) -> String {
        guard orders.count == 1, let order = orders.first else {
            return console(
                LocalizedText(
                    "\(orders.count) orders wait, the earliest until \(until.rfc3339)",
                    zh: "\(orders.count) 个订单等待中，最早至 \(until.rfc3339)"))
        }
        guard let progress = order.presentation.progress else {
            return "\(order.name): \(console(order.next.reason.message))"
        }
        let bar = progress.bar(width: 20)
        let percent = Int((progress.share * 100).rounded(.down))
        let rest =
            progress.expectedRest > .zero
            ? LocalizedText("about \(progress.expectedRest.short) left", zh: "约剩 \(progress.expectedRest.short)")
            : LocalizedText("longer than usual", zh: "超过通常时间")
        let since = LocalizedText("\(progress.elapsed.short) since it was created", zh: "已创建 \(progress.elapsed.short)")
        return "\(order.name): \(bar) \(percent) %  \(progress.stage)  \(console(since)), \(console(rest))"
    }
}

extension Progress {
    fileprivate func bar(width: Int) -> String {
        let filled = Int(share * Double(width))
        return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    }
}
