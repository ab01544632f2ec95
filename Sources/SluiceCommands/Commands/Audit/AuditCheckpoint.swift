import ArgumentParser
import Foundation
import TransparencyLog
import Wording
import WorkflowEngine
import WorkflowSQLite

struct AuditCheckpoint: Command {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Sign for the log as it is now.",
        discussion: """
            Keep it where whoever can change the store cannot change it: another machine, a ticket, a mail. A file that \
            holds an older checkpoint is replaced only if the log has grown from there; else this exits 22 and leaves it.
            """
    )

    @Option(help: ArgumentHelp("The file to write; standard output if not given.", valueName: "file"))
    var to: String?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let journal = try context.journalToAudit()
        if let to, FileManager.default.fileExists(atPath: to) {
            try context.require(try AuditInput(path: to).checkpoint().checkpoint, isBeginningOf: journal)
        }
        let signed = try context.checkpoint(of: journal, size: journal.size)
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

extension Context {
    /// Requires that the log of the store has grown from where a checkpoint was.
    func require(_ old: Checkpoint, isBeginningOf journal: SQLiteJournal) throws {
        let size = try journal.size
        let isPast =
            try old.size <= size && old.origin == LogLine.origin(of: journal.storeID)
            && journal.root(ofFirst: old.size) == old.root
        guard isPast else {
            throw Unverified(
                LocalizedText(
                    "the log of \(size) entries does not go on from the checkpoint of \(old.size) of \(old.origin)",
                    zh: "含 \(size) 条的日志并非 \(old.origin) 含 \(old.size) 条的检查点的延续"))
        }
    }
}
