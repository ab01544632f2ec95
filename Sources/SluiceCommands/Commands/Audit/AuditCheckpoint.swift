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
            try context.require(try AuditInput(path: to).checkpoint().checkpoint, isBeginningOf: journal)
        }
        let signed =
            skipsVerifying
            ? try context.checkpoint(of: journal, size: journal.size)
            : try await context.verifiedCheckpoint(of: journal)
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

    /// Verifies what came since the last checkpoint that was verified, and signs for all of it.
    fileprivate func verifiedCheckpoint(of journal: SQLiteJournal) async throws -> SignedCheckpoint {
        let key = try journal.signingKey(in: keyFile())
        let kept = KeptCheckpoint(of: journal)
        let last = try kept.read(journal, console)
        let report: LogAudit.Report
        do {
            report = try await reporting {
                if let last { try require(last.checkpoint, isBeginningOf: journal) }
                return try await WorkflowBook(journal, of: registry, at: nil).audit(
                    journal, since: last, against: [], trusting: key.verifier)
            }
        } catch let unverified as Unverified where last != nil {
            console.note(kept.words)
            throw unverified
        }
        let signed = SignedCheckpoint(
            Checkpoint(origin: key.name, size: report.size, root: report.root), signedBy: key)
        kept.replace(by: signed, console)
        return signed
    }
}

/// The last checkpoint of a store that was signed for what had been verified: kept beside the store.
private struct KeptCheckpoint {
    let path: String

    init(of journal: SQLiteJournal) {
        path = journal.file + ".checkpoint"
    }

    /// The checkpoint; `nil` if there is none, or it is damaged: then everything is to be verified.
    ///
    /// Of a checkpoint of this log the signature is checked here, so that one whose bytes have changed counts as damaged;
    /// whether the log has grown from it is for whoever goes on from it.
    func read(_ journal: SQLiteJournal, _ console: Console) throws -> SignedCheckpoint? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            let signed = try AuditInput(path: path).checkpoint()
            let isOurs = signed.checkpoint.origin == LogLine.origin(of: journal.storeID)
            guard try !isOurs || Self.keys(of: journal).contains(where: signed.note.isSigned) else {
                throw NotAuditable(path: path, wanted: .checkpoint)
            }
            return signed
        } catch let failure as any CommandFailure where failure.exitStatus != .storeUnusable {
            console.note(
                LocalizedText(
                    "\(failure.message.english): everything is verified again",
                    zh: "\(failure.message.chinese)：将重新验证全部内容"))
            return nil
        }
    }

    /// Every key that has signed for the log of a store.
    private static func keys(of journal: SQLiteJournal) throws -> [VerifierKey] {
        let changes = try journal.leavesWithoutSubject(inFirst: journal.size)
            .compactMap { LoggedKeyChange($0.bytes).flatMap { KeyChange(parsing: $0.note) } }
        return try changes.map(\.old) + [journal.verifier()]
    }

    /// Keeps a checkpoint in place of the last.
    ///
    /// If it cannot be kept, more is verified the next time: nothing is lost by that.
    func replace(by signed: SignedCheckpoint, _ console: Console) {
        do {
            try AuditOutput.write(signed.note.description, to: path, replacing: true)
        } catch {
            console.note(
                LocalizedText(
                    "\(path) cannot be written: the next checkpoint verifies more than it needed to",
                    zh: "无法写入 \(path)：下一个检查点将多验证一些内容"))
        }
    }

    /// What was gone on from, for whoever is told that something does not verify.
    var words: LocalizedText {
        LocalizedText(
            "Verified was what came since the checkpoint in \(path). If the store was put back from a backup knowingly, "
                + "remove that file: everything is then verified again.",
            zh: "所验证的是 \(path) 中检查点之后的内容。若确系从备份恢复存储，请删除该文件：之后将重新验证全部内容。")
    }
}
