import Provisioning
import RealtimeCompute
import RealtimeComputeKinds
import Wording
import Workflow
import WorkflowEngine
import WorkflowSQLite

/// What asks for somebody first, then what moves, then what failed.
struct OverviewPage: Page {
    /// So many orders are read of each sort.
    private static let most = 30
    /// So many are shown of each sort.
    private static let shown = 20
    /// So many are shown that were only placed.
    private static let draftsShown = 5

    let now: Timestamp
    /// How many orders are in each phase, in the order of the walk.
    let counts: [(phase: String, count: Int)]
    /// What asks, or needs somebody all the same: first what money may have been spent on, which has waited longest; then what was
    /// only placed.
    let asking: [WorkflowReport]
    /// How many there are of these in all.
    let askingCount: Int
    /// How many of them were only placed, if not all of those are shown.
    let drafts: Int
    let moving: [WorkflowReport]
    let lost: [WorkflowReport]
    /// What ends soon or is not paid for; `nil` as long as that is not known.
    let endings: [Ending]?
    /// How many more unfinished orders there are than were read.
    let leftOut: Int
    let hasStore: Bool

    init(of workplace: Workplace, _ watch: PhaseCounts, _ endingWatch: EndingWatch) async throws {
        now = try await workplace.clock.now()
        guard let journal = try workplace.journal else {
            (counts, asking, moving, lost, endings, leftOut, hasStore) = ([], [], [], [], nil, 0, false)
            (askingCount, drafts) = (0, 0)
            return
        }
        hasStore = true
        let book = try await workplace.book(over: journal)
        counts = try watch.counts(in: journal, workplace.registry)
        let present = Set(counts.map(\.phase))
        let beginning = workplace.registry.beginningPhases.intersection(present)
        let placed = counts.filter { beginning.contains($0.phase) }.reduce(0) { $0 + $1.count }

        var asks = Self.waiting(in: workplace.registry.askingPhases.subtracting(beginning).intersection(present))
        asks.onlyAsking = true
        let (urgent, urgentCount) = try await Self.read(asks, from: book, journal)
        // These ask nobody here, and need somebody all the same.
        let (late, lateCount) = try await Self.read(
            Self.waiting(in: Presentation.Standing.overduePhases.intersection(present)), from: book, journal)
        var newest: [WorkflowReport] = []
        if !beginning.isEmpty {
            var query = Self.unfinished(beginning, limit: Self.draftsShown)
            query.isCounting = false
            try await book.forEachChunk(of: query) { newest += $0 }
        }
        // Of a store that an older release made, some only may ask.
        asking = urgent.filter(\.isAsking) + late + newest
        askingCount = urgentCount + lateCount + placed - urgent.count { !$0.isAsking }
        drafts = placed > newest.count ? placed : 0

        var (changed, others) = ([WorkflowReport](), 0)
        // However many were placed since: what moves is among the others.
        let begun = present.subtracting(beginning)
        if !begun.isEmpty {
            others = try await book.forEachChunk(of: Self.unfinished(begun, limit: Self.most)) { changed += $0 }
        }
        moving = changed.filter { !$0.isAsking && $0.standing != .needsAttention }
        leftOut = max(0, others + changed.count - moving.count - urgentCount - lateCount)
        var lost: [WorkflowReport] = []
        let lostPhases = Presentation.Standing.lostPhases.intersection(counts.map(\.phase))
        if !lostPhases.isEmpty {
            var query = WorkflowQuery(phases: lostPhases, limit: Self.shown, sortedBy: .updated, descending: true)
            query.isCounting = false
            try await book.forEachChunk(of: query) { lost += $0 }
        }
        endings = await endingWatch.endings(in: workplace, at: now)
        self.lost = lost.filter { $0.standing == .lost }
    }

    /// The unfinished orders in some phases, or in any, that changed last.
    private static func unfinished(_ phases: Set<String>, limit: Int) -> WorkflowQuery {
        WorkflowQuery(phases: phases, finished: .none, limit: limit, sortedBy: .updated, descending: true)
    }

    /// The unfinished orders in some phases that have stood there longest.
    private static func waiting(in phases: Set<String>) -> WorkflowQuery {
        WorkflowQuery(phases: phases, finished: .none, sortedBy: .updated, at: 0..<Self.shown)
    }

    /// The orders of a query, and how many there are besides those that are read.
    private static func read(
        _ query: WorkflowQuery, from book: WorkflowBook, _ journal: SQLiteJournal
    ) async throws -> (orders: [WorkflowReport], count: Int) {
        guard !query.phases.isEmpty else { return ([], 0) }
        let selection = try await journal.select(query)
        let orders = try await book.reports(of: selection, at: 0..<selection.count)
        return (orders, selection.count + selection.leftOut)
    }

    var isMoving: Bool { !moving.isEmpty || asking.contains { $0.presentation.progress != nil } }

    func title(for visit: Visit) -> String { visit("Overview", zh: "概览") }

