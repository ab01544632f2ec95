import CanonicalJSON
import Documents
import Provisioning
import Wording
import Workflow
import WorkflowEngine
import WorkflowSQLite

/// An order: where it stands and why, what may be decided, what was found, and its history.
struct OrderPage: Page {
    /// So many entries of the history are shown on a page: each may tell of much, and no page is to be large.
    private static let entriesShown = 20

    let order: WorkflowReport
    /// The order as it was, if the page shows that.
    let past: WorkflowReport?
    let history: [HistoryEntry]
    let kind: any Kind
    /// The manifest as it is; `nil` where it cannot be amended.
    let manifest: String?
    let command: @Sendable ([String]) -> String
    let further: FurtherChanges

    init(_ reference: String, of workplace: Workplace, for visit: Visit) async throws {
        guard let journal = try workplace.journal else { throw UnknownOrder(reference: reference) }
        let book = try await workplace.book(over: journal)
        let id = try await book.resolve(reference)
        let order = try await book.workflow(id)
        history = try await book.history(of: id)
        let version = visit.value("version").flatMap { Int($0) }
        if visit.value("version") != nil, version.map({ !(1...order.version).contains($0) }) ?? true {
            throw UnknownVersion(version: version ?? 0, latest: order.version)
        }
        let isPast = version.map { $0 < order.version } ?? false
        past = isPast ? try await book.workflow(id, at: .version(version ?? 1)) : nil
        // The cloud is asked where that costs nothing; what is kept is shown whether or not more can be seen.
        let observed = workplace.simulatedCloud == nil ? nil : try? await book.observed(order, in: workplace.cloud)
        self.order = observed ?? order
        kind = try workplace.registry.kind(named: order.kind)
        manifest =
            kind.allows(.amend, in: order.phase)
            ? try await journal.workflow(id).flatMap(workplace.registry.manifest(of:)) : nil
        command = workplace.tools.command
        further = FurtherChanges(of: order.name, kind: order.kind, in: workplace.registry)
    }

    var isMoving: Bool { past == nil && !order.isFinished }

    func title(for visit: Visit) -> String { order.name }

    func content(for visit: Visit) -> HTML {
        let shown = past ?? order
        // What is in the way is read before it is decided on.
        let isHeldUp = shown.presentation.findings.contains(where: \.isBlocking)
        return """
            <section id="status" data-live class="status">
            <p class="crumb"><a href="/orders">\(visit("Orders", zh: "订单"))</a> / \(visit(kind.title))</p>
            <div class="head"><h1>\(order.name)</h1>\(visit.badge(shown))</div>
            \(past.map { asItWas($0, visit) })
            <p class="reason">\(visit.reason(of: shown))</p>
            \(shown.presentation.progress.map { visit.progress($0) })
            \(next(shown, visit))
            \(shown.presentation.warnings.map { "<p class=\"warning\">\(visit($0))</p>" as HTML })
            </section>
            \(isHeldUp ? findings(shown, visit) : nil)
            \(past == nil ? decide(visit) : nil)
            \(isHeldUp ? nil : findings(shown, visit))
            <div class="columns">
            <section id="facts" data-live><h2>\(visit("What there is", zh: "资源与费用"))</h2>\(visit.facts(shown.presentation.facts))
            <dl class="facts"><dt>\(visit("placed", zh: "创建"))</dt><dd>\(visit.moment(order.createdAt, from: order.now))</dd>\
            <dt>\(visit("version", zh: "版本"))</dt><dd>\(shown.version)</dd><dt>id</dt><dd><code>\(order.id.rawValue)</code></dd>\
            <dt>\(visit("cloud", zh: "云"))</dt><dd><code>\(order.cloud)</code></dd></dl>
            \(visit.copyable(command(["sluice", "order", "show", order.name] + (past.map { ["--at", String($0.version)] } ?? []))))</section>
            <section id="machine" data-live><h2>\(visit("In the machine", zh: "在状态机中的位置"))</h2>
            \(Diagram(of: kind.graph, history: history.filter { $0.version <= shown.version }, at: shown.phase).svg(for: visit))</section>
            </div>
            \(slider(visit))
            <section id="history" data-live><h2>\(visit("History", zh: "历史"))</h2>\(timeline(visit))
            <p class="actions"><a class="button" href="/audit/proofs/\(order.name.inAddress)">\(visit("Proof of the last entry", zh: "最后一条的证明"))</a></p>
            \(visit.copyable(command(["sluice", "history", order.name, "--evidence", "--diff"])))</section>
            """
    }

