import Provisioning
import Wording
import Workflow
import WorkflowEngine

/// Tells how a run goes on: each transition on a line, and on a terminal one more line that says what is waited for.
///
/// Of a fleet, a terminal has no lines for what goes as it should: only how far it is as a whole.
final class RunReporter {
    private let console: Console
    private let orders: Int
    /// What the only order of the run last came to.
    private var last: AdvanceReport?
    private var fleet: FleetProgress
    private var toldAt: ContinuousClock.Instant?

    /// Of how many orders each is told of; of more, they are counted.
    static let fewEnoughToName = 50
    /// How often the line of a fleet is rewritten, at most.
    private static let pause = Duration.milliseconds(200)

    init(of orders: Int, on console: Console) {
        self.console = console
        self.orders = orders
        fleet = FleetProgress(of: orders, at: .now)
    }

    /// Whether the orders are too many for a line for each step on a terminal.
    private var isFleet: Bool { orders > Self.fewEnoughToName && console.rewritesLines }

    func report(_ progress: RunProgress<AdvanceReport>) {
        switch progress {
        case .turned(let id, let turn):
            if orders == 1 { last = turn }
            if !isFleet { console.report(turn.transitions, of: turn.workflow) }
            if let failure = turn.failure { tell(failure, turn.workflow) }
            guard console.rewritesLines, orders > 1 else { return }
            fleet.take(turn, of: id)
            guard toldAt.map({ .now - $0 > Self.pause }) ?? true else { return }
            toldAt = .now
            console.progress(console(fleet.words(at: .now, inTheCloud: turn.endedAt)))
        case .left: break
        case .waiting(_, _, let now):
            let order = last?.workflow(at: now)
            console.progress(order.map(line) ?? console(fleet.words(at: .now, inTheCloud: now)))
        }
    }

    private func tell(_ failure: any CallFailure, _ order: WorkflowReport) {
        console.endProgress()
        console.note("\(order.name): \(console(failure.message))")
        if case .wait(let until) = order.next.step {
            console.note(
                LocalizedText(
                    "\(order.name): next attempt at \(until.nextWholeSecond.rfc3339)",
                    zh: "\(order.name)：下次尝试 \(until.nextWholeSecond.rfc3339)"))
        }
    }

    private func line(for order: WorkflowReport) -> String {
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
