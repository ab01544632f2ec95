package import Wording

/// What the phases of workflows are called where people read them: in English as the log and commands have them.
package enum PhaseWords {
    private static let chinese = [
        "drafted": "草稿", "confirmed": "已确认", "purchasing": "购买中", "paid": "已付款", "blocked": "受阻", "ready": "就绪",
        "creating": "创建中", "starting": "启动中", "overdue": "超时", "running": "运行中", "provisioned": "已交付",
        "changing": "变更中", "requesting": "请求中", "done": "已完成", "withdrawn": "已撤回", "failed": "失败",
    ]

    /// The words for a phase; in Chinese with its name behind them, which commands and filters take.
    package static func words(for phase: String) -> LocalizedText {
        LocalizedText(phase, zh: chinese[phase].map { "\($0) \(phase)" } ?? phase)
    }
}
