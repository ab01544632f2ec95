import Documents
import Provisioning
import RealtimeCompute
import Wording
import WorkflowEngine

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
        let failure: (any CallFailure)?
        do {
            choices = try await complete?.choices(in: environment)
            failure = nil
        } catch {
            choices = nil
            failure = error as? any CallFailure
        }
        guard form != nil, wizard.isBegun else {
            outlook = failure.map { .failed($0.message, hint: $0.hint) } ?? .nothingYet
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
