import Wording

/// What each purpose needs, and what of it is missing.
struct AccessPage: Page {
    let purposes: [PurposeView]
    let command: @Sendable ([String]) -> String

    init(of workplace: Workplace) async throws {
        purposes = try await workplace.tools.purposes()
        command = workplace.tools.command
    }

    func title(for visit: Visit) -> String { visit("Access", zh: "访问权限") }

    func content(for visit: Visit) -> HTML {
        let sections = purposes.map { purpose -> HTML in
            let missing = purpose.missing
            let verdict: HTML =
                missing.isEmpty
                ? "<span class=\"badge reached\">\(visit("granted", zh: "已授权"))</span>"
                : "<span class=\"badge lost\">\(visit("\(missing.count) missing", zh: "缺 \(missing.count) 项"))</span>"
            let rows = purpose.actions.map { action -> HTML in
                """
                <tr><td><span class="badge \(action.isGranted ? "reached" : "lost")">\(action.decision)</span></td>
                <th scope="row"><code>\(action.name)</code></th><td><code>\(action.resource)</code></td><td>\(action.source ?? "-")</td></tr>
                """
            }
            let header = [
                visit("Decision", zh: "判定"), visit("Action", zh: "操作"), visit("On", zh: "资源"), visit("By", zh: "依据"),
            ]
            return """
                <section><h2>\(purpose.purpose) \(verdict)</h2>
                <p>\(purpose.isAbsent ? visit("There is no \(purpose.principal).", zh: "没有 \(purpose.principal)。") : visit("Judged is \(purpose.principal), by the policies it has in the cloud.", zh: "判定对象：\(purpose.principal)，依据其在云中的策略。"))</p>
                <details\(" open", if: !missing.isEmpty)><summary>\(visit("\(purpose.actions.count) actions", zh: "\(purpose.actions.count) 项操作"))</summary>
                \(visit.table(purpose.purpose, header, rows))</details>
                \(missing.isEmpty ? nil : visit.copyable(command(["sluice", "access", "policy", purpose.purpose])))</section>
                """
        }
        return """
            <h1>\(title(for: visit))</h1>
            <p class="hint">\(visit("What has to be granted for each purpose, and what of it is missing.", zh: "每种用途所需的权限，以及其中缺少的部分。"))</p>\(sections)
            """
    }
}
