import Provisioning
import RealtimeComputeKinds
import Wording
import Workflow
import WorkflowEngine
import WorkflowSQLite

/// The orders: filtered, sorted, page by page; all of it in the address.
struct OrdersPage: Page {
    private static let perPage = 50
    /// So many pages are listed in an order that no index has: further ones would have all orders sorted.
    private static let pagesWithoutIndex = 20
    /// The regions of so many orders are offered; any may be typed.
    private static let lookedAtForRegions = 2000

    let now: Timestamp
    let orders: [WorkflowReport]
    let total: Int
    let page: Int
    let pages: Int
    let phases: [String]
    let kinds: [(name: String, title: LocalizedText)]
    let regions: [String]

    init(of workplace: Workplace, for visit: Visit) async throws {
        now = try await workplace.clock.now()
        phases = workplace.registry.phases
        kinds = workplace.registry.kinds.map { ($0.name, $0.title) }
        guard let journal = try workplace.journal else {
            (orders, total, page, pages, regions) = ([], 0, 1, 1, [])
            return
        }
        let sort = visit.value("sort").flatMap(WorkflowQuery.Sort.init(rawValue:)) ?? .updated
        let isDescending = visit.value("order").map { $0 == "desc" } ?? (sort == .updated || sort == .created)
        let hasIndex = sort == .name || sort == .created
        let asked = min(
            max(1, visit.value("page").flatMap { Int($0) } ?? 1), hasIndex ? 1_000_000 : Self.pagesWithoutIndex)
        // What changed last stands at the end of the log: no more is read than is shown.
        let isByTheLog = sort == .updated && isDescending
        var query = WorkflowQuery(
            phases: Set(visit.value("phase").map { [$0] } ?? []), kinds: Set(visit.value("kind").map { [$0] } ?? []),
            regions: Set(visit.value("region").map { [$0] } ?? []),
            name: visit.value("text").map { NamePattern($0.contains { "*?".contains($0) } ? $0 : "*\($0)*") },
            finished: visit.value("finished") == "no" ? .none : .all,
            sortedBy: sort, descending: isDescending)
        query.onlyAsking = visit.value("asking") == "yes"
        regions = try journal.regions(ofYoungest: Self.lookedAtForRegions)
        func select(_ page: Int) async throws -> WorkflowSelection {
            query.limit = isByTheLog ? page * Self.perPage : nil
            query.places = (page - 1) * Self.perPage..<page * Self.perPage
            return try await journal.select(query)
        }
        var selection = try await select(asked)
        total = selection.count + selection.leftOut
        let all = max(1, (total + Self.perPage - 1) / Self.perPage)
        pages = hasIndex ? all : min(all, Self.pagesWithoutIndex)
        if asked > pages { selection = try await select(pages) }
        page = min(asked, pages)
        orders = try await workplace.book(over: journal).reports(of: selection, at: 0..<selection.count)
    }

    func title(for visit: Visit) -> String { visit("Orders", zh: "订单") }

    func content(for visit: Visit) -> HTML {
        let listed = pages * Self.perPage
        let rows = orders.map { order -> HTML in
            """
            <tr data-row><th scope="row">\(visit.link(to: order))</th><td>\(visit.badge(order))</td>\
            <td class="why">\(visit.reason(of: order))</td><td>\(order.kind)</td><td>\(visit.moment(order.updatedAt, from: now))</td></tr>
            """
        }
        return """
            <div class="head"><h1>\(title(for: visit))</h1><a class="button" href="/new">\(visit("New order", zh: "新建订单"))</a></div>
            \(filters(visit))
            <section id="orders" data-live>
            <p class="hint">\(visit(total == 1 ? "1 order" : "\(total) orders", zh: "\(total) 个订单"))</p>
            \(orders.isEmpty ? "<p class=\"calm\">\(visit("None is like this.", zh: "没有符合条件的订单。"))</p>" : visit.table(title(for: visit), header(visit), rows))
            \(visit.turning(page: page, of: pages) { address(visit, ["page": String($0)]) })
            \(listed < total ? "<p class=\"hint\">\(visit("So sorted, the first \(listed) are listed; by name or by when they were placed, all are.", zh: "按此排序仅列出前 \(listed) 个；按名称或创建时间排序则列出全部。"))</p>" as HTML : nil)</section>
            """
    }

    private func header(_ visit: Visit) -> [String] {
        [
            visit("Name", zh: "名称"), visit("Phase", zh: "阶段"), visit("Because", zh: "原因"), visit("Kind", zh: "种类"),
            visit("Changed", zh: "更新"),
        ]
    }

    private func filters(_ visit: Visit) -> HTML {
        let sorts: [(String, String)] = [
            ("updated", visit("changed", zh: "更新时间")), ("created", visit("placed", zh: "创建时间")),
            ("name", visit("name", zh: "名称")), ("phase", visit("phase", zh: "阶段")),
        ]
        return """
            <form class="filters" method="get" action="/orders" role="search">
            <p class="field"><label for="text">\(visit("Name", zh: "名称"))</label><input id="text" name="text" type="search" value="\(visit.value("text") ?? "")" data-search></p>
            <p class="field"><label for="phase">\(visit("Phase", zh: "阶段"))</label>\(select("phase", [("", visit("any", zh: "全部"))] + phases.map { ($0, visit(PhaseWords.words(for: $0))) }, visit))</p>
            <p class="field"><label for="kind">\(visit("Kind", zh: "种类"))</label>\(select("kind", [("", visit("any", zh: "全部"))] + kinds.map { ($0.name, visit($0.title)) }, visit))</p>
            <p class="field"><label for="region">\(visit("Region", zh: "地域"))</label><input id="region" name="region" list="regions" value="\(visit.value("region") ?? "")" autocomplete="off" size="14">\
            <datalist id="regions">\(regions.map { "<option value=\"\($0)\"></option>" as HTML })</datalist></p>
            <p class="field"><label for="finished">\(visit("Finished", zh: "已结束"))</label>\(select("finished", [("", visit("too", zh: "包含")), ("no", visit("not", zh: "不含"))], visit))</p>
            <p class="field"><label for="asking">\(visit("Asks", zh: "待处理"))</label>\(select("asking", [("", visit("or not", zh: "不限")), ("yes", visit("only", zh: "仅待处理"))], visit))</p>
            <p class="field"><label for="sort">\(visit("Sorted by", zh: "排序"))</label>\(select("sort", sorts, visit))</p>
            <p class="field"><button>\(visit("Filter", zh: "筛选"))</button></p></form>
            """
    }

    private func select(_ name: String, _ options: [(value: String, words: String)], _ visit: Visit) -> HTML {
        let chosen = visit.value(name) ?? ""
        return """
            <select id="\(name)" name="\(name)">\(options.map { "<option value=\"\($0.value)\"\(" selected", if: $0.value == chosen)>\($0.words)</option>" as HTML })</select>
            """
    }

    /// This page with something else in its address.
    private func address(_ visit: Visit, _ changes: [String: String]) -> String {
        let kept = visit.query.filter {
            ["text", "phase", "kind", "region", "finished", "asking", "sort", "order", "page", "lang"].contains($0.key)
        }
        let query = kept.merging(changes) { $1 }.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.inAddress)" }
        return "/orders?" + query.joined(separator: "&")
    }
}
