import Documents
import Provisioning
import Wording

/// What does not verify.
struct Unverified: CommandFailure {
    let message: LocalizedText
    /// Where a log does not verify first, and why.
    let problem: LogAudit.Problem?
    let code = "not-verified"
    let exitStatus = ExitStatus.unverified

    init(_ message: LocalizedText) {
        self.message = message
        problem = nil
    }

    init(_ problem: LogAudit.Problem) {
        message = problem.message
        self.problem = problem
    }

    func details(in language: Language) -> JSONValue? {
        problem.map {
            .fields(["problem": .text($0.fault.id), "position": $0.position.map { .integer($0) }])
        }
    }

    var hint: LocalizedText {
        LocalizedText(
            "Keep the file as it is, and compare it with a backup or an export: from here on it proves nothing.",
            zh: "请原样保留该文件，并与备份或导出比对：从此处起它不能证明任何事。")
    }
}

/// A file is not what an audit can read.
struct NotAuditable: CommandFailure {
    enum Wanted {
        case anything, checkpoint, export, verifier
    }

    let path: String
    let wanted: Wanted
    let code = "not-auditable"
    let exitStatus = ExitStatus.invalidFile

    var message: LocalizedText {
        switch wanted {
        case .anything:
            LocalizedText("\(path) is nothing that can be audited", zh: "\(path) 不是可审计的文件")
        case .checkpoint:
            LocalizedText("\(path) is not a signed checkpoint", zh: "\(path) 不是已签名的检查点")
        case .export:
            LocalizedText("\(path) is not an export: a line is too long", zh: "\(path) 不是导出文件：某行过长")
        case .verifier:
            LocalizedText("\(path) is neither a public key nor a file with one", zh: "\(path) 既不是公钥，也不是公钥文件")
        }
    }

    var hint: LocalizedText {
        LocalizedText(
            "Give what sluice audit export, checkpoint, prove, consistency or key has printed.",
            zh: "请给出 sluice audit export、checkpoint、prove、consistency 或 key 的输出。")
    }
}

/// What was given as a public key is none, and no file is there of that name.
struct UnknownVerifier: CommandFailure {
    let text: String
    let code = "unknown-verifier"
    let exitStatus = ExitStatus.unreadableFile

    var message: LocalizedText {
        let shown = text.printable()
        return LocalizedText(
            "\(shown) is not a public key, and there is no file of that name", zh: "\(shown) 不是公钥，也没有此名称的文件")
    }

    var hint: LocalizedText {
        LocalizedText(
            "A public key is one line, NAME+ID+KEY, with 8 hexadecimal digits and base64: "
                + "sluice/…+0123abcd+A… as sluice audit key prints it. If one digit is wrong, it is none.",
            zh: "公钥为一行 NAME+ID+KEY，含 8 位十六进制数与 base64：如 sluice audit key 所输出的 sluice/…+0123abcd+A…。"
                + "错一个字符即无效。")
    }
}