    private func asItWas(_ past: WorkflowReport, _ visit: Visit) -> HTML {
        """
        <p class="notice">\(visit("As it was at version \(past.version), at \(past.now.rfc3339).", zh: "版本 \(past.version) 时的状态，\(past.now.rfc3339)。")) \
        <a href="/orders/\(order.name.inAddress)">\(visit("As it is now", zh: "返回当前"))</a></p>
        """
    }

    private func next(_ order: WorkflowReport, _ visit: Visit) -> HTML? {
        let since =
            "<span class=\"when\">\(visit("In this state:", zh: "进入此状态："))\u{20}\(visit.moment(order.updatedAt, from: order.now))</span>"
            as HTML
        let words = order.next.words.map { visit($0) } ?? ""
        let line: HTML? =
            switch order.next.step {
            case .perform: "\(visit("Next step:", zh: "下一步：")) \(words)."
            case .wait(let until):
                "\(visit("Next,", zh: "下一步")) \(visit.moment(until.nextWholeSecond, from: order.now)): \(words)."
            case .ask: "\(visit("Asks you to", zh: "需要您")) \(words)."
            case .finished: nil
            }
        let attempts = order.postponement.flatMap { postponement -> HTML? in
            postponement.attempt > 0 ? "<p class=\"warning\">\(visit(postponement.words))</p>" : nil
        }
        return "<p>\(line) \(since)</p>\(attempts)"
    }

    private func decide(_ visit: Visit) -> HTML? {
        let forms = DecisionForms(order: order, kind: kind, manifest: manifest, command: command).html(for: visit)
        guard !forms.markup.isEmpty else {
            guard order.standing == .reached, let links = further.links(for: visit) else { return nil }
            return
                "<section id=\"further\" data-live><h2>\(visit("What may be changed", zh: "可作的变更"))</h2>\(links)</section>"
        }
        return "<section id=\"decide\" data-live><h2>\(visit("What you can do", zh: "您可以执行的操作"))</h2>\(forms)</section>"
    }

    private func findings(_ order: WorkflowReport, _ visit: Visit) -> HTML {
        let findings = order.presentation.findings
        guard !findings.isEmpty else { return "<section id=\"findings\" data-live hidden></section>" }
        let seen = order.presentation.inspectedAt.map {
            " \(visit("seen", zh: "检查于")) \(visit.moment($0, from: order.now))" as HTML
        }
        return """
            <section id="findings" data-live><h2>\(visit("What does not hold", zh: "未满足的条件"))<span class="when">\(seen)</span></h2>
            \(visit.findings(findings, command))</section>
            """
    }

    /// The order as it was at any version.
    private func slider(_ visit: Visit) -> HTML? {
        guard order.version > 1 else { return nil }
        let version = past?.version ?? order.version
        return """
            <section id="past" data-live><h2>\(visit("As it was", zh: "历史状态"))</h2>
            <form class="slider" method="get" action="/orders/\(order.name.inAddress)"><label for="version">\(visit("Version", zh: "版本")) <output data-output>\(version)</output></label>
            <input id="version" type="range" name="version" min="1" max="\(order.version)" value="\(version)" data-slider>
            <button>\(visit("Show", zh: "查看"))</button></form></section>
            """
    }

