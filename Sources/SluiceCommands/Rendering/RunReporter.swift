import Provisioning
import RealtimeCompute
import Wording
import Workflow

/// Tells how a run goes on: each transition on a line, and on a terminal one line that says what is waited for.
struct RunReporter {
    let console: Console

    func report(_ news: RunProgress) {
        switch news {
        case .turned(let report):
            console.report(report.transitions, of: report.order)
            guard let failure = report.failure else { return }
            let next = report.order.next
            console.note("\(report.order.name): \(console(failure.message))")
            if case .wait(_, let until) = next.kind {
                console.note(
                    LocalizedText(
                        "\(report.order.name): next attempt at \(until.nextWholeSecond.rfc3339)",
                        zh: "\(report.order.name)：下次尝试 \(until.nextWholeSecond.rfc3339)"))
            }
        case .waiting(let orders, let until):
            console.progress(line(for: orders, until: until))
        }
    }

    private func line(for orders: [OrderReport], until: Timestamp) -> String {
        guard orders.count == 1, let order = orders.first else {
            return console(
                LocalizedText(
                    "\(orders.count) orders wait, the earliest until \(until.rfc3339)",
                    zh: "\(orders.count) 个订单等待中，最早至 \(until.rfc3339)"))
        }
        guard let progress = order.startProgress else {
            return "\(order.name): \(console(order.next.reason.message))"
        }
        let bar = progress.bar(width: 20)
        let percent = Int((progress.share * 100).rounded(.down))
        let stage = progress.stage ?? ClusterStatus.starting.title
        let rest =
            progress.expectedRest > .zero
            ? LocalizedText("about \(progress.expectedRest.short) left", zh: "约剩 \(progress.expectedRest.short)")
            : LocalizedText("longer than usual", zh: "超过通常时间")
        let since = LocalizedText("\(progress.elapsed.short) since it was created", zh: "已创建 \(progress.elapsed.short)")
        return "\(order.name): \(bar) \(percent) %  \(stage)  \(console(since)), \(console(rest))"
    }
}

extension StartProgress {
    fileprivate func bar(width: Int) -> String {
        let filled = Int(share * Double(width))
        return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    }
}
