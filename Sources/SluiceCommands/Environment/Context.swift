import AlibabaCloud
import Foundation
import Logging
import Provisioning
import RealtimeCompute
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
    let cloudReference: CloudReference
    /// Where the key of the log is kept; `nil` if beside the store.
    private let keyPath: String?
    let logger: Logger
    let user: Actor
    /// The kinds of workflow that there are.
    let registry: Registry
    /// The scenarios by which they are tested.
    let tested: () -> Scenarios
    private var openJournal: SQLiteJournal?
    private var openCloud: SimulatedCloud?
    private var openConnection: VendorConnection?
    private var openVendorCloud: AlibabaCloud?
    private let options: GlobalOptions
    let surroundings: Surroundings

    init(
        _ options: GlobalOptions, registry: Registry, tested: @escaping () -> Scenarios,
        surroundings: Surroundings = .ofThisProcess
    ) throws {
        self.registry = registry
        self.tested = tested
        self.options = options
        self.surroundings = surroundings
        let language = options.lang ?? Language(locale: surroundings.locale)
        console = Console(
            language: language, isJSON: options.json, colors: !options.noColor && surroundings.allowsColor(on: 1),
            terminal: surroundings.value("TERM") != "dumb", given: options.thatFindThings)
        storePath = options.store ?? surroundings.value("SLUICE_STORE") ?? surroundings.defaultStore
        guard !storePath.isEmpty else { throw UsageError.emptyStorePath }
        let beside = URL(fileURLWithPath: storePath).deletingLastPathComponent().appendingPathComponent("cloud.db").path
        cloudReference =
            try (options.cloud ?? surroundings.value("SLUICE_CLOUD")).map { try CloudReference($0) }
            ?? .simulated(path: beside)
        keyPath = options.key ?? surroundings.value("SLUICE_KEY")
        user = surroundings.user
        logger = options.logger("sluice", verbose: .debug)
    }

    private static func realPath(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }

    // MARK: - The cloud

    /// Where the simulated cloud lies.
    func simulatedPath() throws -> String {
        guard case .simulated(let path) = cloudReference else { throw UsageError.notSimulated }
        return path
    }

    /// The simulated cloud.
    ///
    /// - Throws: ``UnusableCloud``; ``UsageError`` where the command is about the vendor's.
    func simulatedCloud() throws -> SimulatedCloud {
        if let openCloud { return openCloud }
        let path = try simulatedPath()
        // Even to look at the store as if it were a cloud would take SQLite's own locks on it away.
        guard Self.realPath(path) != Self.realPath(storePath) else {
            throw UnusableCloud(path: path, reason: .foreign)
        }
        let cloud = try SimulatedCloud(at: path)
        openCloud = cloud
        return cloud
    }

    /// What connects with the vendor's APIs; nothing is asked yet.
    func vendorConnection() throws -> VendorConnection {
        if let openConnection { return openConnection }
        guard case .alibaba(let region) = cloudReference else { throw UsageError.notTheVendors }
        let connection = try VendorConnection(to: region, options, in: surroundings)
        openConnection = connection
        return connection
    }

    /// The cloud with its clock; of the vendor's, it is asked first who we are.
    ///
    /// - Parameter takingThread: whether the clock's waits keep the thread, as is best for a command that does one thing.
    func cloud(takingThread: Bool = true) async throws -> (cloud: any Cloud, clock: any Clock) {
        guard case .alibaba = cloudReference else {
            let cloud = try simulatedCloud()
            return (cloud, SimulatedClock(cloud: cloud, takesItsThread: takingThread))
        }
        if openVendorCloud == nil {
            let connection = try vendorConnection()
            openVendorCloud = try await AlibabaCloud.connect(to: connection.region, by: connection.client)
        }
        guard let openVendorCloud else { preconditionFailure("it was just opened") }
        return (openVendorCloud, AlibabaClock(of: openVendorCloud, takesItsThread: takingThread))
    }

    /// The cloud with a clock whose waits leave the thread to others: for commands that do several things at once.
    func serverCloud() async throws -> (cloud: any Cloud, clock: any Clock) { try await cloud(takingThread: false) }

    // MARK: - The store

    /// The store for those who use it at the same time.
    func sharedStore(for access: SQLiteJournal.Access) -> SharedStore {
        SharedStore(at: storePath, key: keyFileIfNamed, for: access, open: openJournal)
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

    /// The file of the key, if one was named.
    var keyFileIfNamed: KeyFile? { keyPath.map { KeyFile(at: $0) } }

    /// The use cases over the store, its cloud and the cloud's clock.
    ///
    /// - Parameter sharingThreads: whether something else goes on beside them.
    func provisioner(over journal: SQLiteJournal, sharingThreads: Bool = false) async throws -> Provisioner {
        let (cloud, clock) = sharingThreads ? try await serverCloud() : try await cloud()
        return Provisioner(
            journal: journal, registry: registry, cloud: cloud, clock: clock, operatorActor: user, logger: logger)
    }

    /// Where things stand now, for what is looked at without a store or with one.
    func environment(over journal: SQLiteJournal?) async throws -> Environment {
        let (cloud, clock) = try await cloud()
        return Environment(cloud: cloud, now: try await clock.now(), journal: journal)
    }

    /// The workflows to be read; `nil` if there is no store yet.
    ///
    /// What is due is judged by the cloud's clock; where the cloud cannot be read, by each order's last transition. The
    /// vendor is not asked for the time: to read needs no network.
    func workflowBook() throws -> WorkflowBook? {
        guard let journal = try journalForReading() else { return nil }
        guard case .simulated = cloudReference else {
            return WorkflowBook(journal, of: registry, at: openVendorCloud?.time.now ?? .systemTime)
        }
        do {
            return WorkflowBook(journal, of: registry, at: try simulatedCloud().now())
        } catch let error as UnusableCloud {
            console.note(error.message)
            return WorkflowBook(journal, of: registry, at: nil)
        }
    }

    /// A workflow with what the cloud says now of what it has brought, as far as the cloud can be asked.
    func observed(_ workflow: WorkflowReport) async -> WorkflowReport {
        do {
            guard let journal = try journalForReading() else { return workflow }
            return try await WorkflowBook(journal, of: registry, at: nil).observed(
                workflow, in: try await cloud().cloud)
        } catch {
            // What is kept is shown, whether or not more can be seen.
            logger.debug("the cloud could not be asked", metadata: ["reason": "\(type(of: error))"])
            return workflow
        }
    }

    /// Workflows with what the simulated cloud says now; of many, the vendor is not asked.
    func observed(_ workflows: [WorkflowReport]) async -> [WorkflowReport] {
        guard case .simulated = cloudReference else { return workflows }
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
        return (try await provisioner(over: journal), id)
    }

    /// Leaves the store as one file, and writes down how often the cloud was asked.
    ///
    /// Neither changes how a command has ended: what was committed is safe, and what was not counted is only that.
    func close() async {
        do {
            try openJournal?.close()
        } catch {
            logger.debug("the store was not closed", metadata: ["reason": "\(type(of: error))"])
        }
        do {
            // Whoever only looks at orders has nothing written for it.
            if openJournal?.access != .reading { try openCloud?.flush() }
            try await openConnection?.close()
        } catch {
            logger.debug("the cloud was not left in order", metadata: ["reason": "\(type(of: error))"])
        }
    }
}

extension UsageError {
    fileprivate static let emptyStorePath = Self(
        LocalizedText("the path of the store is empty", zh: "存储路径为空"),
        hint: LocalizedText("Give --store PATH.", zh: "请给出 --store PATH。"))
}