    func content(for visit: Visit) -> HTML {
        guard hasStore, !counts.isEmpty else {
            return """
                <div class="head" id="head" data-live><h1>\(title(for: visit))</h1></div>
                <section class="empty" id="empty" data-live><p>\(visit("There is no order yet.", zh: "还没有订单。"))</p>
                <p><a class="button primary" href="/new">\(visit("Place the first one", zh: "新建第一个订单"))</a></p></section>
                """
        }
        let awaiting = (asking + moving).count { $0.presentation.awaitsItsFirstProject && $0.presentation.isBought }
        let badge: HTML? =
            awaiting == 0
            ? nil
            : """
            <p class="redbadge"><strong>\(awaiting)\(leftOut > 0 ? "+" : "")</strong> \(visit("bought, and no project yet", zh: "已购买，尚无项目"))</p>
            """
        return """
            <div class="head" id="head" data-live><h1>\(title(for: visit))</h1>\(badge)</div>
            <section id="asking" data-live><h2>\(visit("Asks for you", zh: "需要您处理")) <span class="count">\(askingCount)</span></h2>
            \(asking.isEmpty ? "<p class=\"calm\">\(visit("Nothing waits for a decision.", zh: "没有待决事项。"))</p>" : list(asking, visit))
            \(moreAsk(visit))</section>
            \(ends(visit))
            <section id="moving" data-live><h2>\(visit("Under way", zh: "进行中")) <span class="count">\(moving.count)</span></h2>
            \(moving.isEmpty ? "<p class=\"calm\">\(visit("Nothing is under way.", zh: "没有进行中的订单。"))</p>" : list(moving, visit))
            \(leftOut == 0 ? nil : "<p class=\"hint\">\(visit("\(leftOut) more unfinished orders are not read for this page:", zh: "另有 \(leftOut) 个未完成订单未在此列出："))\u{20}<a href=\"/orders\">\(visit("all orders", zh: "全部订单"))</a></p>" as HTML)</section>
            \(lost.isEmpty ? nil : "<section id=\"lost\" data-live><h2>\(visit("Failed or withdrawn", zh: "失败或已放弃"))</h2>\(list(lost, visit))</section>" as HTML)
            <section id="counts" data-live><h2>\(visit("By phase", zh: "按阶段"))</h2>
            <ul class="chips">\(counts.map { "<li><a href=\"/orders?phase=\($0.phase.inAddress)\">\(visit(PhaseWords.words(for: $0.phase))) <strong>\($0.count)</strong></a></li>" as HTML })</ul></section>
            """
    }

    private func moreAsk(_ visit: Visit) -> HTML? {
        guard askingCount > min(asking.count, Self.shown + Self.draftsShown) else { return nil }
        let links: [HTML?] = [
            "<a href=\"/orders?asking=yes\">\(visit("all \(askingCount)", zh: "全部 \(askingCount) 个"))</a>",
            drafts == 0
                ? nil
                : "<a href=\"/orders?phase=drafted\">\(visit("\(drafts) drafts", zh: "\(drafts) 个草稿"))</a>",
        ]
        return
            "<p class=\"hint\">\(visit("More ask:", zh: "更多待处理："))\u{20}\(links.compactMap(\.self).map { "\($0) " as HTML })</p>"
    }

    private func ends(_ visit: Visit) -> HTML? {
        guard let endings, !endings.isEmpty else { return nil }
        let rows = endings.prefix(Self.shown).map { ending -> HTML in
            """
            <li data-row><div class="line"><a href="/orders/\(ending.order.rawValue.inAddress)">\(ending.order.rawValue)</a> \
            <span class="when">\(ending.endsAt.map { visit.moment($0, from: now) } ?? "" as HTML)</span></div>
            <p class="warning">\(visit(ending.words))</p></li>
            """
        }
        return """
            <section id="ending" data-live><h2>\(visit("Ends soon or is not paid for", zh: "即将到期或欠费")) <span class="count">\(endings.count)</span></h2>
            <ul class="cards">\(rows)</ul>
            <p class="hint"><a href="/clusters">\(visit("All clusters and workspaces", zh: "全部集群与工作空间"))</a></p></section>
            """
    }

    private func list(_ orders: [WorkflowReport], _ visit: Visit) -> HTML {
        let items = orders.prefix(Self.shown + Self.draftsShown).map { order -> HTML in
            """
            <li data-row><div class="line">\(visit.link(to: order)) \(visit.badge(order)) <span class="when">\(visit.moment(order.updatedAt, from: now))</span></div>
            <p>\(visit.reason(of: order))</p>
            \(order.presentation.progress.map { visit.progress($0) })
            \(order.isAsking ? "<p><a class=\"button\" href=\"/orders/\(order.name.inAddress)#decide\">\(order.next.words.map { visit($0) } ?? visit("Decide", zh: "处理"))</a></p>" as HTML : nil)</li>
            """
        }
        return "<ul class=\"cards\">\(items)</ul>"
    }
}
