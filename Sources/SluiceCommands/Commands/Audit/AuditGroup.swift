import ArgumentParser
import Foundation
import Provisioning
import TransparencyLog
import Wording
import WorkflowEngine
import WorkflowSQLite

struct AuditGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Prove the history: export it, sign for it, verify it without sluice's store.",
        discussion: """
            Every transition of every order is a line of a log whose lines are hashed into a Merkle tree (RFC 6962). A \
            checkpoint is the root of the tree, signed (C2SP tlog-checkpoint). Whoever keeps a checkpoint elsewhere can \
            tell later whether anything up to it was changed, removed or put in.

              sluice audit key                         the public key: give it to whoever is to verify
              sluice audit checkpoint --to FILE        sign for the log as it is now; keep FILE elsewhere
              sluice audit export --to FILE            every line, and a checkpoint beside
              sluice audit verify FILE --verifier KEY  without the store
              sluice audit verify --checkpoint FILE    the store, against what was kept
            """,
        subcommands: [
            AuditKey.self, AuditVerify.self, AuditCheckpoint.self, AuditProve.self, AuditConsistency.self,
            AuditExport.self,
        ]
    )
}

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

extension Context {
    /// The store to be audited.
    ///
    /// - Throws: ``NoStore``.
    func journalToAudit() throws -> SQLiteJournal {
        guard let journal = try journalForReading() else { throw NoStore(path: storePath) }
        return journal
    }

    /// Signs for the first `size` lines of the log.
    func checkpoint(of journal: SQLiteJournal, size: Int) throws -> SignedCheckpoint {
        let key = try journal.signingKey(in: keyFile())
        let checkpoint = Checkpoint(origin: key.name, size: size, root: try journal.root(ofFirst: size))
        return SignedCheckpoint(checkpoint, signedBy: key)
    }
}

/// What does not verify.
struct Unverified: CommandFailure {
    let message: LocalizedText
    /// Where a log does not verify first, and why.
    let problem: LogAudit.Problem?
    let code = "not-verified"
    let exitStatus = ExitStatus.unverified

    init(_ message: LocalizedText) {
        self.message = message
        problem = nil
    }

    init(_ problem: LogAudit.Problem) {
        message = problem.message
        self.problem = problem
    }

    var hint: LocalizedText {
        LocalizedText(
            "Keep the file as it is, and compare it with a backup or an export: from here on it proves nothing.",
            zh: "请原样保留该文件，并与备份或导出比对：从此处起它不能证明任何事。")
    }
}

extension LogAudit.Problem {
    /// Where, and why.
    var message: LocalizedText {
        guard let position else {
            return LocalizedText(
                "the log does not verify: \(fault.words.english)", zh: "日志未通过验证：\(fault.words.chinese)")
        }
        return LocalizedText(
            "the log does not verify from position \(position) on: \(fault.words.english)",
            zh: "日志自位置 \(position) 起未通过验证：\(fault.words.chinese)")
    }
}
