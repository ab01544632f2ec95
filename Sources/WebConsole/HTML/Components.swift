import Provisioning
import RealtimeCompute
import RealtimeComputeKinds
import Wording
import Workflow
import WorkflowEngine

extension Visit {
    /// The phase of an order, coloured by what it is to whoever waits for it.
    func badge(_ phase: String, _ standing: Presentation.Standing, isAsking: Bool) -> HTML {
        "<span class=\"badge \(standing.tone(isAsking: isAsking))\" data-phase=\"\(phase)\">\(self(PhaseWords.words(for: phase)))</span>"
    }

    func badge(_ order: WorkflowReport) -> HTML { badge(order.phase, order.standing, isAsking: order.isAsking) }

    func link(to order: WorkflowReport) -> HTML { "<a href=\"/orders/\(order.name.inAddress)\">\(order.name)</a>" }

    /// A time, with how far it is.
    func moment(_ time: Timestamp, from now: Timestamp) -> HTML {
        let distance = time - now
        let words =
            switch distance {
            case .seconds(1)...: self("in \(distance.short)", zh: "\(distance.short)后")
            case .seconds(-1)...: self("just now", zh: "刚刚")
            default: self("\((.zero - distance).short) ago", zh: "\((.zero - distance).short)前")
            }
        return "<time datetime=\"\(time.rfc3339)\" title=\"\(time.rfc3339)\">\(words)</time>"
    }

    /// How far something is that takes long.
    func progress(_ progress: Progress) -> HTML {
        let percent = Int((progress.share * 100).rounded(.down))
        let rest =
            progress.expectedRest > .zero
            ? self("about \(progress.expectedRest.short) left", zh: "约剩 \(progress.expectedRest.short)")
            : self("longer than usual", zh: "比通常更久")
        return """
            <div class="progress"><progress max="100" value="\(percent)" aria-label="\(progress.stage)"></progress>\
            <p>\(progress.stage) · \(percent) % · \(rest)</p></div>
            """
    }

    /// What does not hold, with what was seen, what is required and how it is mended.
    ///
    /// - Parameter command: a command line with the options that this console was given.
    func findings(_ findings: [FindingView], _ command: ([String]) -> String) -> HTML {
        guard !findings.isEmpty else { return "" }
        let items = findings.map { finding -> HTML in
            let mending = finding.mending
            let claimants = finding.claimedBy.map { claimant -> HTML in
                "<li><a href=\"/orders/\(claimant.name.inAddress)\">\(claimant.name)</a> \(claimant.amount)</li>"
            }
            return """
                <li class="finding \(finding.isBlocking ? "blocking" : "warning")">
                <p class="what"><strong>\(finding.isBlocking ? self("Blocks", zh: "阻碍") : self("Warning", zh: "警告"))</strong> \
                <code>\(finding.check)</code> \(self(finding.message))</p>
                <dl class="pairs"><dt>\(self("Seen", zh: "实际"))</dt><dd>\(finding.observed)</dd>\
                <dt>\(self("Required", zh: "要求"))</dt><dd>\(finding.required)</dd>\
                <dt>\(self("Of", zh: "对象"))</dt><dd><code>\(finding.resource)</code></dd></dl>
                \(claimants.isEmpty ? nil : "<p>\(self("Claimed by", zh: "已被占用"))</p><ul>\(claimants)</ul>" as HTML)
                \(finding.missing.isEmpty ? nil : "<p>\(self("Not granted", zh: "缺少的权限")): <code>\(finding.missing.joined(separator: ", "))</code></p>" as HTML)
                <p class="hint">\(self(finding.hint))</p>
                \((mending?.roleCommand).map { copyable(command($0)) })
                \(mending.map { "<p class=\"hint\">\(self("In the console:", zh: "在控制台："))\u{20}\(self($0.console))</p>" as HTML })
                \(mending?.command.map { copyable($0) })
                </li>
                """
        }
        return "<ul class=\"findings\">\(items)</ul>"
    }

    /// A command that can be copied.
    func copyable(_ command: String) -> HTML {
        """
        <p class="command"><code>\(command)</code>\
        <button type="button" class="quiet copy" data-copy="\(command)" hidden>\(self("Copy", zh: "复制"))</button></p>
        """
    }

    /// Facts, each beside what it is called.
    func facts(_ facts: [Fact]) -> HTML {
        guard !facts.isEmpty else { return "" }
        return "<dl class=\"facts\">\(facts.map { "<dt>\(self($0.label))</dt><dd>\(self($0.text))</dd>" as HTML })</dl>"
    }

    /// Why an order waits, in a sentence.
    func reason(of order: WorkflowReport) -> String { self(order.next.reason.message) }

    /// Turns the pages of a long list; nothing where there is one alone.
    func turning(page: Int, of pages: Int, _ address: (Int) -> String) -> HTML? {
        guard pages > 1 else { return nil }
        return """
            <nav class="pages" aria-label="\(self("Pages", zh: "分页"))">
            \(page > 1 ? "<a rel=\"prev\" href=\"\(address(min(page - 1, pages)))\">\(self("Previous", zh: "上一页"))</a>" as HTML : nil)
            <span>\(self("Page \(page) of \(pages)", zh: "第 \(page) 页，共 \(pages) 页"))</span>
            \(page < pages ? "<a rel=\"next\" href=\"\(address(page + 1))\">\(self("Next", zh: "下一页"))</a>" as HTML : nil)</nav>
            """
    }

    /// A table that can be moved sideways where it is wider than the screen.
    func table(_ caption: String, _ header: [String], _ rows: [HTML]) -> HTML {
        """
        <div class="scroll" role="region" aria-label="\(caption)" tabindex="0"><table><caption>\(caption)</caption>
        <thead><tr>\(header.map { "<th scope=\"col\">\($0)</th>" as HTML })</tr></thead>
        <tbody>\(rows)</tbody></table></div>
        """
    }
}

extension Presentation.Standing {
    func tone(isAsking: Bool) -> String {
        switch self {
        case .underWay: isAsking ? "asking" : "moving"
        case .needsAttention: "asking"
        case .reached: "reached"
        case .lost: "lost"
        }
    }
}
