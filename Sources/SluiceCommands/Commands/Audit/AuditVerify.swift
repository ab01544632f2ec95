import ArgumentParser
import Documents
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
            for the store, its own if none is given. A proof of consistency carries no changes of key: if the key was \
            changed between its two checkpoints, give --verifier for each key that signed one of them.

            With --hashes-only the lines of an export are hashed and compared with the checkpoint, at the speed of the disk, \
            and not read: whether what they say is lawful is not judged.

            With --since CHECKPOINT, of the store only what came since that checkpoint is read, hashed and replayed: it costs \
            what came since. The log up to there is judged by the hashes that the store keeps: the checkpoint must be \
            their root, and signed by a key of the log; the last line of each order that went on since, and each change of \
            key, is hashed and proven to be in it. What it does not see, and verify without it does: a line before the \
            checkpoint that was changed or cannot be read while the hashes kept with it were left, if no order went on \
            from it; a wrong hash among those kept that the root is not made of; that a line before the checkpoint was not \
            lawful when the checkpoint was signed; and orders with nothing since, whose rows may be changed or gone.

            Exits 22, and names the first position that does not verify and why.
            """
    )

    @Argument(help: "An export or a proof; - for standard input. The store if not given.", completion: .file())
    var file: String?

    @Option(
        help: ArgumentHelp("A checkpoint that was kept; may be given several times.", valueName: "file"),
        completion: .file())
    var checkpoint: [String] = []

    @Option(
        help: ArgumentHelp("Of the store: verify only what came since this checkpoint.", valueName: "checkpoint"),
        completion: .file())
    var since: String?

    @Option(
        help: ArgumentHelp(
            "The public key, or a file that holds it; of a proof that spans a change of key, each of them.",
            valueName: "key"), completion: .file())
    var verifier: [String] = []

    @Option(help: ArgumentHelp("Of a proof: the order that it must be of.", valueName: "order"))
    var order: String?

    @Flag(help: "Of an export: hash the lines, and do not replay them.")
    var hashesOnly = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws {
        guard !hashesOnly || file != nil else { throw ValidationError("--hashes-only is for an export") }
        guard since == nil || file == nil else { throw ValidationError("--since is for the store") }
    }

    func execute(_ context: Context) async throws -> ExitStatus {
        let trusted = try verifier.map(Self.key)
        let checkpoints = try checkpoint.map { try AuditInput(path: $0).checkpoint() }
        guard let file else { return try await verifyStore(context, checkpoints, try Self.one(of: trusted)) }
        let input = try AuditInput(path: file)
        let beginning = try input.beginning()
        if beginning.hasPrefix(LogProof.header) { return try verifyProof(input, context, trusted) }
        if beginning.hasPrefix("old ") { return try verifyGrowth(input, context, checkpoints, trusted) }
        return try verifyExport(input, context, checkpoints, try Self.one(of: trusted))
    }

    private static func key(_ text: String) throws -> VerifierKey {
        if let key = VerifierKey(text) { return key }
        let written: String
        do {
            written = try AuditInput(path: text).text().trimmingCharacters(in: .whitespacesAndNewlines)
        } catch let unreadable as UnreadableFile where unreadable.reason == .absent {
            throw UnknownVerifier(text: text)
        }
        guard let key = VerifierKey(written) else { throw NotAuditable(path: text, wanted: .verifier) }
        return key
    }

    /// The one key that is trusted where the log itself leads from it to the others.
    private static func one(of keys: [VerifierKey]) throws -> VerifierKey? {
        guard keys.count <= 1 else {
            throw UsageError(
                LocalizedText(
                    "one public key is enough: the log holds every change of its key", zh: "一个公钥即可：日志包含其密钥的每次更换"),
                hint: LocalizedText(
                    "Give --verifier once; several are for proofs.", zh: "--verifier 只需给出一次；多个公钥仅用于证明。"))
        }
        return keys.first
    }

    private func verifyStore(
        _ context: Context, _ checkpoints: [SignedCheckpoint], _ trusted: VerifierKey?
    ) async throws -> ExitStatus {
        let journal = try context.journalToAudit()
        let since = try since.map { try AuditInput(path: $0).checkpoint() }
        let audited = try await reporting {
            try await WorkflowBook(journal, of: context.registry, at: nil).audit(
                journal, since: since, against: checkpoints, trusting: trusted ?? journal.verifier())
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
            let read = audit.read
            try input.forEachLines(preparing: { lines in read(lines.map { LoggedLeaf($0) }) }, { try audit.take($0) })
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

    private func verifyProof(_ input: AuditInput, _ context: Context, _ trusted: [VerifierKey]) throws -> ExitStatus {
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
            entry, named: name, provenBy: checkpoint, hasVerifier: !trusted.isEmpty)
        return .done
    }

    private func verifyGrowth(
        _ input: AuditInput, _ context: Context, _ checkpoints: [SignedCheckpoint], _ trusted: [VerifierKey]
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
        try context.console.report(old.checkpoint, growsInto: new, hasVerifier: !trusted.isEmpty)
        return .done
    }

    private func require(_ signed: SignedCheckpoint, signedBy trusted: [VerifierKey]) throws {
        guard !trusted.isEmpty else { return }
        let isTrusted = trusted.contains { signed.checkpoint.origin == $0.name && signed.note.isSigned(by: $0) }
        guard isTrusted else {
            throw Unverified(
                LocalizedText(
                    "the checkpoint of \(signed.checkpoint.size) entries is not signed by a key that is trusted",
                    zh: "含 \(signed.checkpoint.size) 条的检查点未经受信任的密钥签名"))
        }
    }
}
