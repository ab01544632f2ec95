import Wording
import WorkflowEngine

/// A page of the console.
protocol Page {
    func title(for visit: Visit) -> String
    func content(for visit: Visit) -> HTML
    /// Whether what it shows moves with time alone, so that it is asked for again while it is looked at.
    var isMoving: Bool { get }
}

extension Page {
    var isMoving: Bool { false }

    func document(for visit: Visit) -> HTML {
        let navigation: [(path: String, name: String)] = [
            ("/", visit("Overview", zh: "概览")), ("/orders", visit("Orders", zh: "订单")),
            ("/new", visit("New order", zh: "新建订单")),
            ("/clusters", visit("Clusters and workspaces", zh: "集群与工作空间")),
            ("/access", visit("Access", zh: "访问权限")), ("/audit", visit("Audit", zh: "审计")),
            ("/cloud", visit("Cloud", zh: "云")),
        ]
        let links = navigation.map { link -> HTML in
            let isHere = link.path == "/" ? visit.path == "/" : visit.path.hasPrefix(link.path)
            return "<li><a href=\"\(link.path)\"\(" aria-current=\"page\"", if: isHere)>\(link.name)</a></li>"
        }
        let notice = visit.notice.map { notice -> HTML in
            """
            <div class="notice \(notice.tone.rawValue)" role="\(notice.tone == .problem ? "alert" : "status")">\
            <p>\(visit(notice.message))\(notice.workflows.map { " <a href=\"/orders/\($0.inAddress)\">\($0)</a>" as HTML })</p>\(notice.hint.map { "<p class=\"hint\">\(visit($0))</p>" as HTML })</div>
            """
        }
        let other = visit.language == .english ? ("zh", "中文") : ("en", "English")
        return """
            <!doctype html>
            <html lang="\(visit.language == .english ? "en" : "zh-CN")" data-theme="\(visit.theme.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title(for: visit)) · Sluice</title>
            <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
            <link rel="stylesheet" href="/assets/console.css">
            <script src="/assets/console.js" defer></script>
            </head>
            <body data-moving="\(isMoving ? "yes" : "no")" data-copied="\(visit("Copied", zh: "已复制"))" data-live="\(visit("Live", zh: "实时"))" data-lost="\(visit("Not connected: what is shown may be old", zh: "未连接：显示的内容可能已过时"))" data-out="\(visit("Not let in any more: open the address that the console has printed", zh: "已无法访问：请打开控制台打印的地址"))" data-moved-on="\(visit("The order has moved on; these decisions were of an earlier state.", zh: "订单已有变化；这些决定针对的是之前的状态。"))" data-again="\(visit("Show what may be decided now", zh: "查看现在可作的决定"))">
            <a class="skip" href="#main">\(visit("Skip to content", zh: "跳到正文"))</a>
            <header class="top"><div class="bar">
            <a class="brand" href="/"><svg width="22" height="22" viewBox="0 0 24 24" aria-hidden="true"><path d="M3 5h4v14H3zM17 5h4v14h-4zM7 9h10v2H7zM7 13h10v2H7z"/></svg>Sluice</a>
            <nav aria-label="\(visit("Main", zh: "主导航"))"><ul>\(links)</ul></nav>
            <form class="preferences" method="post" action="/preferences">\(visit.hiddenToken)
            <input type="hidden" name="back" value="\(visit.address)">
            <button name="language" value="\(other.0)" class="quiet" lang="\(other.0)">\(other.1)</button>
            <button name="theme" value="\(visit.nextTheme.rawValue)" class="quiet">\(visit.words(for: visit.nextTheme))</button>
            </form>
            </div></header>
            <main id="main" tabindex="-1">
            \(notice)
            \(content(for: visit))
            </main>
            <footer><p>\(visit.isReadOnly ? visit("Read only.", zh: "只读。") : visit("You act as \(visit.actor.id).", zh: "您的身份：\(visit.actor.id)。")) \
            <span class="keys">\(visit("Keys:", zh: "快捷键：")) <kbd>g</kbd> <kbd>o</kbd> \(visit("orders", zh: "订单")), <kbd>g</kbd> <kbd>n</kbd> \(visit("new order", zh: "新建")), <kbd>/</kbd> \(visit("search", zh: "搜索")), <kbd>j</kbd> <kbd>k</kbd> \(visit("down and up", zh: "下移、上移"))</span></p>
            <p class="live" role="status" data-live-state hidden>\(visit("Live", zh: "实时"))</p></footer>
            </body>
            </html>
            """
    }
}

extension Visit {
    /// What every form of ours carries.
    var hiddenToken: HTML { "<input type=\"hidden\" name=\"formToken\" value=\"\(formToken)\">" }

    fileprivate var nextTheme: Theme {
        switch theme {
        case .system: .dark
        case .dark: .light
        case .light: .system
        }
    }

    fileprivate func words(for theme: Theme) -> String {
        switch theme {
        case .system: self("System theme", zh: "跟随系统")
        case .dark: self("Dark", zh: "深色")
        case .light: self("Light", zh: "浅色")
        }
    }
}

/// A page that says what went wrong.
struct ErrorPage: Page {
    let message: LocalizedText
    let hint: LocalizedText

    init(_ message: LocalizedText, hint: LocalizedText) {
        self.message = message
        self.hint = hint
    }

    /// The page from which was asked what was not done, if it can be told.
    private func origin(of visit: Visit) -> HTML? {
        let parts = visit.path.split(separator: "/")
        let address: (path: String, words: String)? =
            switch (parts.first, parts.count) {
            case ("orders", 3...): ("/orders/\(parts[1])", visit("Back to the order", zh: "返回订单"))
            case ("orders", _): ("/orders", visit("All orders", zh: "全部订单"))
            case ("cloud", 2...): ("/cloud", visit("Back to the cloud", zh: "返回云页面"))
            case ("audit", 2...): ("/audit", visit("Back to the audit", zh: "返回审计"))
            default: nil
            }
        return address.map { "<p><a class=\"button\" href=\"\($0.path)\">\($0.words)</a></p>" }
    }

    func title(for visit: Visit) -> String { visit("Not done", zh: "未完成") }

    func content(for visit: Visit) -> HTML {
        """
        <h1>\(title(for: visit))</h1>
        <div class="notice problem" role="alert"><p>\(visit(message))</p><p class="hint">\(visit(hint))</p></div>
        \(origin(of: visit))
        """
    }
}
