package import Wording

/// A machine on which the program cannot be killed at will.
package enum UnfitForSelfTest: Explained, Equatable {
    /// There is no `strace`.
    case noTracer
    /// A walk that nobody disturbs does not come to its end.
    case walkFails(String, step: String, reason: String)
    /// The calls of a command come from several threads, so that they cannot be counted.
    case severalThreads

    package var code: String { "unfit-for-selftest" }

    package var message: LocalizedText {
        switch self {
        case .noTracer:
            LocalizedText("crash points need strace, which is not here", zh: "崩溃点测试需要 strace，本机没有")
        case .walkFails(let walk, let step, let reason):
            LocalizedText(
                "the walk \(walk) fails at \(step) before anything is done to it: \(reason)",
                zh: "流程 \(walk) 未受干扰即在 \(step) 处失败：\(reason)")
        case .severalThreads:
            LocalizedText("the tracer saw file calls from several threads", zh: "跟踪到来自多个线程的文件调用")
        }
    }

    package var hint: LocalizedText {
        switch self {
        case .noTracer: LocalizedText("Install it: apt-get install strace.", zh: "请安装：apt-get install strace。")
        case .walkFails, .severalThreads:
            LocalizedText("See whether strace works here: strace true.", zh: "请检查 strace 是否可用：strace true。")
        }
    }
}
