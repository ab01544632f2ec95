import Provisioning
import Wording
import Workflow
import WorkflowEngine

extension Console {
    var style: Style { Style(isOn: colors) }

    /// Prints a workflow: for scripts whole, for people what it waits for, why, and what may be done.
    ///
    /// - Parameter isPast: whether it is shown as it was, when nothing can be done about it any more.
    func print(_ workflow: WorkflowReport, isPast: Bool = false) throws {
        guard !isJSON else { return try print(json: WorkflowJSON(workflow, in: language)) }
        let phase = style.phase(workflow.phase, workflow.standing)
        print("\(style.bold(workflow.name))  \(phase)  \(style.dim(workflow.id.rawValue))")
        let presentation = workflow.presentation
        var facts = summary(of: workflow) + presentation.facts
        if !presentation.findings.isEmpty, let time = presentation.inspectedAt {
            facts.append(Fact(LocalizedText("seen", zh: "检查于"), moment(time, from: workflow.now)))
        }
        var table = Table()
        for fact in facts { table.add(["  " + self(fact.label), self(fact.text)]) }
        table.lines.forEach { print($0) }
        print(presentation.findings)
        for warning in presentation.warnings { print("  \(style.yellow("!")) \(self(warning))") }
        guard !isPast else { return }
        print("")
        printNext(of: workflow)
    }

    /// Prints what was placed together: one workflow whole, several in a table.
    func print(_ workflows: [WorkflowReport]) throws {
        if workflows.count == 1 { return try print(workflows[0]) }
        guard isJSON else {
            printTable(workflows)
            let findings = workflows.filter { $0.presentation.findings.contains(where: \.isBlocking) }
            for workflow in findings {
                print("")
                print(style.bold(workflow.name))
                print(workflow.presentation.findings)
            }
            return
        }
        try print(json: workflows.map { WorkflowJSON($0, in: language) })
    }

    /// Prints the commands that go on from where a workflow stands.
    func printNext(of workflow: WorkflowReport) {
        printNext(workflow.next.command)
        let label = self(LocalizedText("or:", zh: "或："))
        for alternative in workflow.next.alternatives { print("\(style.dim(label)) \(command(alternative))") }
        let isBlocked = workflow.presentation.findings.contains(where: \.isBlocking)
        if isBlocked { print("\(style.dim(label)) \(command(["sluice", "mend", workflow.name]))") }
        if isBlocked || workflow.postponement.map({ $0.attempt > 0 }) ?? false {
            let show = command(["sluice", "order", "show", workflow.name])
            print("\(style.dim(label)) \(show) | \(command(["sluice", "diagnose"]))")
        }
    }

    /// Prints the command that goes on from here.
    func printNext(_ words: [String]) {
        let label = self(LocalizedText("next:", zh: "下一步："))
        print("\(style.dim(label)) \(command(words))")
    }

    private func summary(of workflow: WorkflowReport) -> [Fact] {
        var facts: [Fact] = []
        let next = workflow.next
        if let words = next.words {
            switch next.step {
            case .perform: facts.append(Fact(LocalizedText("next step", zh: "下一步"), words))
            case .wait(let until):
                let time = moment(until.nextWholeSecond, from: workflow.now)
                facts.append(Fact(LocalizedText("waits until", zh: "等待至"), "\(time), \(self(words))"))
            case .ask: facts.append(Fact(LocalizedText("asks you to", zh: "需要您"), words))
            case .finished: break
            }
        }
        facts.append(Fact(LocalizedText("because", zh: "原因"), next.reason.message))
        if let postponement = workflow.postponement, postponement.attempt > 0,
            next.reason.code != postponement.reason.code
        {
            facts.append(Fact(LocalizedText("last call", zh: "上次调用"), postponement.words))
        }
        return facts
    }

    /// Prints what does not hold, each with what to do about it.
    func print(_ findings: [FindingView]) {
        for finding in findings {
            let mark = finding.isBlocking ? style.red("✗") : style.yellow("!")
            print("  \(mark) \(style.bold(finding.check))  \(self(finding.message))")
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

    /// Prints a table of workflows, and how many still wait for their first project.
    func printTable(_ orders: [WorkflowReport]) {
        var list = WorkflowTable(self)
        list.print(orders)
        list.end()
    }

    func shortNext(of order: WorkflowReport) -> String {
        guard let what = order.next.what else { return "-" }
        return switch order.next.step {
        case .perform: what
        case .wait(let until):
            self(
                LocalizedText(
                    "\(what) at \(until.nextWholeSecond.rfc3339)", zh: "\(until.nextWholeSecond.rfc3339) \(what)"))
        case .ask: self(LocalizedText("you: \(what)", zh: "您：\(what)"))
        case .finished: "-"
        }
    }

    /// Tells the transitions of a turn, or that there were none.
    func reportChanges(_ transitions: [Transition], of order: WorkflowReport) {
        report(transitions, of: order)
        if transitions.isEmpty { note(LocalizedText("\(order.name): nothing changed", zh: "\(order.name)：没有变化")) }
    }

    /// Tells the transitions of a turn as they happen.
    func report(_ transitions: [Transition], of order: WorkflowReport) {
        endProgress()
        for transition in transitions {
            note("\(order.name): \(transition.from ?? "") → \(transition.to) (\(transition.event))")
        }
    }
}
