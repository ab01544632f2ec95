import ArgumentParser
import Documents
import Provisioning
import Wording

struct Check: Command {
    static let configuration = CommandConfiguration(
        commandName: "check",
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
        let read = try context.registry.manifest(in: try Document(path: manifest))
        let preview = try await read.preview(in: try await context.environment(over: try context.journalForReading()))
        let report = preview.report
        let console = context.console
        if console.isJSON {
            try console.print(json: report.json(in: console.language))
        } else {
            var table = Table()
            for fact in report.facts { table.add([console(fact.label), console(fact.text)]) }
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

extension PreviewReport {
    /// A preview as scripts see it.
    fileprivate func json(in language: Language) -> JSONValue {
        let common: [String: JSONValue] = [
            "findings": .list(findings.map { JSONValue($0, in: language) }), "ready": .boolean(isReady),
        ]
        return .object(fields.merging(common) { $1 })
    }
}
