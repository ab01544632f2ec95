import ArgumentParser
import Foundation
import Glibc
import Provisioning
import Wording
import WorkflowEngine
import WorkflowSQLite

struct StoreGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "The file that keeps the orders: where it is, whether it is sound, a copy of it.",
        subcommands: [StorePath.self, StoreCheck.self, StoreMigrate.self, StoreBackup.self]
    )
}

struct StorePath: Command {
    static let configuration = CommandConfiguration(commandName: "path", abstract: "Where the store is.")

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        if context.console.isJSON {
            try context.console.print(json: ["path": context.storePath])
        } else {
            context.console.print(context.storePath)
        }
        return .done
    }
}

struct StoreCheck: Command {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Integrity, schema and settings, and whether every history leads where its order stands.",
        discussion: "Exits 0 if the store is sound, 12 if it is damaged, 22 if a history does not verify."
    )

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let console = context.console
        guard let journal = try context.journalForReading() else { throw NoStore(path: context.storePath) }
        let damage = try journal.check()
        // What is read from damaged pages proves nothing.
        let strayed = damage.isEmpty ? try await Self.strayed(journal, context.registry) : nil
        let problems = (damage + [strayed].compactMap(\.self)).map { console($0) }
        if console.isJSON {
            try console.print(
                json: StoreCheckJSON(path: context.storePath, sound: problems.isEmpty, problems: problems))
        } else if problems.isEmpty {
            console.print(console(LocalizedText("\(context.storePath) is sound", zh: "\(context.storePath) 完好")))
        } else {
            problems.forEach { console.print($0) }
        }
        guard damage.isEmpty else { return .storeUnusable }
        return strayed == nil ? .done : .unverified
    }

    /// Where the log does not verify first, or an order does not stand where its history leads.
    private static func strayed(_ journal: SQLiteJournal, _ registry: Registry) async throws -> LocalizedText? {
        do {
            _ = try await WorkflowBook(journal, of: registry, at: nil).audit(
                journal, against: [], trusting: try journal.verifier())
            return nil
        } catch let problem as LogAudit.Problem {
            return problem.message
        }
    }
}

struct StoreCheckJSON: Encodable {
    let path: String
    let sound: Bool
    let problems: [String]
}

struct StoreMigrate: Command {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring a store of an older sluice up to date, after making a copy of it.")

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        guard try SQLiteJournal.exists(at: context.storePath) else { throw NoStore(path: context.storePath) }
        let report = try SQLiteJournal.migrate(context.storePath)
        let console = context.console
        if console.isJSON {
            try console.print(json: MigrationJSON(applied: report.applied, backup: report.backup))
        } else if let backup = report.backup {
            let list = report.applied.joined(separator: ", ")
            console.print(
                console(LocalizedText("applied \(list); the copy is \(backup)", zh: "已应用 \(list)；副本为 \(backup)")))
        } else {
            console.print(console(LocalizedText("nothing to do: the store is up to date", zh: "无需操作：存储已是最新")))
        }
        return .done
    }
}

struct MigrationJSON: Encodable {
    let applied: [String]
    let backup: String?
}

struct StoreBackup: Command {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Make a consistent copy of the store while it is in use.")

    @Argument(help: "The file to make; there must be none of this name.", completion: .file())
    var file: String

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        guard let journal = try context.journalForReading() else { throw NoStore(path: context.storePath) }
        let directory = URL(fileURLWithPath: file).deletingLastPathComponent().path
        guard unsafe access(directory, W_OK | X_OK) == 0 else { throw UnwritableFile(path: file, errno: errno) }
        try journal.backUp(to: file)
        let console = context.console
        if console.isJSON {
            try console.print(json: ["backup": file])
        } else {
            console.print(
                console(
                    LocalizedText("copied \(context.storePath) to \(file)", zh: "已将 \(context.storePath) 复制到 \(file)")))
        }
        return .done
    }
}

/// There is no store to work on.
struct NoStore: CommandFailure, Equatable {
    let path: String

    var code: String { "no-store" }
    var exitStatus: ExitStatus { .unreadableFile }

    var message: LocalizedText {
        LocalizedText("there is no store \(path) yet", zh: "存储 \(path) 尚不存在")
    }

    var hint: LocalizedText {
        LocalizedText(
            "The first order makes it: sluice order place MANIFEST.", zh: "首个订单会创建它：sluice order place MANIFEST。")
    }
}
