import ArgumentParser
import Documents
import Provisioning
import RealtimeComputeKinds

struct OrderNew: Command {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Print a commented manifest to fill in.",
        discussion: """
            Keep it in a file, change what is to be changed, and look at it: sluice order new ExclusiveOrder > order.yaml, \
            then sluice check order.yaml. With --json the same without comments.
            """
    )

    @Argument(help: .kind, completion: .kind)
    var kind: String

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let format = try context.registry.kind(argument: kind).manifest
        if context.console.isJSON {
            try context.console.print(json: try Document(text: format.template, source: format.kind).root.jsonValue)
        } else {
            context.console.print(format.template, terminator: "")
        }
        return .done
    }
}

struct OrderSchema: Command {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of manifests, for editors.",
        discussion: """
            Of one kind, or without a kind of all of them in one schema. An editor that knows it completes and checks a \
            manifest while it is written: put # yaml-language-server: $schema=FILE into its first line.
            """
    )

    @Argument(help: .kind, completion: .kind)
    var kind: String?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let registry = context.registry
        let schema = try kind.map { try registry.kind(argument: $0).manifest.schema } ?? registry.schema
        try context.console.print(json: schema)
        return .done
    }
}

extension ArgumentHelp {
    fileprivate static let kind = ArgumentHelp(
        "The kind, as in a manifest (ExclusiveOrder) or as stored (exclusive-order).")
}

extension CompletionKind {
    fileprivate static let kind = CompletionKind.list(Registry.standard.kinds.map(\.manifest.kind))
}
