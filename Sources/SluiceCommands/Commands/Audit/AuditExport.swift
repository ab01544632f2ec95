import ArgumentParser
import Foundation
import Provisioning
import TransparencyLog
import Wording
import Workflow
import WorkflowEngine
import WorkflowSQLite

struct AuditExport: Command {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Every line of the log, as it is hashed.",
        discussion: """
            JSON Lines: each line is the exact bytes of a leaf, a CloudEvents 1.0 event. With --to FILE, the log is \
            verified as sluice audit checkpoint does, and a checkpoint is signed and written beside, as FILE.checkpoint: the \
            two are all that sluice audit verify FILE needs. Without --to, the lines are written as they are kept. \
            Part of a log (--order, --since) or CSV can be read, and not be verified as a whole: for one transition, see \
            sluice audit prove.
            """
    )

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case jsonl, csv
    }

    @Option(help: .order, completion: .order)
    var order: String?

    @Option(
        help: ArgumentHelp("Only what was at this time or later: RFC 3339.", valueName: "time"),
        transform: Timestamp.argument)
    var since: Timestamp?

    @Option(help: "jsonl or csv.")
    var format = Format.jsonl

    @Option(help: ArgumentHelp("The file to write; standard output if not given.", valueName: "file"))
    var to: String?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    /// Where the checkpoint of an export lies.
    static func checkpoint(beside file: String) -> String { file + ".checkpoint" }

    private var isWhole: Bool { order == nil && since == nil && format == .jsonl }

    func execute(_ context: Context) async throws -> ExitStatus {
        let journal = try context.journalToAudit()
        var wanted: WorkflowID?
        if let order { wanted = try await WorkflowBook(journal, of: context.registry, at: nil).resolve(order) }
        let signed = to != nil && isWhole ? try await context.exportedCheckpoint(of: journal) : nil
        var output = try LineWriter(to: to, context.console)
        if format == .csv { try output.write(CSV.header) }
        var frontier = Frontier()
        try journal.forEachLeaf(in: 0..<(signed?.checkpoint.size ?? journal.size)) { leaf, _ in
            frontier.append(MerkleHash(leaf: leaf))
            let entry = wanted == nil && since == nil && format == .jsonl ? nil : LoggedTransition(leaf)
            guard wanted == nil || entry?.entry.workflow == wanted else { return }
            guard since.map({ limit in entry.map { $0.entry.at >= limit } ?? false }) ?? true else { return }
            switch format {
            case .jsonl: try output.write(leaf)
            case .csv: if let entry { try output.write(CSV.line(entry, MerkleHash(leaf: leaf))) }
            }
        }
        // What was verified before and has changed since is not signed for again.
        if let signed { try Self.require(frontier, isOf: signed.checkpoint) }
        try output.end()
        if let to, let signed {
            try AuditOutput.write(signed.note.description, to: Self.checkpoint(beside: to), replacing: true)
        }
        return .done
    }
}

extension Context {
    /// Signs for what is to be exported once it is verified: of kinds that are not known here, whoever knows them replays it.
    fileprivate func exportedCheckpoint(of journal: SQLiteJournal) async throws -> SignedCheckpoint {
        do {
            return try await signer.verifiedCheckpoint(of: journal)
        } catch let kind as UnknownKind {
            console.note(kind.message)
            return try checkpoint(of: journal, size: journal.size)
        }
    }
}

extension AuditExport {
    private static func require(_ frontier: Frontier, isOf checkpoint: Checkpoint) throws {
        guard frontier.size == checkpoint.size, frontier.root == checkpoint.root else {
            throw Unverified(
                LocalizedText(
                    "the lines are not those that the checkpoint of \(checkpoint.size) entries is of",
                    zh: "这些行与含 \(checkpoint.size) 条的检查点不符"))
        }
    }
}

/// Writes lines to a file that must not be there yet, or to standard output.
private struct LineWriter {
    private let console: Console
    private let file: OutputFile?
    private var buffer = Data()

    /// - Throws: ``UnwritableFile``.
    init(to path: String?, _ console: Console) throws(UnwritableFile) {
        self.console = console
        file = if let path { try OutputFile(at: path, replacing: false) } else { nil }
    }

    /// - Throws: ``UnwritableFile``: what was written is removed.
    mutating func write(_ line: Data) throws(UnwritableFile) {
        buffer.append(line)
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count > 1 << 20 { try flush() }
    }

    mutating func write(_ line: String) throws(UnwritableFile) { try write(Data(line.utf8)) }

    /// Writes what is left.
    mutating func end() throws(UnwritableFile) {
        try flush()
        try file?.end()
    }

    private mutating func flush() throws(UnwritableFile) {
        defer { buffer.removeAll(keepingCapacity: true) }
        guard let file else { return console.print(buffer) }
        try file.write(buffer)
    }
}

/// Transitions as a spreadsheet reads them (RFC 4180).
private enum CSV {
    static let header = "position,order,version,at,event,from,to,actorType,actorID,requestID,recordedAt,leafHash\r"

    static func line(_ logged: LoggedTransition, _ hash: MerkleHash) -> String {
        let entry = logged.entry
        let fields = [
            String(entry.position), entry.workflow.rawValue, String(entry.version), entry.at.description, entry.event,
            entry.from ?? "", entry.to, entry.actor.type.rawValue, entry.actor.id, entry.requestID ?? "",
            logged.recordedAt.description, hash.base64,
        ]
        return fields.map(quoted).joined(separator: ",") + "\r"
    }

    private static func quoted(_ field: String) -> String {
        // A spreadsheet would take what begins so for a formula.
        let text = field.first.map { "=+-@".contains($0) } == true ? "'" + field : field
        let needsQuotes = text.contains { ",\"\r\n".contains($0) }
        return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
}
