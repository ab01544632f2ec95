import ArgumentParser
import Documents
import Provisioning
import RealtimeCompute
import Wording

struct Check: Command {
    static let configuration = CommandConfiguration(
        abstract: "Validate a manifest and look at every prerequisite; changes nothing.",
        discussion: """
            Every fault of the manifest is reported at once, with its line and column. If there is none, the cloud is \
            asked about each prerequisite, and what does not hold is listed with what to do about it.

            Exits 0 if nothing blocks, 10 if something does, 65 if the manifest has a fault.
            """
    )

    @Argument(help: "The manifest, YAML or JSON; - reads standard input.", completion: .file())
    var manifest: String

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let specification = try OrderManifest.read(try Document(path: manifest))
        let cloud = try context.cloud()
        let report = try await CheckReport(
            of: specification, in: cloud, at: SimulatedClock(cloud: cloud), besides: try context.journalForReading())
        let console = context.console
        if console.isJSON {
            try console.print(json: CheckJSON(report, in: console.language))
        } else {
            let capacity = LocalizedText(
                "\(report.capacity.nodes) nodes, \(report.capacity.computeUnits)",
                zh: "\(report.capacity.nodes) 个节点，\(report.capacity.computeUnits)")
            var table = Table()
            table.add([console(LocalizedText("capacity", zh: "容量")), console(capacity)])
            table.add([console(LocalizedText("estimate", zh: "估价")), console(report.estimate.words)])
            table.lines.forEach { console.print($0) }
            console.print(report.findings)
            console.print(
                console(
                    report.isReady
                        ? LocalizedText("nothing blocks this order", zh: "没有阻碍")
                        : LocalizedText("this order would be blocked", zh: "订单将受阻")))
            if report.isReady, manifest != "-" {
                console.printNext(["sluice", "order", "place", manifest])
            }
        }
        return report.isReady ? .done : .asked
    }
}

struct CheckJSON: Encodable {
    let capacity: CapacityJSON
    let estimate: Estimate
    let findings: [FindingJSON]
    let ready: Bool

    init(_ report: CheckReport, in language: Language) {
        let load = ClusterLoad(computeUnits: report.capacity.computeUnits, allocated: .zero)
        capacity = CapacityJSON(nodes: report.capacity.nodes, load: load)
        estimate = report.estimate
        findings = report.findings.map { FindingJSON($0, in: language) }
        ready = report.isReady
    }
}
