import ArgumentParser
import Documents
import Foundation
import Provisioning
import SimulatedCloud
import Wording
import WorkflowEngine
import WorkflowSQLite

struct OrderPlace: Command {
    static let configuration = CommandConfiguration(
        commandName: "place",
        abstract: "Validate manifests, look at every prerequisite, and keep what they ask for as drafts.",
        discussion: """
            A manifest is of any kind; there may be several in a file (parted by ---), several files, or a folder of them. \
            Every fault of all of them is reported at once, and all are placed or none.

            Nothing is bought: what is placed waits to be confirmed. With --confirm it is confirmed at once, if it can be; \
            if not, it stays a draft and the exit status is that of order confirm. The first order makes the store.
            """
    )

    @Argument(help: "Manifests, YAML or JSON, or folders of them; - reads standard input.", completion: .file())
    var manifests: [String]

    @Flag(help: "Confirm at once: this accepts the service agreement.")
    var confirm = false

    @Flag(help: "With --confirm: although a prerequisite does not hold.")
    var despiteFindings = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws {
        guard confirm || !despiteFindings else { throw ValidationError("--despite-findings goes with --confirm") }
    }

    func execute(_ context: Context) async throws -> ExitStatus {
        let manifests = try context.registry.manifests(in: try Document.manifests(at: manifests))
        // The store first: the cloud may lie beside it, and what keeps both from being used is the store's.
        let journal = try context.journalForWriting()
        let (cloud, clock) = try await context.cloud()
        for manifest in manifests where try await journal?.workflow(named: manifest.name) != nil {
            throw JournalError.nameTaken(manifest.name)
        }
        let environment = Environment(cloud: cloud, now: try await clock.now(), journal: journal)
        var previews: [any AnyPreview] = []
        for manifest in manifests { previews.append(try await manifest.preview(in: environment)) }
        // The store is made only now that there is something to keep in it.
        let provisioner = try await context.provisioner(over: try context.journalMadeIfNeeded())
        let placed = try await provisioner.place(previews)
        guard confirm else {
            try context.console.print(placed)
            return .done
        }
        guard placed.count > 1 else { return try await confirm(placed[0], by: provisioner, in: context) }
        return try await confirm(placed, by: provisioner, in: context)
    }

    /// Confirms the one workflow that was placed.
    private func confirm(
        _ placed: WorkflowReport, by provisioner: Provisioner, in context: Context
    ) async throws -> ExitStatus {
        do {
            return try await context.decide(.confirm, on: placed.id, with: input, by: provisioner)
        } catch let failure as any CommandFailure
            where failure.exitStatus != .refused && failure.exitStatus != .cloudUnavailable
        {
            // Whatever kept it from being confirmed, it was placed.
            try context.console.print(placed)
            throw failure
        }
    }

    /// Confirms several workflows, one after the other; what keeps one from it does not keep the others.
    private func confirm(
        _ placed: [WorkflowReport], by provisioner: Provisioner, in context: Context
    ) async throws -> ExitStatus {
        var statuses: [ExitStatus] = []
        var reports: [WorkflowReport] = []
        for workflow in placed {
            do {
                let report = try await provisioner.decide(.confirm, on: workflow.id, with: input)
                reports.append(report.workflow)
                statuses.append(report.declined == nil ? .done : .asked)
                if let declined = report.declined as? any CommandFailure { context.console.report(declined) }
            } catch let failure as any CommandFailure {
                context.console.report(failure)
                reports.append(try await context.workflowBook()?.workflow(workflow.id) ?? workflow)
                statuses.append(failure.exitStatus)
            }
        }
        try context.console.print(reports)
        return .overall(of: statuses)
    }

    private var input: DecisionInput {
        var input = DecisionInput()
        input.despiteFindings = despiteFindings
        return input
    }
}

extension Document {
    /// Every manifest of some files and folders; of a folder, those of its files that end in `.yaml`, `.yml` or `.json`,
    /// by name.
    ///
    /// - Throws: ``UnreadableFile``, ``InvalidDocument``, ``InvalidDocuments``.
    static func manifests(at paths: [String]) throws -> [Document] {
        var documents: [Document] = []
        var invalid: [InvalidDocument] = []
        for path in try paths.flatMap(files) {
            do {
                documents += try Document.all(atPath: path)
            } catch let error as InvalidDocument {
                invalid.append(error)
            }
        }
        if invalid.count == 1 { throw invalid[0] }
        guard invalid.isEmpty else { throw InvalidDocuments(documents: invalid) }
        return documents
    }

    private static func files(at path: String) throws -> [String] {
        var isDirectory: ObjCBool = false
        let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        guard path != "-", exists, isDirectory.boolValue else { return [path] }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw UnreadableFile(path: path, reason: .notPermitted)
        }
        let files = names.filter { name in
            !name.hasPrefix(".") && [".yaml", ".yml", ".json"].contains { name.hasSuffix($0) }
        }
        guard !files.isEmpty else { throw NoManifests(folder: path) }
        return files.sorted().map { URL(fileURLWithPath: path).appendingPathComponent($0).relativePath }
    }
}

/// A folder that was to hold manifests holds none.
private struct NoManifests: CommandFailure {
    let folder: String
    let code = "no-manifests"
    let exitStatus = ExitStatus.unreadableFile

    var message: LocalizedText {
        LocalizedText("\(folder.printable()) holds no manifest", zh: "\(folder.printable()) 中没有清单")
    }

    var hint: LocalizedText {
        LocalizedText(
            "Manifests end in .yaml, .yml or .json; sluice order new KIND prints one to fill in.",
            zh: "清单以 .yaml、.yml 或 .json 结尾；sluice order new KIND 可打印模板。")
    }
}
