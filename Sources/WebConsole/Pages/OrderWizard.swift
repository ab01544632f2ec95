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
