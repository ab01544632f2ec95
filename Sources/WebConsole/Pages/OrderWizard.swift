import Documents
import Provisioning
import RealtimeCompute
import Wording
import WorkflowEngine

/// What the vendor's wizard asks for an order of exclusive mode, and the manifest that the answers come to.
struct OrderWizard: Sendable {
    /// A question: what its field is called, where the manifest has the answer, what people are asked, and what it holds
    /// at first.
    struct Question: Sendable {
        let name: String
        let path: String
        let label: LocalizedText
        let initial: String

        fileprivate init(_ name: String, _ path: String, _ label: LocalizedText, _ initial: String = "") {
            self.name = name
            self.path = path
            self.label = label
            self.initial = initial
        }
    }

    /// The questions besides those about projects.
    private static let questions = [
        Question("name", "metadata.name", LocalizedText("Order name", zh: "订单名称")),
        Question("region", "spec.region", LocalizedText("Region", zh: "地域")),
        Question(
            "method", "spec.billing.method", LocalizedText("Billing", zh: "计费方式"), Billing.Method.subscription.rawValue
        ),
        Question(
            "months", "spec.billing.months", LocalizedText("Months", zh: "月数"),
            String(Figures.defaultSubscriptionMonths)),
        Question(
            "masterModel", "spec.masters.model", LocalizedText("Master model", zh: "Master 机型"),
            MachineModel.ecs4c16g.rawValue),
        Question(
            "masterCount", "spec.masters.count", LocalizedText("Masters", zh: "Master 数量"),
            String(Figures.defaultMasterCount)),
        Question(
            "slaveModel", "spec.slaves.model", LocalizedText("Slave model", zh: "Slave 机型"),
            MachineModel.ecs8c32g.rawValue),
        Question(
            "slaveCount", "spec.slaves.count", LocalizedText("Slaves", zh: "Slave 数量"),
            String(Figures.defaultSlaveCount)),
        Question("clusterName", "spec.cluster.name", LocalizedText("Cluster name", zh: "集群名称")),
        Question("clusterDescription", "spec.cluster.description", LocalizedText("Description", zh: "描述")),
        Question("zone", "spec.cluster.zone", LocalizedText("Zone", zh: "可用区")),
        Question("vpc", "spec.cluster.vpc", LocalizedText("VPC", zh: "VPC")),
        Question("vSwitch", "spec.cluster.vSwitch", LocalizedText("vSwitch", zh: "vSwitch")),
        Question("bucket", "spec.cluster.bucket", LocalizedText("Bucket", zh: "存储空间")),
        Question("cidr", "spec.cluster.cidr", LocalizedText("Cluster's own range", zh: "集群网段")),
    ]
    private static let mostProjects = 20

    private var answers: [String: String]
    private(set) var projects: [(name: String, computeUnits: String)]

    /// The wizard as it is opened.
    init(in region: String) {
        answers = Dictionary(Self.questions.map { ($0.name, $0.initial) }, uniquingKeysWith: { first, _ in first })
        answers["region"] = region
        projects = [("", "")]
    }

    init(_ form: Form) {
        answers = Dictionary(Self.questions.map { ($0.name, form[$0.name]) }, uniquingKeysWith: { first, _ in first })
        projects = (1...Self.mostProjects).map { (form["project\($0)"], form["project\($0)Units"]) }
        while let last = projects.last, last.name.isEmpty, last.computeUnits.isEmpty, projects.count > 1 {
            projects.removeLast()
        }
    }

    subscript(name: String) -> String { answers[name] ?? "" }

    /// The question whose answer stands at a path of the manifest; `nil` if none does.
    func question(at path: String) -> Question? {
        Self.questions.first { $0.path == path }
            ?? projects.indices.lazy.flatMap { [Self.name(ofProject: $0), Self.computeUnits(ofProject: $0)] }
            .first { $0.path == path }
    }

    /// What a question is called for people.
    static func label(of name: String) -> LocalizedText {
        questions.first { $0.name == name }?.label ?? LocalizedText(verbatim: name)
    }

    static func name(ofProject place: Int) -> Question {
        Question(
            "project\(place + 1)", "spec.projects[\(place)].name",
            LocalizedText("Project \(place + 1)", zh: "项目 \(place + 1)"))
    }

    static func computeUnits(ofProject place: Int) -> Question {
        Question(
            "project\(place + 1)Units", "spec.projects[\(place)].computeUnits",
            LocalizedText("CU of project \(place + 1)", zh: "项目 \(place + 1) 的 CU"))
    }

    /// What is wrong with what was answered, by the name of its question; not what is still to be answered.
    func faults(of found: [Fault]) -> [String: LocalizedText] {
        found.reduce(into: [:]) { faults, fault in
            guard let question = question(at: fault.path), !answer(to: question).isEmpty else { return }
            faults[question.name] = fault.message
        }
    }

