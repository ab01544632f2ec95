import Documents
import Provisioning
import RealtimeCompute
import Wording
import WorkflowEngine

/// What the vendor's wizard asks for an order of exclusive mode, and the manifest that the answers come to.
struct OrderWizard: Sendable {
    /// The fields besides those of projects, with what they hold at first.
    private static let fields: [(name: String, initial: String)] = [
        ("name", ""), ("region", ""), ("method", Billing.Method.subscription.rawValue),
        ("months", String(Figures.defaultSubscriptionMonths)), ("masterModel", MachineModel.ecs4c16g.rawValue),
        ("masterCount", String(Figures.defaultMasterCount)), ("slaveModel", MachineModel.ecs8c32g.rawValue),
        ("slaveCount", String(Figures.defaultSlaveCount)), ("clusterName", ""), ("clusterDescription", ""),
        ("zone", ""),
        ("vpc", ""), ("vSwitch", ""), ("bucket", ""), ("cidr", ""),
    ]
    private static let mostProjects = 20

    private var answers: [String: String]
    private(set) var projects: [(name: String, computeUnits: String)]

    /// The wizard as it is opened.
    init(in region: String) {
        answers = Dictionary(Self.fields.map { ($0.name, $0.initial) }, uniquingKeysWith: { first, _ in first })
        answers["region"] = region
        projects = [("", "")]
    }

    init(_ form: Form) {
        answers = Dictionary(Self.fields.map { ($0.name, form[$0.name]) }, uniquingKeysWith: { first, _ in first })
        projects = (1...Self.mostProjects).map { (form["project\($0)"], form["project\($0)Units"]) }
        while let last = projects.last, last.name.isEmpty, last.computeUnits.isEmpty, projects.count > 1 {
            projects.removeLast()
        }
    }

    subscript(name: String) -> String { answers[name] ?? "" }

    /// The rows for projects: those that are filled in, and one more.
    var projectRows: [(name: String, computeUnits: String)] {
        let isFull = projects.last.map { !$0.name.isEmpty } ?? true
        return isFull && projects.count < Self.mostProjects ? projects + [("", "")] : projects
    }

    /// Whether anything was filled in that the wizard was not opened with.
    var isBegun: Bool {
        Self.fields.contains { $0.name != "region" && self[$0.name] != $0.initial }
            || projects.contains { !$0.name.isEmpty }
    }

    /// The manifest as the answers have it.
    var manifest: String { manifest { self[$0] } }

    /// The same with what is missing made up, by which places are judged before the rest is known.
    var completed: String {
        let madeUp = [
            "name": "draft", "clusterName": "draft_cluster", "zone": "unknown", "vpc": "unknown", "vSwitch": "unknown",
            "bucket": "unknown",
        ]
        return manifest(projects: [("draft", "1")]) { name in
            madeUp[name] ?? (name == "cidr" || name == "clusterDescription" ? "" : self[name])
        }
    }

