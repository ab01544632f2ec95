import ArgumentParser
import Provisioning
import SelfTest
import Wording

/// One run of the program on its arguments.
struct CommandLineRun {
    private let arguments: [String]
    private let registry: Registry
    private let tested: () -> Scenarios

    /// - Parameters:
    ///   - registry: the kinds of workflow that there are.
    ///   - tested: the scenarios by which they are tested.
    init(_ arguments: [String], registry: Registry, tested: @escaping () -> Scenarios) {
        self.arguments = arguments
        self.registry = registry
        self.tested = tested
    }

    func status() async -> ExitStatus {
        do {
            let named = try NamedCommand(in: arguments)
            if let negative = arguments.first(where: { $0.hasPrefix("-") && $0.dropFirst().first?.isNumber == true }) {
                throw UsageError.negative(negative)
            }
            var parsed = try named.parsed ?? Sluice.parseAsRoot(arguments)
            guard let command = parsed as? any Command else {
                // A group without a verb: its help.
                try parsed.run()
                return .done
            }
            let context = try Context(command.options, registry: registry, tested: tested)
            // The process ends when it is done. To free what is closed by then would start threads for it first.
            _ = unsafe Unmanaged.passRetained(context)
            return await command.run(context)
        } catch let failure as any CommandFailure {
            console.report(failure)
            return failure.exitStatus
        } catch {
            return reportParserError(error)
        }
    }

    /// Help and versions go to standard output, mistakes to standard error.
    private func reportParserError(_ error: any Error) -> ExitStatus {
        let console = console
        let isClean = Sluice.exitCode(for: error).isSuccess
        guard !isClean else {
            console.print(Sluice.fullMessage(for: error))
            guard let silent = console.silence else { return .done }
            console.report(silent)
            return silent.exitStatus
        }
        console.report(
            UsageError(
                LocalizedText(verbatim: Sluice.message(for: error)),
                hint: LocalizedText(
                    "See sluice --help, or --help behind any command.", zh: "请参阅 sluice --help，或在任何命令后加 --help。")))
        return .usage
    }

    /// Where to speak when the arguments could not be parsed: by as much of them as can be understood.
    private var console: Console {
        let surroundings = Surroundings.ofThisProcess
        let given = zip(arguments, arguments.dropFirst()).first { $0.0 == "--lang" }?.1
        let language = given.flatMap(Language.init(rawValue:)) ?? Language(locale: surroundings.locale)
        return Console(
            language: language, isJSON: arguments.contains("--json"), colors: false, terminal: false, given: [])
    }
}

extension UsageError {
    /// The parser would take `-1h` for options.
    fileprivate static func negative(_ argument: String) -> Self {
        Self(
            LocalizedText("\(argument.printable()) is no option", zh: "没有选项 \(argument.printable())"),
            hint: LocalizedText(
                "No option begins with a digit, and no value here is negative.", zh: "选项不以数字开头，此处也没有负值。"))
    }
}

/// The command that the first words of a command line name, and what follows them.
private struct NamedCommand {
    private let type: any ParsableCommand.Type
    private let rest: ArraySlice<String>

    /// Follows the words down the groups of commands.
    init(in arguments: [String]) throws(UnknownCommand) {
        var type: any ParsableCommand.Type = Sluice.self
        var names = ["sluice"]
        var rest = arguments[...]
        while let word = rest.first {
            let subcommands = type.configuration.subcommands
            guard !subcommands.isEmpty, !word.hasPrefix("-"), word != "help" else { break }
            guard let next = subcommands.first(where: { $0.name == word }) else {
                throw UnknownCommand(
                    word: word.printable(), group: names.joined(separator: " "), known: subcommands.map { $0.name })
            }
            type = next
            names.append(word)
            rest = rest.dropFirst()
        }
        self.type = type
        self.rest = rest
    }

    /// The command, parsed by itself; `nil` of a group, and of what does not parse or asks for help: whatever is to be said
    /// of that, the parser says from the root.
    ///
    /// To parse from the root is to make the tree of all commands, which takes longer than most of them.
    var parsed: (any ParsableCommand)? {
        guard type is any Command.Type else { return nil }
        return try? type.parseAsRoot(Array(rest))
    }
}

extension ParsableCommand {
    fileprivate static var name: String { configuration.commandName ?? String(describing: self).lowercased() }
}

/// A word where a command belongs that is none.
private struct UnknownCommand: CommandFailure {
    let word: String
    let group: String
    let known: [String]

    let code = "unknown-command"
    let exitStatus = ExitStatus.usage

    var message: LocalizedText {
        let suggestion = word.nearest(among: known)
        return LocalizedText(
            "\(group) has no command \(word)" + (suggestion.map { "; did you mean \($0)?" } ?? ""),
            zh: "\(group) 没有命令 \(word)" + (suggestion.map { "；是否想写 \($0)？" } ?? ""))
    }

    var hint: LocalizedText {
        LocalizedText("There are: \(known.joined(separator: ", ")).", zh: "可用命令：\(known.joined(separator: "、"))。")
    }
}