    func answer(to question: Question) -> String {
        for (place, project) in projects.enumerated() {
            if question.name == Self.name(ofProject: place).name { return project.name }
            if question.name == Self.computeUnits(ofProject: place).name { return project.computeUnits }
        }
        return self[question.name]
    }

    /// The rows for projects: those that are filled in, and one more.
    var projectRows: [(name: String, computeUnits: String)] {
        let isFull = projects.last.map { !$0.name.isEmpty } ?? true
        return isFull && projects.count < Self.mostProjects ? projects + [("", "")] : projects
    }

    /// Whether anything was filled in that the wizard was not opened with.
    var isBegun: Bool {
        Self.questions.contains { $0.name != "region" && self[$0.name] != $0.initial }
            || projects.contains { !$0.name.isEmpty }
    }

    /// The manifest as the answers have it.
    var manifest: String { manifest { self[$0] } }

    /// The same with what is missing made up, by which places are judged before the rest is known.
    var completed: String { completed { self[$0] } }

    /// The same with another size, where the one that was answered cannot be.
    var completedInAnySize: String {
        completed { name in
            Self.sizing.contains(name) ? Self.questions.first { $0.name == name }?.initial ?? "" : self[name]
        }
    }

    private static let sizing: Set = ["method", "months", "masterModel", "masterCount", "slaveModel", "slaveCount"]