    private func timeline(_ visit: Visit) -> HTML {
        let pages = max(1, (history.count + Self.entriesShown - 1) / Self.entriesShown)
        let page = min(max(1, visit.value("history").flatMap { Int($0) } ?? 1), pages)
        let indices = history.indices.dropLast((page - 1) * Self.entriesShown).suffix(Self.entriesShown)
        let items = indices.reversed().map { index -> HTML in
            let entry = history[index]
            let changes = (try? StateChange.all(in: history, at: index)) ?? []
            let lines = changes.prefix(12).map { "<li>\($0.line.printable(limit: 160))</li>" as HTML }
            let more: HTML? =
                changes.count > 12
                ? "<li>\(visit("\(changes.count - 12) more", zh: "另有 \(changes.count - 12) 项"))</li>" : nil
            return """
                <li id="v\(entry.version)"\(" class=\"moved\"", if: entry.from != entry.to)>
                <p class="event"><span class="number">\(entry.version)</span> <strong>\(entry.event)</strong> \
                <span class="arrow">\(entry.from ?? "·") → \(entry.to)</span> <span class="when">\(entry.at.rfc3339), \(visit.moment(entry.at, from: order.now))</span></p>
                <p class="by">\(entry.actor.type.rawValue) \(entry.actor.id)\(entry.why.map { " · \($0)" as HTML })\
                \(entry.requestID.map { " · <code>\($0)</code>" as HTML })\
                \(entry.isAsWritten ? nil : " · <strong class=\"warning\">\(visit("changed since it was written", zh: "写入后被更改"))</strong>" as HTML)</p>
                <details><summary>\(visit("What it changed, and on what evidence", zh: "变更内容与依据"))</summary>
                <ul class="changes">\(lines)\(more)</ul>
                <pre tabindex="0">\(entry.evidence.text.printable(limit: 1200))</pre>
                <p><a href="/orders/\(order.name.inAddress)/versions/\(entry.version)">\(visit("All of it", zh: "查看全部"))</a></p></details></li>
                """
        }
        let turning = visit.turning(page: page, of: pages) {
            "/orders/\(order.name.inAddress)?history=\($0)#history"
        }
        return "<ol class=\"timeline\" reversed>\(items)</ol>\(turning)"
    }
}

/// One entry of a history, whole.
struct VersionPage: Page {
    /// So many changes are told, and so much of the evidence that the page stays small.
    private static let changesShown = 200

    let name: String
    let entry: HistoryEntry
    let changes: [StateChange]

    init(_ reference: String, version: String, of workplace: Workplace) async throws {
        guard let journal = try workplace.journal else { throw UnknownOrder(reference: reference) }
        let book = try await workplace.book(over: journal)
        let id = try await book.resolve(reference)
        name = try await book.workflow(id).name
        let entry = try await book.entry(of: id, at: .version(Int(version) ?? 0))
        let history = try await book.history(of: id)
        let place = history.firstIndex { $0.version == entry.version }
        changes = try place.map { try StateChange.all(in: history, at: $0) } ?? []
        self.entry = entry
    }

    func title(for visit: Visit) -> String {
        visit("\(name), version \(entry.version)", zh: "\(name)，版本 \(entry.version)")
    }

    func content(for visit: Visit) -> HTML {
        """
        <p class="crumb"><a href="/orders/\(name.inAddress)">\(name)</a> / \(visit("version", zh: "版本")) \(entry.version)</p>
        <h1>\(entry.event)</h1>
        <dl class="facts"><dt>\(visit("from → to", zh: "从 → 到"))</dt><dd>\(entry.from ?? "·") → \(entry.to)</dd>
        <dt>\(visit("at", zh: "时间"))</dt><dd>\(entry.at.rfc3339)</dd>
        <dt>\(visit("by", zh: "操作者"))</dt><dd>\(entry.actor.type.rawValue) \(entry.actor.id)</dd>
        <dt>\(visit("request", zh: "请求"))</dt><dd>\(entry.requestID ?? "-")</dd>
        <dt>\(visit("place in the log", zh: "日志位置"))</dt><dd>\(entry.position)</dd></dl>
        <h2>\(visit("What it changed", zh: "变更内容"))</h2><ul class="changes">\(changes.prefix(Self.changesShown).map { "<li>\($0.line.printable(limit: 200))</li>" as HTML })</ul>
        \(changes.count > Self.changesShown ? "<p class=\"hint\">\(visit("\(changes.count - Self.changesShown) more: sluice history \(name) --diff", zh: "另有 \(changes.count - Self.changesShown) 项：sluice history \(name) --diff"))</p>" as HTML : nil)
        <h2>\(visit("Evidence", zh: "依据"))</h2><pre tabindex="0">\(entry.evidence.text.printable(limit: 30_000))</pre>
        <p class="actions"><a class="button" href="/audit/proofs/\(name.inAddress)?version=\(entry.version)">\(visit("Proof that it is in the log", zh: "其在日志中的证明"))</a></p>
        """
    }
}
