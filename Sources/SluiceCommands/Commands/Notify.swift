import ArgumentParser
import Foundation
import Logging
import Notifications
import Provisioning
import ServiceLifecycle
import UnixSignals
import Wording
import Workflow
import WorkflowEngine
import WorkflowSQLite

struct Notify: Command {
    static let configuration = CommandConfiguration(
        commandName: "notify",
        abstract: "Tell a webhook or a command what happens to orders, whoever makes it happen.",
        discussion: """
            A receiver is told in the order in which things happened, at least once, each under an id that stays the same. \
            The store keeps up to where he has been told: what happens while nobody tells, or while he does not answer, he \
            is told later. No step waits for him. A new receiver is told of what comes from now on.

              sluice notify --on ask,failed --webhook https://example.com/hook --secret-file secret
              sluice notify --on provisioned --exec 'mail -s "a cluster is there" team@example.com' --once

            What is sent is a CloudEvents 1.0 event as JSON. A webhook gets it by POST, signed with HMAC-SHA256 as \
            Standard Webhooks are (webhook-id, webhook-timestamp, webhook-signature), and answers 2xx within 30 s; a command \
            gets it on its standard input and exits 0. Else it is sent again after 1 s, 2 s, … 5 min.

            With --once what has happened until now is told; exits 0, or 13 if something could not be told.
            """
    )

    @Flag(help: "Tell what has happened until now, and end.")
    var once = false

    @OptionGroup(title: "Who is told of what") var telling: Telling

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws {
        guard telling.isWanted else { throw ValidationError("--webhook URL or --exec COMMAND says who is told") }
    }

    func execute(_ context: Context) async throws -> ExitStatus {
        let store = context.sharedStore(for: .writing)
        guard var notifier = try await context.notifier(telling, over: store) else { return .usage }
        if once {
            let reason = try await notifier.tellOnce()
            try store.close()
            guard let reason else { return .done }
            context.console.note(
                LocalizedText("not told: \(reason); it is kept in the store", zh: "未能送达：\(reason)；已保留在存储中"))
            return .cloudUnavailable
        }
        try notifier.begin()
        var configuration = ServiceGroupConfiguration(
            services: [notifier], gracefulShutdownSignals: [.sigterm, .sigint], logger: context.logger)
        configuration.maximumGracefulShutdownDuration = .milliseconds(500)
        try await ServiceGroup(configuration: configuration).runToItsEnd()
        try store.close()
        return .done
    }
}

extension ServiceGroup {
    /// Runs until it is told to end: that something was under way then is no error.
    func runToItsEnd() async throws {
        do {
            try await run()
        } catch is ServiceGroupError {
            return
        } catch is CancellationError {
            return
        }
    }
}

/// Who is told of what.
struct Telling: ParsableArguments {
    @Option(
        name: .customLong("on"),
        help: ArgumentHelp(
            "What is told, by commas: \(Occasion.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "what"),
        transform: Self.occasions)
    var occasions = Set(Occasion.allCases)

    @Option(help: ArgumentHelp("The address that is told by POST.", valueName: "url"))
    var webhook: String?

    @Option(
        help: ArgumentHelp(
            "The file with the secret that a webhook is signed with; else $SLUICE_WEBHOOK_SECRET.", valueName: "file"),
        completion: .file())
    var secretFile: String?

    @Option(
        name: .customLong("exec"),
        help: ArgumentHelp("The command of the shell that is given it.", valueName: "command"))
    var command: String?

    var isWanted: Bool { webhook != nil || command != nil }

    func validate() throws {
        guard webhook == nil || command == nil else { throw ValidationError("give either --webhook or --exec") }
        if let webhook {
            let url = URL(string: webhook)
            guard let url, ["http", "https"].contains(url.scheme ?? ""), url.host?.isEmpty == false else {
                throw ValidationError("--webhook is an address that begins with http:// or https://")
            }
        }
    }

    private static func occasions(_ text: String) throws -> Set<Occasion> {
        let words = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        let occasions = words.compactMap(Occasion.init(rawValue:))
        guard !words.isEmpty, occasions.count == words.count else {
            throw ValidationError("--on is one or more of \(Occasion.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return Set(occasions)
    }

    /// Where it is told; `nil` if nowhere.
    fileprivate func destination(in surroundings: Surroundings) throws -> Destination? {
        if let command { return .command(command) }
        guard let webhook, let url = URL(string: webhook) else { return nil }
        var text = surroundings.value("SLUICE_WEBHOOK_SECRET")
        if let secretFile {
            guard let bytes = FileManager.default.contents(atPath: secretFile) else {
                throw UsageError(
                    LocalizedText("\(secretFile.printable()) cannot be read", zh: "无法读取 \(secretFile.printable())"),
                    hint: .howToMakeASecret)
            }
            text = String(decoding: bytes.prefix(4096), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        guard let text else {
            throw UsageError(
                LocalizedText("a webhook is signed, and no secret is given", zh: "Webhook 需要签名，但未提供密钥"),
                hint: .howToMakeASecret)
        }
        guard let secret = WebhookSecret(text) else {
            throw UsageError(
                LocalizedText("the secret of the webhook cannot be used", zh: "Webhook 密钥不可用"), hint: .howToMakeASecret)
        }
        return .webhook(url, secret: secret)
    }
}

extension LocalizedText {
    fileprivate static let howToMakeASecret = Self(
        "At least \(WebhookSecret.shortest) characters, in --secret-file or $SLUICE_WEBHOOK_SECRET: openssl rand -hex 24.",
        zh: "至少 \(WebhookSecret.shortest) 个字符，放入 --secret-file 或 $SLUICE_WEBHOOK_SECRET：openssl rand -hex 24。")
}

extension Context {
    /// What tells who is to be told; `nil` if nobody is.
    func notifier(_ telling: Telling, over store: SharedStore) async throws -> Notifier? {
        guard let destination = try telling.destination(in: surroundings) else { return nil }
        let (cloud, clock) = try await serverCloud()
        return Notifier(
            of: { try store.opened() }, registry: registry, cloud: cloud, clock: clock, on: telling.occasions,
            to: destination, logger: logger)
    }
}
