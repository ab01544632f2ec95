package import Wording

/// A machine, or a program, on which the self-test cannot do what was asked of it.
package enum UnfitForSelfTest: Explained, Equatable {
    /// There is no `strace`.
    case noTracer
    /// A walk that nobody disturbs does not come to its end.
    case walkFails(String, step: String, reason: String)
    /// The calls of a command do not come from one thread, so that they cannot be counted.
    case severalThreads
    /// A file was changed by a call of which no disk is rebuilt.
    case unknownCall(String)
    /// No port of this machine can be listened on.
    case noPort
    /// Kinds of workflow have no scenario by which they could be tested.
    case noScenario([String])
    /// No scenario that is tested has a walk of this name, but these.
    case noWalk(String, known: [String])

    package var code: String { "unfit-for-selftest" }

    package var message: LocalizedText {
        switch self {
        case .noTracer:
            LocalizedText("crash points need strace, which is not here", zh: "崩溃点测试需要 strace，本机没有")
        case .walkFails(let walk, let step, let reason):
            LocalizedText(
                "the walk \(walk) fails at \(step) before anything is done to it: \(reason)",
                zh: "流程 \(walk) 未受干扰即在 \(step) 处失败：\(reason)")
        case .unknownCall(let name):
            LocalizedText("a file was changed by \(name), which is not modelled", zh: "文件被未建模的调用 \(name) 更改")
        case .noPort: LocalizedText("no port can be listened on", zh: "无法监听任何端口")
        case .noScenario(let kinds):
            LocalizedText(
                "there is no scenario to test \(kinds.joined(separator: ", "))",
                zh: "没有用于测试 \(kinds.joined(separator: "、")) 的场景")
        case .noWalk(let name, _):
            LocalizedText("there is no walk \(name) to attack", zh: "没有名为 \(name) 的流程可供攻击")
        case .severalThreads:
            LocalizedText("the tracer did not see the file calls of one thread", zh: "未能跟踪到单一线程的文件调用")
        }
    }

    package var hint: LocalizedText {
        switch self {
        case .noTracer: LocalizedText("Install it: apt-get install strace.", zh: "请安装：apt-get install strace。")
        case .noPort:
            LocalizedText(
                "See that 127.0.0.1 can be used, or leave --over-http out.",
                zh: "请确认 127.0.0.1 可用，或不使用 --over-http。")
        case .noScenario:
            LocalizedText(
                "Name a kind that has one: sluice selftest --kind KIND.", zh: "请指定有场景的类型：sluice selftest --kind 类型。")
        case .noWalk(_, let known):
            LocalizedText("There are: \(known.joined(separator: ", ")).", zh: "可选：\(known.joined(separator: "、"))。")
        case .walkFails, .severalThreads, .unknownCall:
            LocalizedText("See whether strace works here: strace true.", zh: "请检查 strace 是否可用：strace true。")
        }
    }
}
