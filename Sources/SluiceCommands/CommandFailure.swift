import AlibabaCloud
import Documents
import Provisioning
import RealtimeCompute
import SelfTest
import SimulatedCloud
import Wording
import Workflow
import WorkflowEngine
import WorkflowSQLite

/// An error that can reach whoever gave the command: it says what is wrong, what to do, and how the command ends.
protocol CommandFailure: Explained {
    var exitStatus: ExitStatus { get }
    /// What it knows besides its words, for scripts.
    func details(in language: Language) -> JSONValue?
}

extension CommandFailure {
    func details(in language: Language) -> JSONValue? { nil }
}

extension Refusal: CommandFailure where Ground: ExplainedGround {
    var exitStatus: ExitStatus { .refused }

    func details(in language: Language) -> JSONValue? {
        .object(["event": .text(event), "phase": .text(phase)].merging(ground.values) { $1 })
    }
}

extension NothingToDecide: CommandFailure {
    var exitStatus: ExitStatus { .refused }
}

extension MovedOn: CommandFailure {
    var exitStatus: ExitStatus { .refused }
}

extension RefusedRequest: CommandFailure {
    var exitStatus: ExitStatus { .refused }
}

extension UnknownKind: CommandFailure {
    /// A store that holds it was written by another Sluice.
    var exitStatus: ExitStatus { .storeUnusable }
}

extension UnfitForSelfTest: CommandFailure {
    var exitStatus: ExitStatus {
        switch self {
        case .noWalk: .usage
        case .noTracer, .walkFails, .severalThreads, .unknownCall, .noPort, .noScenario: .unexpected
        }
    }
}

extension JournalError: CommandFailure {
    var exitStatus: ExitStatus {
        switch self {
        case .busy, .overtaken, .storeBusy, .claimed: .busy
        case .nameTaken: .refused
        case .unusable(let fault): fault.code == StoreFault.fileExistsCode ? .refused : .storeUnusable
        }
    }
}

extension ForeignCloud: CommandFailure {
    var exitStatus: ExitStatus { .refused }

    func details(in language: Language) -> JSONValue? {
        ["expected": .text(expected), "found": .text(found)]
    }
}

extension CloudError: CommandFailure {
    var exitStatus: ExitStatus { refusal == nil ? .cloudUnavailable : .refused }

    func details(in language: Language) -> JSONValue? {
        .fields(["requestId": requestID.map { .text($0.rawValue) }, "fate": .text(fate.rawValue)])
    }
}

extension UnusableCredentials: CommandFailure {
    var exitStatus: ExitStatus { .refused }
}

extension InvalidEndpoint: CommandFailure {
    var exitStatus: ExitStatus { .usage }
}

extension UnusableCloud: CommandFailure {
    var exitStatus: ExitStatus {
        switch reason {
        case .exists: .refused
        case .busy: .busy
        case .absent, .foreign, .other: .unreadableFile
        }
    }
}

extension InvalidDocument: CommandFailure {
    var exitStatus: ExitStatus { .invalidFile }

    func details(in language: Language) -> JSONValue? {
        ["source": .text(source), "faults": .list(faults.map { JSONValue($0, in: language) })]
    }
}

extension InvalidDocuments: CommandFailure {
    var exitStatus: ExitStatus { .invalidFile }

    func details(in language: Language) -> JSONValue? {
        let faults = documents.flatMap { document in
            document.faults.map { fault -> JSONValue in
                guard case .object(let fields) = JSONValue(fault, in: language) else { return .null }
                return .object(fields.merging(["source": .text(document.source)]) { $1 })
            }
        }
        return ["faults": .list(faults)]
    }
}

extension UnreadableFile: CommandFailure {
    var exitStatus: ExitStatus { .unreadableFile }
}

extension UnknownOrder: CommandFailure {
    var exitStatus: ExitStatus { .noSuchOrder }

    func details(in language: Language) -> JSONValue? { nearest.map { ["nearest": .text($0)] } }
}

extension AmbiguousOrder: CommandFailure {
    var exitStatus: ExitStatus { .noSuchOrder }

    func details(in language: Language) -> JSONValue? {
        ["candidates": .list(candidates.map { .text($0.rawValue) })]
    }
}

extension NotYetPlaced: CommandFailure {
    var exitStatus: ExitStatus { .usage }
}

extension UnknownVersion: CommandFailure {
    var exitStatus: ExitStatus { .usage }
}

/// What the command line itself got wrong.
struct UsageError: CommandFailure, Equatable {
    let message: LocalizedText
    let hint: LocalizedText
    let code = "usage"

    var exitStatus: ExitStatus { .usage }

    init(_ message: LocalizedText, hint: LocalizedText) {
        self.message = message
        self.hint = hint
    }
}

/// A resource of the simulated cloud was to be changed to what it cannot be.
struct InvalidChange: CommandFailure {
    let resource: String
    let faults: [Fault]
    let code = "invalid-change"
    let exitStatus = ExitStatus.usage

    init(_ invalid: InvalidDocument) {
        resource = invalid.source.printable()
        faults = invalid.faults
    }

    var message: LocalizedText {
        let list = { (language: Language) in
            faults.map { "\($0.path.isEmpty ? "" : $0.path + ": ")\($0.message(language))" }.joined(separator: "; ")
        }
        return LocalizedText(
            "\(resource) cannot be changed so: \(list(.english))", zh: "\(resource) 不能如此更改：\(list(.chinese))")
    }

    var hint: LocalizedText {
        let allowed = { (language: Language) in
            Set(faults.map { $0.allowed(language) }).sorted().joined(separator: "; ")
        }
        return LocalizedText(
            "Nothing was changed. Allowed: \(allowed(.english)).", zh: "未作更改。允许：\(allowed(.chinese))。")
    }
}

/// Standard output could not be written to: a full disk, say.
struct SilentOutput: CommandFailure {
    /// What the system says of the reason.
    let reason: String
    /// The beginning of what was to be printed and was not.
    let unwritten: String
    let code = "output-not-written"
    let exitStatus = ExitStatus.outputNotWritten

    var message: LocalizedText {
        LocalizedText("output could not be written to standard output: \(reason)", zh: "无法写入标准输出：\(reason)")
    }

    var hint: LocalizedText {
        LocalizedText("What was done is done. See it with sluice order show.", zh: "操作已完成。可用 sluice order show 查看。")
    }

    func details(in language: Language) -> JSONValue? { ["unwritten": .text(unwritten)] }
}

/// An error that no one foresaw: a fault of ours.
struct UnexpectedFailure: CommandFailure {
    /// The kind of the error; never its contents, which may hold anything.
    let kind: String
    let code = "unexpected"

    var message: LocalizedText {
        LocalizedText("an unexpected error occurred: \(kind)", zh: "发生意外错误：\(kind)")
    }

    var hint: LocalizedText {
        LocalizedText(
            "This is a fault of sluice. What was committed is safe; try again with --verbose.",
            zh: "这是 sluice 的缺陷。已提交的内容安全；请加 --verbose 重试。"
        )
    }

    var exitStatus: ExitStatus { .unexpected }

    init(_ error: any Error) {
        kind = String(reflecting: type(of: error))
    }
}
