import Foundation
import Logging
import Provisioning
import SelfTest
import SimulatedCloud
import Wording
import Workflow
import WorkflowEngine
import WorkflowSQLite

/// Everything a command works with: where things are, and how to open them.
final class Context {
    let console: Console
    let storePath: String
    let cloudPath: String
    /// Where the key of the log is kept; `nil` if beside the store.
    private let keyPath: String?
    let logger: Logger
    let user: Actor
    /// The kinds of workflow that there are.
    let registry: Registry
    /// The scenarios by which they are tested.
    let tested: Scenarios
    private var openJournal: SQLiteJournal?
    private var openCloud: SimulatedCloud?

    init(_ options: GlobalOptions, registry: Registry, tested: Scenarios, surroundings: Surroundings = .ofThisProcess)
        throws
    {
        self.registry = registry
        self.tested = tested
        let language = options.lang ?? Language(locale: surroundings.locale)
        console = Console(
            language: language, isJSON: options.json, colors: !options.noColor && surroundings.allowsColor(on: 1),
            terminal: surroundings.value("TERM") != "dumb", wasStoreGiven: options.store, wasCloudGiven: options.cloud)
        storePath = options.store ?? surroundings.value("SLUICE_STORE") ?? surroundings.defaultStore
        guard !storePath.isEmpty else { throw UsageError.emptyStorePath }
        let beside = URL(fileURLWithPath: storePath).deletingLastPathComponent().appendingPathComponent("cloud.db").path
        cloudPath = try (options.cloud ?? surroundings.value("SLUICE_CLOUD")).map(Self.simulatedPath) ?? beside
        keyPath = options.key ?? surroundings.value("SLUICE_KEY")
        user = surroundings.user
        var logger = Logger(label: "sluice") { _ in StreamLogHandler.standardError(label: "sluice") }
        logger.logLevel = options.verbose ? .debug : .critical
        self.logger = logger
    }

    private static func realPath(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }

    /// The path of a cloud given as `simulated:PATH`, or as the path alone.
    private static func simulatedPath(_ text: String) throws -> String {
        let path = text.hasPrefix("simulated:") ? String(text.dropFirst("simulated:".count)) : text
        let scheme = path.prefix { $0 != ":" && $0 != "/" }
        guard !path.isEmpty, scheme.count == path.count || path.dropFirst(scheme.count).first == "/" else {
            throw UsageError.unknownCloud(text)
        }
        return path
    }

    /// The simulated cloud.
    ///
    /// - Throws: ``UnusableCloud``.
    func cloud() throws -> SimulatedCloud {
        if let openCloud { return openCloud }
        // Even to look at the store as if it were a cloud would take SQLite's own locks on it away.
        guard Self.realPath(cloudPath) != Self.realPath(storePath) else {
            throw UnusableCloud(path: cloudPath, reason: .foreign)
        }
        let cloud = try SimulatedCloud(at: cloudPath)
        openCloud = cloud
        return cloud
    }

    /// The store to be looked at; `nil` if there is none yet.
    func journalForReading() throws -> SQLiteJournal? {
        // A process has one connection to the store.
        if let openJournal { return openJournal }
        guard try SQLiteJournal.exists(at: storePath) else { return nil }
        openJournal = try SQLiteJournal.open(storePath, for: .reading)
        return openJournal
    }

    /// The store to be written to; `nil` if there is none yet.
    func journalForWriting() throws -> SQLiteJournal? {
        try SQLiteJournal.exists(at: storePath) ? try journalMadeIfNeeded() : nil
    }

    /// The store to be written to, made if there is none.
    func journalMadeIfNeeded() throws -> SQLiteJournal {
        if let openJournal { return openJournal }
        let journal = try SQLiteJournal.openOrCreate(storePath, key: keyPath.map { KeyFile(at: $0) })
        openJournal = journal
        return journal
    }

    /// The file of the key that signs for the store's log.
    func keyFile() throws -> KeyFile { try keyPath.map { KeyFile(at: $0) } ?? KeyFile.beside(store: storePath) }

    /// The use cases over the store, its cloud and the cloud's clock.
    func provisioner(over journal: SQLiteJournal) throws -> Provisioner {
        let cloud = try cloud()
        return Provisioner(
            journal: journal, registry: registry, cloud: cloud, clock: SimulatedClock(cloud: cloud),
            operatorActor: user, logger: logger)
    }

    /// Where things stand now, for what is looked at without a store or with one.
    func environment(over journal: SQLiteJournal?) async throws -> Environment {
        let cloud = try cloud()
        return Environment(cloud: cloud, now: try cloud.now(), journal: journal)
    }

    /// The workflows to be read; `nil` if there is no store yet.
    ///
    /// What is due is judged by the cloud's clock; where the cloud cannot be read, by each order's last transition.
    func workflowBook() throws -> WorkflowBook? {
        guard let journal = try journalForReading() else { return nil }
        do {
            return WorkflowBook(journal, of: registry, at: try cloud().now())
        } catch let error as UnusableCloud {
            console.note(error.message)
            return WorkflowBook(journal, of: registry, at: nil)
        }
    }

    /// A workflow with what the cloud says now of what it has brought, as far as the cloud can be asked.
    func observed(_ workflow: WorkflowReport) async -> WorkflowReport {
        do {
            guard let journal = try journalForReading() else { return workflow }
            return try await WorkflowBook(journal, of: registry, at: nil).observed(workflow, in: try cloud())
        } catch {
            // What is kept is shown, whether or not more can be seen.
            logger.debug("the cloud could not be asked", metadata: ["reason": "\(type(of: error))"])
            return workflow
        }
    }

    func observed(_ workflows: [WorkflowReport]) async -> [WorkflowReport] {
        var observed: [WorkflowReport] = []
        for workflow in workflows { observed.append(await self.observed(workflow)) }
        return observed
    }

    /// The use cases, and the workflow that `reference` means.
    ///
    /// - Throws: ``UnknownOrder``, among others if there is no store.
    func provisioner(for reference: String) async throws -> (Provisioner, WorkflowID) {
        guard let journal = try journalForWriting() else { throw UnknownOrder(reference: reference) }
        let id = try await WorkflowBook(journal, of: registry, at: nil).resolve(reference)
        return (try provisioner(over: journal), id)
    }

    /// Leaves the store as one file, and writes down how often the cloud was asked.
    ///
    /// Neither changes how a command has ended: what was committed is safe, and what was not counted is only that.
    func close() {
        for tidying in [{ try self.openJournal?.close() }, { try self.openCloud?.flush() }] {
            do {
                try tidying()
            } catch {
                logger.debug("tidying up failed", metadata: ["reason": "\(type(of: error))"])
            }
        }
    }
}

extension UsageError {
    fileprivate static let emptyStorePath = Self(
        LocalizedText("the path of the store is empty", zh: "存储路径为空"),
        hint: LocalizedText("Give --store PATH.", zh: "请给出 --store PATH。"))

    fileprivate static func unknownCloud(_ text: String) -> Self {
        Self(
            LocalizedText("\(text) is no cloud that sluice knows", zh: "sluice 不支持的云：\(text)"),
            hint: LocalizedText("Give --cloud simulated:PATH.", zh: "请给出 --cloud simulated:PATH。"))
    }
}
