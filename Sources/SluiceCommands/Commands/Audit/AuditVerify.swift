import ArgumentParser
import Foundation
import Provisioning
import TransparencyLog
import Wording
import Workflow
import WorkflowEngine
import WorkflowSQLite

struct AuditVerify: Command {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Whether the history is whole, in order and unaltered.",
        discussion: """
            Without a file, the store: every line is hashed anew, every order replayed by the machine's own rules and \
            compared with where it stands. With a file, that file alone: an export (with the checkpoint that lies beside \
            it as FILE.checkpoint, or those of --checkpoint), a proof of sluice audit prove, or one of sluice audit \
            consistency.

            What was changed together with all that follows can be told only against a checkpoint that was kept elsewhere: \
            give it with --checkpoint. Signatures are checked against --verifier, the public key or a file that holds it; \
            for the store, its own if none is given.

            With --hashes-only the lines of an export are hashed and compared with the checkpoint, at the speed of the disk, \
            and not read: whether what they say is lawful is not judged.

            Exits 22, and names the first position that does not verify and why.
            """
    )

    @Argument(help: "An export or a proof; - for standard input. The store if not given.", completion: .file())
    var file: String?

    @Option(
        help: ArgumentHelp("A checkpoint that was kept; may be given several times.", valueName: "file"),
        completion: .file())
    var checkpoint: [String] = []

    @Option(help: ArgumentHelp("The public key, or a file that holds it.", valueName: "key"), completion: .file())
    var verifier: String?

    @Option(help: ArgumentHelp("Of a proof: the order that it must be of.", valueName: "order"))
    var order: String?

    @Flag(help: "Of an export: hash the lines, and do not replay them.")
    var hashesOnly = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws {
        guard !hashesOnly || file != nil else { throw ValidationError("--hashes-only is for an export") }
    }

    func execute(_ context: Context) async throws -> ExitStatus {
        let trusted = try verifier.map(Self.key)
        let checkpoints = try checkpoint.map { try AuditInput(path: $0).checkpoint() }
        guard let file else { return try await verifyStore(context, checkpoints, trusted) }
        let input = try AuditInput(path: file)
        let beginning = try input.beginning()
        if beginning.hasPrefix(LogProof.header) { return try verifyProof(input, context, trusted) }
        if beginning.hasPrefix("old ") { return try verifyGrowth(input, context, checkpoints, trusted) }
        return try verifyExport(input, context, checkpoints, trusted)
    }

    private static func key(_ text: String) throws -> VerifierKey {
        if let key = VerifierKey(text) { return key }
        let written = try AuditInput(path: text).text().trimmingCharacters(in: .whitespacesAndNewlines)
        guard let key = VerifierKey(written) else { throw NotAuditable(path: text, wanted: .verifier) }
        return key
    }

    private func verifyStore(
        _ context: Context, _ checkpoints: [SignedCheckpoint], _ trusted: VerifierKey?
    ) async throws -> ExitStatus {
        let journal = try context.journalToAudit()
        let audited = try await Self.reporting {
            try await WorkflowBook(journal, of: context.registry, at: nil).audit(
                journal, against: checkpoints, trusting: trusted ?? journal.verifier())
        }
        try context.console.report(audited, hasVerifier: true)
        return .done
    }

    private func verifyExport(
        _ input: AuditInput, _ context: Context, _ given: [SignedCheckpoint], _ trusted: VerifierKey?
    ) throws -> ExitStatus {
        var checkpoints = given
        let beside = AuditExport.checkpoint(beside: input.path)
        if FileManager.default.fileExists(atPath: beside) {
            checkpoints.append(try AuditInput(path: beside).checkpoint())
        }
        guard !hashesOnly || !checkpoints.isEmpty else {
            throw UsageError(
                LocalizedText("hashes alone prove nothing without a checkpoint", zh: "没有检查点，仅凭哈希不能证明任何事"),
                hint: LocalizedText(
                    "Give one with --checkpoint, or leave --hashes-only away.",
                    zh: "请用 --checkpoint 给出，或去掉 --hashes-only。"))
        }
        var audit = LogAudit(of: context.registry, against: checkpoints, trusting: trusted, replaying: !hashesOnly)
        do {
            try input.forEachLines { try audit.take($0.map { LoggedLeaf($0) }) }
            let report = try audit.end()
            guard report.size == checkpoints.map(\.checkpoint.size).max() || !hashesOnly else {
                throw Unverified(
                    LocalizedText(
                        "the export has \(report.size) lines; no checkpoint is of so many",
                        zh: "导出有 \(report.size) 行；没有相应条数的检查点"))
            }
            try context.console.report(report, hasVerifier: trusted != nil)
            if hashesOnly {
                context.console.note(
                    LocalizedText("Only hashes were compared: no order was replayed.", zh: "仅比对了哈希：未重放任何订单。"))
            }
            return .done
        } catch let problem as LogAudit.Problem {
            throw Unverified(problem)
        }
    }

    /// Runs an audit, and makes of what it finds a failure that can be told.
    private static func reporting<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let problem as LogAudit.Problem {
            throw Unverified(problem)
        } catch JournalError.unusable(let fault) {
            throw Unverified(fault.message)
        }
    }

    private func verifyProof(_ input: AuditInput, _ context: Context, _ trusted: VerifierKey?) throws -> ExitStatus {
        guard let proof = LogProof(parsing: try input.text()), let leaf = proof.leaf else {
            throw NotAuditable(path: input.path, wanted: .anything)
        }
        let checkpoint = proof.checkpoint.checkpoint
        guard proof.inclusion.proves(MerkleHash(leaf: leaf), in: checkpoint.root) else {
            throw Unverified(LocalizedText("the line is not in the log of the checkpoint", zh: "该行不在检查点的日志中"))
        }
        try require(proof.checkpoint, signedBy: trusted)
        guard let entry = LoggedTransition(leaf)?.entry, entry.position == proof.inclusion.index + 1 else {
            throw Unverified(LocalizedText("the line is no transition of this place", zh: "该行不是此位置的状态变更"))
        }
        let name = context.registry.name(after: entry)
        if let order, order.uppercased() != entry.workflow.rawValue, order != name {
            throw Unverified(
                LocalizedText(
                    "the proof is of order \(name ?? "?"), \(entry.workflow)",
                    zh: "该证明属于订单 \(name ?? "?")，\(entry.workflow)"))
        }
        try context.console.report(
            entry, named: name, provenBy: checkpoint, hasVerifier: trusted != nil)
        return .done
    }

    private func verifyGrowth(
        _ input: AuditInput, _ context: Context, _ checkpoints: [SignedCheckpoint], _ trusted: VerifierKey?
    ) throws -> ExitStatus {
        guard let growth = LogGrowth(parsing: try input.text()) else {
            throw NotAuditable(path: input.path, wanted: .anything)
        }
        guard let old = checkpoints.first(where: { $0.checkpoint.size == growth.consistency.old }) else {
            throw UsageError(
                LocalizedText(
                    "the proof goes on from a checkpoint of \(growth.consistency.old) entries",
                    zh: "该证明承接含 \(growth.consistency.old) 条的检查点"),
                hint: LocalizedText("Give it with --checkpoint.", zh: "请用 --checkpoint 给出。"))
        }
        let new = growth.checkpoint.checkpoint
        guard old.checkpoint.origin == new.origin,
            growth.consistency.proves(old.checkpoint.root, isBeginningOf: new.root)
        else {
            throw Unverified(
                LocalizedText(
                    "the log of \(new.size) entries does not go on from the one of \(old.checkpoint.size)",
                    zh: "含 \(new.size) 条的日志并非含 \(old.checkpoint.size) 条的日志的延续"))
        }
        for checkpoint in [old, growth.checkpoint] { try require(checkpoint, signedBy: trusted) }
        try context.console.report(old.checkpoint, growsInto: new, hasVerifier: trusted != nil)
        return .done
    }

    private func require(_ signed: SignedCheckpoint, signedBy trusted: VerifierKey?) throws {
        guard let trusted else { return }
        guard signed.checkpoint.origin == trusted.name, signed.note.isSigned(by: trusted) else {
            throw Unverified(
                LocalizedText(
                    "the checkpoint of \(signed.checkpoint.size) entries is not signed by the key that is trusted",
                    zh: "含 \(signed.checkpoint.size) 条的检查点未经受信任的密钥签名"))
        }
    }
}
