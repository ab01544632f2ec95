import Provisioning
import RealtimeCompute
import Wording
import Workflow
import WorkflowEngine

extension Console {
    var style: Style { Style(isOn: colors) }

    /// Prints an order: for scripts whole, for people what it waits for, why, and what may be done.
    ///
    /// - Parameter isPast: whether it is shown as it was, when nothing can be done about it any more.
    func print(_ order: OrderReport, isPast: Bool = false) throws {
        guard !isJSON else { return try print(json: OrderJSON(order, in: language)) }
        print("\(style.bold(order.name.rawValue))  \(style.phase(order.state.phase))  \(style.dim(order.id.rawValue))")
        var table = Table()
        for (label, text) in summary(of: order) + facts(of: order) {
            table.add(["  " + self(label), text])
        }
        table.lines.forEach { print($0) }
        print(order.findings)
        guard !isPast else { return }
        print("")
        printNext(of: order)
    }

    /// Prints the commands that go on from where an order stands.
    func printNext(of order: OrderReport) {
        printNext(order.next.command)
        let label = self(LocalizedText("or:", zh: "或："))
        for alternative in order.next.alternatives { print("\(style.dim(label)) \(command(alternative))") }
    }

    /// Prints the command that goes on from here.
    func printNext(_ words: [String]) {
        let label = self(LocalizedText("next:", zh: "下一步："))
        print("\(style.dim(label)) \(command(words))")
    }

    private func summary(of order: OrderReport) -> [(LocalizedText, String)] {
        var rows: [(LocalizedText, String)] = []
        switch order.next.kind {
        case .perform(let effect):
            rows.append((LocalizedText("next step", zh: "下一步"), self(effect.words)))
        case .wait(let effect, let until):
            let time = moment(until.nextWholeSecond, from: order.now)
            rows.append((LocalizedText("waits until", zh: "等待至"), "\(time), \(self(effect.words))"))
        case .ask(let question):
            rows.append((LocalizedText("asks you to", zh: "需要您"), self(question.words)))
        case .finished:
            break
        }
        rows.append((LocalizedText("because", zh: "原因"), self(order.next.reason.message)))
        if let postponement = order.postponement, postponement.attempt > 0, !isTold(postponement, in: order) {
            rows.append((LocalizedText("last call", zh: "上次调用"), self(postponement.words)))
        }
        return rows
    }

    private func isTold(_ postponement: Postponement, in order: OrderReport) -> Bool {
        order.next.reason.code == postponement.reason.code
    }

    private func facts(of order: OrderReport) -> [(LocalizedText, String)] {
        var rows: [(LocalizedText, String)] = []
        if let purchase = order.state.purchase {
            let instance = order.instance.map { ", \($0)" } ?? ""
            rows.append(
                (LocalizedText("purchase", zh: "购买"), "\(purchase.orderNumber)\(instance), \(purchase.paidAt.rfc3339)"))
        }
        for candidate in order.candidates {
            rows.append(
                (LocalizedText("candidate", zh: "候选购买"), "\(candidate.orderNumber), \(candidate.madeAt.rfc3339)"))
        }
        if let cluster = order.state.cluster {
            let stage = cluster.stage.map { " (\($0))" } ?? ""
            rows.append(
                (LocalizedText("cluster", zh: "集群"), "\(cluster.name) \(cluster.id), \(cluster.status.title)\(stage)"))
        }
        for (specification, project) in order.projects {
            let id = project.map { " \($0.id)" } ?? self(LocalizedText(" (not created yet)", zh: "（尚未创建）"))
            rows.append(
                (LocalizedText("project", zh: "项目"), "\(specification.name), \(specification.computeUnits)\(id)"))
        }
        let load = order.load
        rows.append(
            (
                LocalizedText("capacity", zh: "容量"),
                self(
                    LocalizedText(
                        "\(order.specification.capacity.nodes) nodes, \(load.computeUnits), \(load.free) free",
                        zh: "\(order.specification.capacity.nodes) 个节点，\(load.computeUnits)，空闲 \(load.free)"))
            ))
        rows.append((LocalizedText("estimate", zh: "估价"), self(order.specification.estimate.words)))
        if !order.findings.isEmpty, let time = order.inspectedAt {
            rows.append((LocalizedText("seen", zh: "检查于"), moment(time, from: order.now)))
        }
        return rows
    }

    /// Prints what does not hold, each with what to do about it.
    func print(_ findings: [Finding]) {
        for finding in findings {
            let mark = finding.severity == .error ? style.red("✗") : style.yellow("!")
            print("  \(mark) \(style.bold(finding.check.rawValue))  \(self(finding.message))")
            print("      \(style.dim(self(finding.hint)))")
        }
    }

    /// A time, with how far it is where a person reads it now.
    func moment(_ time: Timestamp, from now: Timestamp) -> String {
        guard isWatched else { return time.rfc3339 }
        let distance = time - now
        let words =
            distance >= .zero
            ? LocalizedText("in \(distance.short)", zh: "\(distance.short)后")
            : LocalizedText("\((.zero - distance).short) ago", zh: "\((.zero - distance).short)前")
        return "\(time.rfc3339) (\(self(words)))"
    }

    /// Prints a table of orders, and how many still wait for their first project.
    func print(_ orders: [OrderReport]) {
        var list = OrderTable(self)
        list.print(orders)
        list.end()
    }

    func shortNext(of order: OrderReport) -> String {
        switch order.next.kind {
        case .perform(let effect): effect.rawValue
        case .wait(let effect, let until):
            self(
                LocalizedText(
                    "\(effect.rawValue) at \(until.nextWholeSecond.rfc3339)",
                    zh: "\(until.nextWholeSecond.rfc3339) \(effect.rawValue)"))
        case .ask(let question): self(LocalizedText("you: \(question.rawValue)", zh: "您：\(question.rawValue)"))
        case .finished: "-"
        }
    }

    /// Tells the transitions of a turn, or that there were none.
    func reportChanges(_ transitions: [Transition], of order: OrderReport) {
        report(transitions, of: order)
        if transitions.isEmpty { note(LocalizedText("\(order.name): nothing changed", zh: "\(order.name)：没有变化")) }
    }

    /// Tells the transitions of a turn as they happen.
    func report(_ transitions: [Transition], of order: OrderReport) {
        endProgress()
        for transition in transitions {
            note("\(order.name): \(transition.from ?? "") → \(transition.to) (\(transition.event))")
        }
    }
}

extension Estimate {
    /// The amount in the currency's major unit, and for how long it is.
    var words: LocalizedText {
        let amount = "\(currency) \(minorUnits / 100).\(minorUnits % 100 < 10 ? "0" : "")\(minorUnits % 100)"
        return per == "P1M"
            ? LocalizedText("\(amount) a month, by the \(source)", zh: "每月 \(amount)（2021 年目录价）")
            : LocalizedText("\(amount) an hour, by the \(source)", zh: "每小时 \(amount)（2021 年目录价）")
    }
}
