import ArgumentParser
import Provisioning
import Workflow

struct Graph: Command {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case mermaid, dot, json
    }

    static let configuration = CommandConfiguration(
        abstract: "The state machine, derived from the code.",
        discussion: "Every arrow was found by asking the machine itself; nothing is drawn by hand."
    )

    @Option(help: "mermaid, dot or json.")
    var format: Format?

    @Option(help: ArgumentHelp("The kind of workflow; exclusive-order if not given.", valueName: "kind"))
    var kind: String?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let graph = try kind.map { try context.registry.kind(argument: $0) }?.graph ?? context.registry.kinds[0].graph
        switch format ?? (options.json ? .json : .mermaid) {
        case .mermaid: context.console.print(graph.mermaid, terminator: "")
        case .dot: context.console.print(graph.dot, terminator: "")
        case .json: try context.console.print(json: graph)
        }
        return .done
    }
}
