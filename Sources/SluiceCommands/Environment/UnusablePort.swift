import Wording

/// A server cannot listen there.
struct UnusablePort: CommandFailure {
    let port: Int
    let reason: String
    let code = "unusable-port"
    let exitStatus = ExitStatus.refused

    /// - Parameter error: what kept it from listening.
    init(_ port: Int, _ error: any Error) {
        self.port = port
        let words = "\(error)"
        reason = words.contains("Address already in use") ? "it is in use" : words
    }

    var message: LocalizedText {
        LocalizedText("cannot listen on port \(port): \(reason)", zh: "无法监听端口 \(port)：\(reason)")
    }

    var hint: LocalizedText {
        LocalizedText("Give another with --port, or 0 for any that is free.", zh: "请用 --port 指定其他端口，或用 0 自动选择。")
    }
}
