import ArgumentParser
import Foundation
import Provisioning
import TransparencyLog
import Wording
import WorkflowEngine
import WorkflowSQLite

struct AuditProve: Command {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Prove that a transition is in the log, to be verified without it.",
        discussion: """
            Prints a C2SP tlog-proof: the way from the transition's line to the root, and a signed checkpoint. The line \
            itself goes with it as extra data, so that the proof is all that is needed: sluice audit verify FILE.
            """
    )

    @Argument(help: .order, completion: .order)
    var order: String

    @Option(help: ArgumentHelp("Which transition; the last if not given.", valueName: "version"))
    var version: Int?

    @Option(help: ArgumentHelp("The file to write; standard output if not given.", valueName: "file"))
    var to: String?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        guard try SQLiteJournal.exists(at: context.storePath) else { throw UnknownOrder(reference: order) }
        let journal = try context.journalToAudit()
        let book = WorkflowBook(journal, of: context.registry, at: nil)
        let entry = try await book.entry(
            of: try await book.resolve(order), at: version.map { .version($0) } ?? .now)
        let proof = try context.signer.proof(of: entry, in: journal)
        try context.write(proof.description, to: to)
        return .done
    }
}

struct AuditConsistency: Command {
    static let configuration = CommandConfiguration(
        commandName: "consistency",
        abstract: "Prove that the log has only grown from one checkpoint to another.",
        discussion: """
            OLD and NEW are files with checkpoints, or numbers of entries. Prints the proof in the form in which C2SP \
            tlog-witness has it, with the newer checkpoint; whoever has the older one verifies it with sluice audit \
            verify FILE --checkpoint OLD. Exits 22 if a checkpoint is not of this log's past.
            """
    )

    @Argument(help: "The older checkpoint, or its number of entries.", completion: .file())
    var old: String

    @Argument(help: "The newer checkpoint, or its number of entries.", completion: .file())
    var new: String

    @Option(help: ArgumentHelp("The file to write; standard output if not given.", valueName: "file"))
    var to: String?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let journal = try context.journalToAudit()
        let from = try size(old, in: context, journal)
        let upTo = try size(new, in: context, journal)
        guard from.size <= upTo.size else {
            throw UsageError(
                LocalizedText(
                    "OLD has \(from.size) entries, NEW \(upTo.size)", zh: "OLD 有 \(from.size) 条，NEW 有 \(upTo.size) 条"),
                hint: LocalizedText("Give the smaller one first.", zh: "请先给出较小的。"))
        }
        let growth = LogGrowth(
            try journal.consistencyProof(from: from.size, to: upTo.size),
            to: try upTo.checkpoint ?? context.checkpoint(of: journal, size: upTo.size))
        try context.write(growth.description, to: to)
        return .done
    }

    /// A number of entries that the log has, or those of a checkpoint of its past.
    private func size(
        _ argument: String, in context: Context, _ journal: SQLiteJournal
    ) throws -> (size: Int, checkpoint: SignedCheckpoint?) {
        if let size = Int(argument) {
            let all = try journal.size
            guard (0...all).contains(size) else {
                throw UsageError(
                    LocalizedText("the log has \(all) entries, not \(size)", zh: "日志有 \(all) 条，不是 \(size)"),
                    hint: LocalizedText("Give a number from 0 to \(all).", zh: "请给出 0 到 \(all) 的数字。"))
            }
            return (size, nil)
        }
        let signed = try AuditInput(path: argument).checkpoint()
        try LogSigner.require(signed.checkpoint, isBeginningOf: journal)
        return (signed.checkpoint.size, signed)
    }
}

extension Context {
    /// Writes a proof to a file that must not be there yet, or prints it.
    fileprivate func write(_ proof: String, to path: String?) throws {
        if let path {
            try AuditOutput.write(proof, to: path)
            if !console.isJSON { console.print(path) }
        }
        if console.isJSON {
            try console.print(json: ["proof": proof])
        } else if path == nil {
            console.print(proof, terminator: "")
        }
    }
}
