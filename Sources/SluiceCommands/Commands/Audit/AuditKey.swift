import ArgumentParser
import TransparencyLog
import WorkflowSQLite

struct AuditKey: Command {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "The public key with which the log can be verified.",
        discussion: """
            The private key was made with the store, in a file beside it that only its owner may read. With --change \
            another takes its place: the change is a line of the log, signed by both, so that whoever has the old public \
            key comes to the new one by the log itself.
            """
    )

    @Flag(help: "Make a new key, and have the old one vouch for it.")
    var change = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let journal = try change ? context.journalForWriting() : context.journalForReading()
        guard let journal else { throw NoStore(path: context.storePath) }
        let verifier =
            try change ? journal.changeKey(in: context.keyFile(), by: context.user) : journal.verifier()
        if context.console.isJSON {
            try context.console.print(json: ["origin": verifier.name, "verifier": verifier.description])
        } else {
            context.console.print(verifier.description)
        }
        return .done
    }
}
