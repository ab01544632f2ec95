import Foundation
import Provisioning
import TransparencyLog
import Wording
import WorkflowEngine
import WorkflowSQLite

/// What signs for the log of a store.
struct LogSigner: Sendable {
    let registry: Registry
    let keyFile: KeyFile
    /// Is told what did not keep anything from being signed.
    let note: @Sendable (LocalizedText) -> Void

    /// Signs for the first `size` lines of the log.
    func checkpoint(of journal: SQLiteJournal, size: Int) throws -> SignedCheckpoint {
        let key = try journal.signingKey(in: keyFile)
        let checkpoint = Checkpoint(origin: key.name, size: size, root: try journal.root(ofFirst: size))
        return SignedCheckpoint(checkpoint, signedBy: key)
    }

    /// Proves that a transition is in the log as it is now.
    ///
    /// - Throws: ``Unverified`` if its line is not as it was written.
    func proof(of entry: HistoryEntry, in journal: SQLiteJournal) throws -> LogProof {
        guard let leaf = try journal.leaf(at: entry.position) else {
            preconditionFailure("a transition that was read has a leaf")
        }
        let size = try journal.size
        let proof = LogProof(
            try journal.inclusionProof(of: entry.position - 1, inFirst: size),
            to: try checkpoint(of: journal, size: size), leaf: leaf)
        let checkpoint = proof.checkpoint.checkpoint
        guard proof.inclusion.proves(MerkleHash(leaf: leaf), in: checkpoint.root) else {
            throw Unverified(
                LocalizedText(
                    "the line at position \(entry.position) is not as it was written",
                    zh: "位置 \(entry.position) 的行与写入时不同"))
        }
        return proof
    }

    /// Requires that the log of the store has grown from where a checkpoint was.
    static func require(_ old: Checkpoint, isBeginningOf journal: SQLiteJournal) throws {
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
    func verifiedCheckpoint(of journal: SQLiteJournal) async throws -> SignedCheckpoint {
        let key = try journal.signingKey(in: keyFile)
        let kept = KeptCheckpoint(of: journal)
        let last = try kept.read(journal, note)
        let report: LogAudit.Report
        do {
            report = try await reporting {
                if let last { try Self.require(last.checkpoint, isBeginningOf: journal) }
                return try await WorkflowBook(journal, of: registry, at: nil).audit(
                    journal, since: last, against: [], trusting: key.verifier)
            }
        } catch let unverified as Unverified where last != nil {
            note(kept.words)
            throw unverified
        }
        let signed = SignedCheckpoint(
            Checkpoint(origin: key.name, size: report.size, root: report.root), signedBy: key)
        kept.replace(by: signed, note)
        return signed
    }
}

/// The last checkpoint of a store that was signed for what had been verified: kept beside the store.
struct KeptCheckpoint {
    let path: String

    init(of journal: SQLiteJournal) {
        path = journal.file + ".checkpoint"
    }

    /// The checkpoint; `nil` if there is none, or it is damaged: then everything is to be verified.
    ///
    /// Of a checkpoint of this log the signature is checked here, so that one whose bytes have changed counts as damaged;
    /// whether the log has grown from it is for whoever goes on from it.
    func read(_ journal: SQLiteJournal, _ note: (LocalizedText) -> Void) throws -> SignedCheckpoint? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            let signed = try AuditInput(path: path).checkpoint()
            let isOurs = signed.checkpoint.origin == LogLine.origin(of: journal.storeID)
            guard try !isOurs || Self.keys(of: journal).contains(where: signed.note.isSigned) else {
                throw NotAuditable(path: path, wanted: .checkpoint)
            }
            return signed
        } catch let failure as any CommandFailure where failure.exitStatus != .storeUnusable {
            note(
                LocalizedText(
                    "\(failure.message.english): everything is verified again",
                    zh: "\(failure.message.chinese)：将重新验证全部内容"))
            return nil
        }
    }

    /// For how many entries it is; `nil` if there is none that can be read.
    var size: Int? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return try? AuditInput(path: path).checkpoint().checkpoint.size
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
    func replace(by signed: SignedCheckpoint, _ note: (LocalizedText) -> Void) {
        do {
            try AuditOutput.write(signed.note.description, to: path, replacing: true)
        } catch {
            note(
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