    private func completed(_ answer: (String) -> String) -> String {
        let madeUp = [
            "name": "draft", "clusterName": "draft_cluster", "zone": "unknown", "vpc": "unknown", "vSwitch": "unknown",
            "bucket": "unknown",
        ]
        return manifest(projects: [("draft", "1")]) { name in
            madeUp[name] ?? (name == "cidr" || name == "clusterDescription" ? "" : answer(name))
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
        /// With what can be told all the same.
        case invalid([Fault], [Fact])
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

    /// - Parameters:
    ///   - order: the order that a manifest is to be about, where a kind is about one.
    ///   - form: what was filled in; `nil` if nothing was yet.
    init(of workplace: Workplace, kind: String?, order: String? = nil, form: Form?) async throws {
        let registry = workplace.registry
        let kind = try registry.kind(called: kind ?? Self.wizardKind)
        kinds = registry.kinds.map { ($0.manifest.kind, $0.title) }
        self.kind = kind.manifest.kind
        command = workplace.tools.command
        let environment = try await workplace.environment()
        guard kind.manifest.kind == Self.wizardKind, form.map({ $0.text("manifest").isEmpty }) ?? true else {
            (wizard, choices, regions) = (nil, nil, [])
            manifest = form?.text("manifest") ?? FurtherChanges.template(kind.manifest.template, for: order)
            outlook = form == nil ? .nothingYet : await Self.outlook(of: manifest, registry, in: environment)
            return
        }
        regions = try await workplace.cloud.regions().value.map(\.rawValue).sorted()
        let wizard = form.map { OrderWizard($0) } ?? OrderWizard(in: regions.first ?? "")
        self.wizard = wizard
        manifest = wizard.manifest
        let complete = [wizard.completed, wizard.completedInAnySize].lazy.compactMap { text in
            try? registry.manifest(in: try Document(text: text, source: "manifest"))
        }.first
        choices = try? await complete?.choices(in: environment)
        guard form != nil, wizard.isBegun else {
            outlook = .nothingYet
            return
        }
        outlook = await Self.outlook(of: manifest, registry, in: environment)
        // What it comes to follows from its size alone.
        if case .invalid(let faults, _) = outlook,
            let sized = try? registry.manifest(in: try Document(text: wizard.completed, source: "manifest")),
            let preview = try? await sized.preview(in: environment)
        {
            outlook = .invalid(faults, preview.report.facts)
        }
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
            return .invalid(invalid.faults, [])
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
        case .invalid(let faults, let facts):
            let items = faults.map { fault -> HTML in
                let allowed: HTML? =
                    fault.message.english.contains(fault.allowed.english)
                    ? nil : " <span class=\"hint\">\(visit("allowed:", zh: "允许：")) \(visit(fault.allowed))</span>"
                guard let wizard, let question = wizard.question(at: fault.path) else {
                    let place = wizard == nil ? "\(fault.place): " : ""
                    return "<li>\(place)<code>\(fault.path)</code> \(visit(fault.message))\(allowed)</li>"
                }
                let words =
                    wizard.answer(to: question).isEmpty
                    ? visit("still to be filled in: \(fault.allowed.english)", zh: "尚未填写：\(fault.allowed.chinese)")
                    : visit(fault.message)
                return """
                    <li><a href="#\(question.name)">\(visit(question.label))</a> <code>\(fault.path)</code>: \(words)</li>
                    """
            }
            return
                "\(visit.facts(facts))<p class=\"warning\">\(visit("Not complete, or not lawful yet:", zh: "尚不完整或不合规："))</p><ul class=\"faults\">\(items)</ul>"
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
        let fields = WizardFields(wizard, faults: invalid.map { wizard.faults(of: $0) } ?? [:], visit)
        let models = MachineModel.allCases.map(\.rawValue).map { ($0, $0) }
        let free = choices?.ranges ?? []
        return """
            <fieldset><legend>\(visit("What is bought", zh: "购买内容"))</legend>
            \(fields.text("name", hint: visit("a–z, 0–9, - and _; unique in the store", zh: "a–z、0–9、-、_；在存储中唯一")))
            \(fields.select("region", regions.map { ($0, $0) }))
            \(fields.select("method", [("subscription", visit("Subscription", zh: "包年包月")), ("pay-as-you-go", visit("Pay-as-you-go", zh: "按量付费"))]))
            \(fields.number("months", 1...12))
            \(fields.select("masterModel", models))
            \(fields.select("masterCount", Figures.masterCounts.map { (String($0), String($0)) }))
            \(fields.select("slaveModel", models))
            \(fields.number("slaveCount", Figures.slaveCounts))</fieldset>
            <fieldset id="places"><legend>\(visit("Where the cluster goes", zh: "集群位置"))</legend>
            \(fields.text("clusterName", hint: visit("3 to 64 of a–z, 0–9 and _", zh: "3–64 个 a–z、0–9、_")))
            \(fields.text("clusterDescription"))
            \(places(fields))
            \(fields.text("cidr", hint: visit("Free: \(free.isEmpty ? "-" : free.joined(separator: ", "))", zh: "可用：\(free.isEmpty ? "-" : free.joined(separator: "、"))")))</fieldset>
            <fieldset><legend>\(visit("Projects", zh: "项目"))</legend>\(projectRows(fields))</fieldset>
            """
    }

    /// What is wrong with the answers; `nil` if nothing is, or nothing was looked at.
    private var invalid: [Fault]? { if case .invalid(let faults, _) = outlook { faults } else { nil } }

    private func projectRows(_ fields: WizardFields) -> [HTML] {
        fields.wizard.projectRows.enumerated().map { place, project in
            let (name, units) = (OrderWizard.name(ofProject: place), OrderWizard.computeUnits(ofProject: place))
            let nameInput: HTML =
                "<input \(fields.attributes(name.name)) value=\"\(project.name)\" autocomplete=\"off\" maxlength=\"64\">"
            let unitsInput: HTML =
                """
                <input \(fields.attributes(units.name)) value="\(project.computeUnits)" inputmode="numeric" autocomplete="off" maxlength="9">
                """
            return """
                <div class="row">\(fields.field(name.name, nameInput, label: name.label))
                \(fields.field(units.name, unitsInput, label: LocalizedText(verbatim: "CU")))</div>
                """
        }
    }

    private func places(_ fields: WizardFields) -> HTML {
        let (wizard, visit) = (fields.wizard, fields.visit)
        guard let choices else {
            return "\(fields.text("zone"))\(fields.text("vpc"))\(fields.text("vSwitch"))\(fields.text("bucket"))"
        }
        let words = { (exclusions: [Choices.Exclusion]) -> String? in
            exclusions.isEmpty ? nil : exclusions.map { $0.words(visit) }.joined(separator: ", ")
        }
        let zones = choices.zones.map {
            WizardFields.Option(value: $0.id, words: $0.id, exclusion: words($0.excludedBy))
        }
        let chosenZone = choices.zones.filter { wizard["zone"].isEmpty || $0.id == wizard["zone"] }
        let vSwitches = chosenZone.flatMap { zone in
            zone.vSwitches.filter { wizard["vpc"].isEmpty || $0.vpc == wizard["vpc"] }.map { vSwitch in
                WizardFields.Option(
                    value: vSwitch.id,
                    words: visit(
                        "\(vSwitch.id) (\(vSwitch.freeAddresses) free, \(zone.id), \(vSwitch.vpc))",
                        zh: "\(vSwitch.id)（空闲 \(vSwitch.freeAddresses)，\(zone.id)，\(vSwitch.vpc)）"),
                    exclusion: words(zone.excludes(vSwitch)))
            }
        }
        let candidate = { (candidate: Choices.Candidate) in
            WizardFields.Option(
                value: candidate.id, words: candidate.name.map { "\(candidate.id) (\($0))" } ?? candidate.id,
                exclusion: candidate.isOffered
                    ? nil : candidate.findings.filter(\.isBlocking).map { visit($0.message) }.joined(separator: "; "))
        }
        return """
            \(fields.choice("zone", zones))\(fields.choice("vpc", choices.vpcs.map(candidate)))
            \(fields.choice("vSwitch", vSwitches))\(fields.choice("bucket", choices.buckets.map(candidate)))
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