    private func manifest(
        projects given: [(name: String, computeUnits: String)]? = nil, _ answer: (String) -> String
    ) -> String {
        let isSubscription = answer("method") != Billing.Method.payAsYouGo.rawValue
        var lines = [
            "apiVersion: \(ManifestFormat.apiVersion)", "kind: ExclusiveOrder", "metadata:",
            "  name: \(answer("name").asYAML)", "spec:", "  region: \(answer("region").asYAML)", "  billing:",
            "    method: \(answer("method").asYAML)",
        ]
        if isSubscription { lines.append("    months: \(answer("months").asYAML)") }
        for (section, model, count) in [
            ("masters", "masterModel", "masterCount"), ("slaves", "slaveModel", "slaveCount"),
        ] {
            lines += ["  \(section):", "    model: \(answer(model).asYAML)", "    count: \(answer(count).asYAML)"]
        }
        lines += ["  cluster:", "    name: \(answer("clusterName").asYAML)"]
        if !answer("clusterDescription").isEmpty {
            lines.append("    description: \(answer("clusterDescription").asYAML)")
        }
        for name in ["zone", "vpc", "vSwitch", "bucket"] { lines.append("    \(name): \(answer(name).asYAML)") }
        if !answer("cidr").isEmpty { lines.append("    cidr: \(answer("cidr").asYAML)") }
        lines.append("  projects:")
        for project in given ?? projects {
            lines += ["    - name: \(project.name.asYAML)", "      computeUnits: \(project.computeUnits.asYAML)"]
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension String {
    /// This text as a value of YAML: plain where it can be nothing else, else as JSON has texts, which YAML reads too.
    fileprivate var asYAML: String {
        let isNumber = !isEmpty && allSatisfy { "0123456789".contains($0) }
        let isName =
            first.map { $0.isASCII && $0.isLetter } == true
            && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        let means = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(lowercased())
        return isNumber || isName && !means ? self : JSONValue.text(self).text
    }
}

/// A new order: the wizard of exclusive mode, or a manifest of any kind; what it would come to; and the manifest.
struct NewOrderPage: Page {
    /// What an order would come to as it is filled in.
    enum Outlook: Sendable {
        case nothingYet
        case invalid([Fault])
        case looked(PreviewReport)
        case failed(LocalizedText, hint: LocalizedText)
    }

    let kinds: [(name: String, title: LocalizedText)]
    let kind: String
    /// `nil` of kinds whose manifest is typed.
    let wizard: OrderWizard?
    let manifest: String
    let regions: [String]
    let choices: Choices?
    private(set) var outlook: Outlook
    let command: @Sendable ([String]) -> String

    static let wizardKind = "ExclusiveOrder"

    /// - Parameter form: what was filled in; `nil` if nothing was yet.
    init(of workplace: Workplace, kind: String?, form: Form?) async throws {
        let registry = workplace.registry
        let kind = try registry.kind(called: kind ?? Self.wizardKind)
        kinds = registry.kinds.map { ($0.manifest.kind, $0.title) }
        self.kind = kind.manifest.kind
        command = workplace.tools.command
        let environment = try await workplace.environment()
        guard kind.manifest.kind == Self.wizardKind, form.map({ $0.text("manifest").isEmpty }) ?? true else {
            (wizard, choices, regions) = (nil, nil, [])
            manifest = form?.text("manifest") ?? kind.manifest.template
            outlook = form == nil ? .nothingYet : await Self.outlook(of: manifest, registry, in: environment)
            return
        }
        regions = try await workplace.cloud.regions().value.map(\.rawValue).sorted()
        let wizard = form.map { OrderWizard($0) } ?? OrderWizard(in: regions.first ?? "")
        self.wizard = wizard
        manifest = wizard.manifest
        choices =
            if let document = try? Document(text: wizard.completed, source: "manifest"),
                let complete = try? registry.manifest(in: document)
            {
                try? await complete.choices(in: environment)
            } else {
                nil
            }
        outlook =
            form == nil || !wizard.isBegun ? .nothingYet : await Self.outlook(of: manifest, registry, in: environment)
    }

    /// The same page with why what it holds was not placed.
    func refused(_ reason: any Explained) -> Self {
        var page = self
        page.outlook = .failed(reason.message, hint: reason.hint)
        return page
    }

    private static func outlook(of manifest: String, _ registry: Registry, in environment: Environment) async -> Outlook
    {
        do {
            let read = try registry.manifest(in: try Document(text: manifest, source: "manifest"))
            return .looked(try await read.preview(in: environment).report)
        } catch let invalid as InvalidDocument {
            return .invalid(invalid.faults)
        } catch {
            let explained = error as? any Explained ?? UnforeseenFault(error)
            return .failed(explained.message, hint: explained.hint)
        }
    }

    func title(for visit: Visit) -> String { visit("New order", zh: "新建订单") }

    func content(for visit: Visit) -> HTML {
        let links = kinds.map { kind -> HTML in
            "<li><a href=\"/new?kind=\(kind.name)\"\(" aria-current=\"true\"", if: kind.name == self.kind)>\(visit(kind.title))</a></li>"
        }
        return """
            <h1>\(title(for: visit))</h1>
            <nav class="tabs" aria-label="\(visit("Kinds", zh: "种类"))"><ul>\(links)</ul></nav>
            <form class="wizard" method="post" action="/new/check" data-preview>\(visit.hiddenToken)<input type="hidden" name="kind" value="\(kind)">
            \(wizard.map { questions($0, visit) } ?? editor(visit))
            <section id="preview" aria-live="polite"><h2>\(visit("What it comes to", zh: "订单预览"))</h2>\(outlook(for: visit))
            \(wizard == nil ? nil : yaml(visit))</section>
            <p class="actions"><button formaction="/new/check">\(visit("Check", zh: "检查"))</button>
            <button formaction="/new/manifest">\(visit("Download manifest", zh: "下载清单"))</button>
            <button class="primary" formaction="/new/place"\(" disabled", if: visit.isReadOnly)>\(visit("Place", zh: "创建"))</button></p>
            <p class="hint">\(visit("Placing buys nothing: what is placed is a draft, and waits to be confirmed.", zh: "创建不会购买：创建的是草稿，等待确认。"))</p>
            \(visit.copyable(command(["sluice", "order", "place", "MANIFEST"])))
            </form>
            """
    }

    private func editor(_ visit: Visit) -> HTML {
        """
        <p class="field"><label for="manifest">\(visit("Manifest", zh: "清单"))</label>
        <textarea id="manifest" name="manifest" rows="24" spellcheck="false" required>\n\(manifest)</textarea></p>
        """
    }

    private func yaml(_ visit: Visit) -> HTML {
        """
        <details open><summary>\(visit("The manifest", zh: "清单"))</summary><pre id="manifest" tabindex="0">\(manifest)</pre>
        <p><button type="button" class="quiet copy" data-copy="\(manifest)" hidden>\(visit("Copy", zh: "复制"))</button></p></details>
        """
    }

    private func outlook(for visit: Visit) -> HTML {
        switch outlook {
        case .nothingYet:
            return
                "<p class=\"calm\">\(visit("Fill in the form: capacity, price and findings appear here.", zh: "填写表单后，此处显示容量、价格与检查结果。"))</p>"
        case .invalid(let faults):
            let items = faults.map { fault -> HTML in
                let allowed: HTML? =
                    fault.message.english.contains(fault.allowed.english)
                    ? nil : " <span class=\"hint\">\(visit("allowed:", zh: "允许：")) \(visit(fault.allowed))</span>"
                let place = wizard == nil ? "\(fault.place): " : ""
                return "<li>\(place)<code>\(fault.path)</code> \(visit(fault.message))\(allowed)</li>"
            }
            return
                "<p class=\"warning\">\(visit("Not complete, or not lawful yet:", zh: "尚不完整或不合规："))</p><ul class=\"faults\">\(items)</ul>"
        case .looked(let report):
            let verdict =
                report.isReady
                ? visit("Nothing blocks this order.", zh: "没有阻碍。") : visit("This order would be blocked.", zh: "订单将受阻。")
            return """
                \(visit.facts(report.facts))
                <p class="verdict \(report.isReady ? "good" : "bad")">\(verdict)</p>\(visit.findings(report.findings, command))
                """
        case .failed(let message, let hint):
            return "<div class=\"notice problem\"><p>\(visit(message))</p><p class=\"hint\">\(visit(hint))</p></div>"
        }
    }
}

// MARK: - The questions

extension NewOrderPage {
    private func questions(_ wizard: OrderWizard, _ visit: Visit) -> HTML {
        let models = MachineModel.allCases.map(\.rawValue).map { ($0, $0) }
        return """
            <fieldset><legend>\(visit("What is bought", zh: "购买内容"))</legend>
            \(text("name", visit("Order name", zh: "订单名称"), wizard, hint: visit("a–z, 0–9, - and _; unique in the store", zh: "a–z、0–9、-、_；在存储中唯一")))
            \(select("region", visit("Region", zh: "地域"), regions.map { ($0, $0) }, wizard))
            \(select("method", visit("Billing", zh: "计费方式"), [("subscription", visit("Subscription", zh: "包年包月")), ("pay-as-you-go", visit("Pay-as-you-go", zh: "按量付费"))], wizard))
            \(number("months", visit("Months", zh: "月数"), 1...12, wizard))
            \(select("masterModel", visit("Master model", zh: "Master 机型"), models, wizard))
            \(select("masterCount", visit("Masters", zh: "Master 数量"), Figures.masterCounts.map { (String($0), String($0)) }, wizard))
            \(select("slaveModel", visit("Slave model", zh: "Slave 机型"), models, wizard))
            \(number("slaveCount", visit("Slaves", zh: "Slave 数量"), Figures.slaveCounts, wizard))</fieldset>
            <fieldset id="places"><legend>\(visit("Where the cluster goes", zh: "集群位置"))</legend>
            \(text("clusterName", visit("Cluster name", zh: "集群名称"), wizard, hint: visit("3 to 64 of a–z, 0–9 and _", zh: "3–64 个 a–z、0–9、_")))
            \(text("clusterDescription", visit("Description", zh: "描述"), wizard, isRequired: false))
            \(places(wizard, visit))
            \(text("cidr", visit("Cluster's own range", zh: "集群网段"), wizard, isRequired: false, hint: visit("Free: \(choices?.ranges.joined(separator: ", ") ?? "-")", zh: "可用：\(choices?.ranges.joined(separator: "、") ?? "-")")))</fieldset>
            <fieldset><legend>\(visit("Projects", zh: "项目"))</legend>\(projectRows(wizard, visit))</fieldset>
            """
    }

    private func projectRows(_ wizard: OrderWizard, _ visit: Visit) -> [HTML] {
        wizard.projectRows.enumerated().map { place, project in
            let number = place + 1
            return """
                <div class="row"><p class="field"><label for="project\(number)">\(visit("Project \(number)", zh: "项目 \(number)"))</label>\
                <input id="project\(number)" name="project\(number)" value="\(project.name)" autocomplete="off" maxlength="64"></p>
                <p class="field"><label for="project\(number)Units">CU</label>\
                <input id="project\(number)Units" name="project\(number)Units" value="\(project.computeUnits)" inputmode="numeric" autocomplete="off" maxlength="9"></p></div>
                """
        }
    }

    private struct Option {
        let value: String
        let words: String
        /// Why it cannot be chosen; `nil` if it can.
        let exclusion: String?
    }

    private func places(_ wizard: OrderWizard, _ visit: Visit) -> HTML {
        guard let choices else {
            return """
                \(text("zone", visit("Zone", zh: "可用区"), wizard))\(text("vpc", "VPC", wizard))
                \(text("vSwitch", "vSwitch", wizard))\(text("bucket", visit("Bucket", zh: "存储空间"), wizard))
                """
        }
        let words = { (exclusions: [Choices.Exclusion]) -> String? in
            exclusions.isEmpty ? nil : exclusions.map { $0.words(visit) }.joined(separator: ", ")
        }
        let zones = choices.zones.map { Option(value: $0.id, words: $0.id, exclusion: words($0.excludedBy)) }
        let chosenZone = choices.zones.filter { wizard["zone"].isEmpty || $0.id == wizard["zone"] }
        let vSwitches = chosenZone.flatMap { zone in
            zone.vSwitches.filter { wizard["vpc"].isEmpty || $0.vpc == wizard["vpc"] }.map { vSwitch in
                Option(
                    value: vSwitch.id,
                    words: visit(
                        "\(vSwitch.id) (\(vSwitch.freeAddresses) free, \(zone.id), \(vSwitch.vpc))",
                        zh: "\(vSwitch.id)（空闲 \(vSwitch.freeAddresses)，\(zone.id)，\(vSwitch.vpc)）"),
                    exclusion: words(zone.excludes(vSwitch)))
            }
        }
        let candidate = { (candidate: Choices.Candidate) in
            Option(
                value: candidate.id, words: candidate.name.map { "\(candidate.id) (\($0))" } ?? candidate.id,
                exclusion: candidate.isOffered
                    ? nil : candidate.findings.filter(\.isBlocking).map { visit($0.message) }.joined(separator: "; "))
        }
        return """
            \(choice("zone", visit("Zone", zh: "可用区"), zones, wizard, visit))
            \(choice("vpc", "VPC", choices.vpcs.map(candidate), wizard, visit))
            \(choice("vSwitch", "vSwitch", vSwitches, wizard, visit))
            \(choice("bucket", visit("Bucket", zh: "存储空间"), choices.buckets.map(candidate), wizard, visit))
            """
    }

    /// A choice among places; those that cannot be chosen are there too, and below it stands why.
    private func choice(
        _ name: String, _ label: String, _ options: [Option], _ wizard: OrderWizard, _ visit: Visit
    ) -> HTML {
        let chosen = wizard[name]
        let items = options.map { option -> HTML in
            """
            <option value="\(option.value)"\(" selected", if: option.value == chosen)\(" disabled", if: option.exclusion != nil)>\(option.words)\(option.exclusion.map { " — \($0)" as HTML })</option>
            """
        }
        let excluded = options.compactMap { option in
            option.exclusion.map { "<li><code>\(option.value)</code>: \($0)</li>" as HTML }
        }
        return """
            <div class="field"><label for="\(name)">\(label)</label><select id="\(name)" name="\(name)">
            <option value="">\(visit("choose", zh: "请选择"))</option>\(items)</select>
            \(excluded.isEmpty ? nil : "<details class=\"excluded\"><summary>\(visit("\(excluded.count) cannot be chosen", zh: "\(excluded.count) 个不可选"))</summary><ul>\(excluded)</ul></details>" as HTML)</div>
            """
    }

    private func text(
        _ name: String, _ label: String, _ wizard: OrderWizard, isRequired: Bool = true, hint: String? = nil
    ) -> HTML {
        """
        <p class="field"><label for="\(name)">\(label)</label>\
        <input id="\(name)" name="\(name)" value="\(wizard[name])" autocomplete="off" maxlength="256"\(hint == nil ? nil : " aria-describedby=\"\(name)-hint\"" as HTML)>\
        \(hint.map { "<span class=\"hint\" id=\"\(name)-hint\">\($0)</span>" as HTML })</p>
        """
    }

    private func number(_ name: String, _ label: String, _ range: ClosedRange<Int>, _ wizard: OrderWizard) -> HTML {
        """
        <p class="field"><label for="\(name)">\(label)</label>\
        <input id="\(name)" name="\(name)" type="number" min="\(range.lowerBound)" max="\(range.upperBound)" value="\(wizard[name])"></p>
        """
    }

    private func select(
        _ name: String, _ label: String, _ options: [(value: String, words: String)], _ wizard: OrderWizard
    ) -> HTML {
        """
        <p class="field"><label for="\(name)">\(label)</label><select id="\(name)" name="\(name)">\
        \(options.map { "<option value=\"\($0.value)\"\(" selected", if: $0.value == wizard[name])>\($0.words)</option>" as HTML })</select></p>
        """
    }
}

extension Choices.Exclusion {
    fileprivate func words(_ visit: Visit) -> String {
        switch self {
        case .stock: visit("no stock", zh: "库存不足")
        case .addresses: visit("too few addresses", zh: "地址不足")
        }
    }
}
