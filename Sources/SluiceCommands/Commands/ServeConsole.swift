import AccessPolicies
import AlibabaCloud
import ArgumentParser
import Foundation
import Logging
import Notifications
import Provisioning
import RealtimeCompute
import ServiceLifecycle
import SimulatedCloud
import UnixSignals
import WebConsole
import Wording
import Workflow
import WorkflowEngine
import WorkflowSQLite

struct ServeConsole: Command {
    static let configuration = CommandConfiguration(
        commandName: "console",
        abstract: "Serve the web console on this machine.",
        discussion: """
            Prints the address to open, with the token that lets in whoever has it. Everything in it is as on the command \
            line: the same orders, the same decisions, the same refusals; what others change is shown as it happens. Ends \
            with SIGTERM or Ctrl-C; nothing that was committed is lost.

              sluice console --port 8080
              sluice console --run                 and advance what is due, as sluice run does
              sluice console --read-only

            Behind a proxy that signs people in: --user-header names the header in which it says who asks, --host the name \
            that it is asked by; the proxy sends the token as Authorization: Bearer. /healthz and /metrics need no token \
            from this machine.
            """
    )

    @Option(help: "The port; 0 picks one that is free.")
    var port = 0

    @Option(help: "The address to listen on: anybody who can reach it can try the token.")
    var address = "127.0.0.1"

    @Option(
        help: ArgumentHelp("A host name, with its port, that requests may name; may be repeated.", valueName: "host"))
    var host: [String] = []

    @Option(help: ArgumentHelp("The header in which a proxy says who asks.", valueName: "name"))
    var userHeader: String?

    @Option(
        help: ArgumentHelp("A file that holds the token, at least 32 characters; else one is made.", valueName: "file"),
        completion: .file())
    var tokenFile: String?

    @Flag(help: "Change nothing.")
    var readOnly = false

    @Flag(help: "Advance what is due, too.")
    var run = false

    @OptionGroup(title: "Running many") var pace: Pace

    @OptionGroup(title: "Who is told of what") var telling: Telling

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535") }
        guard !(readOnly && run) else { throw ValidationError("--run changes orders, and --read-only nothing") }
        guard !(readOnly && telling.isWanted) else {
            throw ValidationError("who is told is kept in the store, which --read-only does not change")
        }
    }

    func execute(_ context: Context) async throws -> ExitStatus {
        let store = context.sharedStore(for: readOnly ? .reading : .writing)
        let workplace = try await context.workplace(over: store)
        var settings = ConsoleSettings(language: context.console.language, user: context.user)
        (settings.address, settings.port, settings.hosts) = (address, port, Set(host.map { $0.lowercased() }))
        settings.isReadOnly = readOnly
        if let userHeader, !settings.readUser(from: userHeader) {
            throw UsageError(
                LocalizedText("\(userHeader.printable()) cannot be a header", zh: "\(userHeader.printable()) 不能作为请求头"),
                hint: LocalizedText("Such as X-Forwarded-User.", zh: "例如 X-Forwarded-User。"))
        }
        let logger = options.logger("sluice.console", verbose: .info)
        let console = context.console
        let metrics = ConsoleMetrics()
        metrics.install()
        let server = ConsoleServer(
            workplace, settings, secrets: Secrets(token: try token), metrics: metrics, logger: logger
        ) { address in
            console.print("console on \(address)")
        }
        var services: [any Service] = [server]
        if var notifier = try await context.notifier(telling, over: store) {
            // From here on: what is done first is told too.
            try notifier.begin()
            services.append(notifier)
        }
        if run {
            services.append(
                Advancer(workplace: workplace, settings: settings, concurrency: pace.concurrency, logger: logger))
        }
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        // Pages that listen for news do not end by themselves.
        configuration.maximumGracefulShutdownDuration = .milliseconds(500)
        do {
            try await ServiceGroup(configuration: configuration).runToItsEnd()
        } catch let error as any CommandFailure {
            throw error
        } catch {
            throw UnusablePort(port, error)
        }
        try store.close()
        return .done
    }

    /// The token that a file holds; `nil` where none is named.
    private var token: String? {
        get throws {
            guard let tokenFile else { return nil }
            guard let bytes = FileManager.default.contents(atPath: tokenFile),
                let text = String(data: bytes.prefix(4096), encoding: .utf8)
            else {
                throw UsageError(
                    LocalizedText("\(tokenFile.printable()) cannot be read", zh: "无法读取 \(tokenFile.printable())"),
                    hint: LocalizedText(
                        "Write a token into it: openssl rand -hex 24.", zh: "请写入令牌：openssl rand -hex 24。"))
            }
            let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
            guard token.count >= 32,
                token.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) })
            else {
                throw UsageError(
                    LocalizedText(
                        "the token in \(tokenFile.printable()) cannot be used", zh: "\(tokenFile.printable()) 中的令牌不可用"),
                    hint: LocalizedText(
                        "At least 32 letters, digits, - and _: openssl rand -hex 24.",
                        zh: "至少 32 个字母、数字、-、_：openssl rand -hex 24。"))
            }
            return token
        }
    }
}

extension Context {
    /// What a console works with.
    fileprivate func workplace(over store: SharedStore) async throws -> Workplace {
        let (cloud, clock) = try await serverCloud()
        let (path, registry, logger, console) = (storePath, registry, logger, console)
        let key = keyFileIfNamed
        // Made when it is needed: beside a store that is not there yet there is no key.
        let signer: @Sendable () throws -> LogSigner = {
            LogSigner(registry: registry, keyFile: try key ?? KeyFile.beside(store: path)) { _ in }
        }
        return Workplace(
            registry: registry, cloud: cloud, clock: clock, simulatedCloud: cloud as? SimulatedCloud,
            tools: Workplace.Tools(
                open: { try store.opened() },
                make: { try store.made() },
                provisioner: { journal, actor in
                    Provisioner(
                        journal: journal, registry: registry, cloud: cloud, clock: clock, operatorActor: actor,
                        logger: logger)
                },
                sign: { try signer().checkpoint(of: $0, size: $1) },
                prove: { try signer().proof(of: $1, in: $0) },
                verifiedCheckpoint: { try await signer().verifiedCheckpoint(of: $0) },
                lastCheckpoint: { KeptCheckpoint(of: $0).size },
                purposes: {
                    var views: [PurposeView] = []
                    for kind in AccessPurpose.Kind.allCases where kind.subject == nil {
                        guard let purpose = AccessPurpose(kind, nil) else { continue }
                        views.append(PurposeView(try await PurposeCheck.judged(purpose, in: cloud)))
                    }
                    return views
                },
                command: { console.command($0) }))
    }
}

extension PurposeView {
    fileprivate init(_ check: PurposeCheck) {
        self.init(
            check.purpose.kind.rawValue, of: check.principal, isAbsent: check.isAbsent,
            check.actions.map { action in
                Action(
                    action.grant.action, on: action.grant.resource, isGranted: action.decision.isAllowed,
                    action.decision.word, by: action.source)
            })
    }
}
