import ArgumentParser
import Foundation
import Provisioning
import TransparencyLog
import Wording
import WorkflowEngine
import WorkflowSQLite

struct AuditCheckpoint: Command {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Verify what came since the last checkpoint, and sign for the log as it is now.",
        discussion: """
            Keep it where whoever can change the store cannot change it: another machine, a ticket, a mail. A file that \
            holds an older checkpoint is replaced only if the log has grown from there; else this exits 22 and leaves it.

            Nothing is signed before it is verified, as sluice audit verify does: the first time every line, then what came \
            since the last checkpoint that was signed so, which is kept beside the store as <store>.checkpoint. Without \
            that file everything is verified again; if it is not of this log, this exits 22. With --no-verify the hashes \
            are signed that the store keeps, whatever they are of, and what is kept beside the store stays as it is.
            """
    )

    @Option(help: ArgumentHelp("The file to write; standard output if not given.", valueName: "file"))
    var to: String?

    @Flag(name: .customLong("no-verify"), help: "Sign for the hashes as they are kept, without verifying anything.")
    var skipsVerifying = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let journal = try context.journalToAudit()
        if let to, FileManager.default.fileExists(atPath: to) {
            try LogSigner.require(try AuditInput(path: to).checkpoint().checkpoint, isBeginningOf: journal)
        }
        let signed =
            skipsVerifying
            ? try context.checkpoint(of: journal, size: journal.size)
            : try await context.signer.verifiedCheckpoint(of: journal)
        if let to { try AuditOutput.write(signed.note.description, to: to, replacing: true) }
        let console = context.console
        if console.isJSON {
            try console.print(json: CheckpointJSON(signed))
        } else if let to {
            console.print(
                console(
                    LocalizedText(
                        "signed for \(signed.checkpoint.size) entries: \(to)",
                        zh: "已为 \(signed.checkpoint.size) 条签名：\(to)")))
        } else {
            console.print(signed.note.description, terminator: "")
        }
        return .done
    }
}
