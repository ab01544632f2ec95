package import Wording
package import Workflow

extension LogAudit {
    /// Where a log does not verify first, and why.
    package struct Problem: Error, Equatable, Sendable {
        /// The position in the log, from 1; `nil` if it is the log as a whole.
        package let position: Int?
        package let fault: Fault
    }

    /// What is wrong with a log, or with one of its lines.
    // Indirect, as after every line it is handed on that there is none.
    package indirect enum Fault: Equatable, Sendable {
        /// The line's hash is not the one that was noted with it.
        case altered
        /// A hash of the tree that was noted with the line is not that of the log.
        case wrongHash
        case notALine
        case outOfOrder(saysPosition: Int)
        case ofAnotherStore(String)
        case keyChangeUnsigned
        case afterTheEnd(WorkflowID)
        case unlawful(WorkflowID, version: Int, ReplayFault)
        case unreadable(LocalizedText)
        /// A checkpoint is of more lines than there are.
        case missing(wanted: Int, there: Int)
        /// A checkpoint of so many lines is of another log.
        case otherThanCheckpoint(size: Int)
        case checkpointUnsigned(size: Int)
        /// No key of the log is tied to the one that is trusted.
        case keyUnknown
        case orderNotInStore(WorkflowID)
        case orderNotInLog(WorkflowID)
        /// An order's version, name, cloud, region, times, or whether it is at its end, are not what its history makes of
        /// it.
        case orderStrayed(WorkflowID)
    }
}

extension LogAudit.Fault {
    /// What scripts know it by.
    package var id: String {
        switch self {
        case .altered: "altered"
        case .wrongHash: "wrong-hash"
        case .notALine: "not-a-line"
        case .outOfOrder: "out-of-order"
        case .ofAnotherStore: "of-another-store"
        case .keyChangeUnsigned: "key-change-unsigned"
        case .afterTheEnd: "after-the-end"
        case .unlawful: "unlawful"
        case .unreadable: "unreadable"
        case .missing: "missing"
        case .otherThanCheckpoint: "other-than-checkpoint"
        case .checkpointUnsigned: "checkpoint-unsigned"
        case .keyUnknown: "key-unknown"
        case .orderNotInStore: "order-not-in-store"
        case .orderNotInLog: "order-not-in-log"
        case .orderStrayed: "order-strayed"
        }
    }

    /// What it is, for people.
    package var words: LocalizedText {
        switch self {
        case .altered:
            ReplayFault.altered.words
        case .wrongHash:
            LocalizedText("a hash that was noted with it is not that of the log", zh: "所记哈希与日志不符")
        case .notALine:
            LocalizedText("it is not a line of this log, or not as sluice writes it", zh: "不是此日志的行，或格式不符")
        case .outOfOrder(let position):
            LocalizedText(
                "it says that it is at position \(position): one is missing, or they are out of order",
                zh: "其序号为 \(position)：有缺失或次序颠倒")
        case .ofAnotherStore(let store):
            LocalizedText("it is of another store, \(store)", zh: "属于其他存储 \(store)")
        case .keyChangeUnsigned:
            LocalizedText("the change of key is not signed by the old and the new one", zh: "密钥更换未经新旧密钥共同签名")
        case .afterTheEnd(let order):
            LocalizedText("order \(order) had ended before it", zh: "订单 \(order) 此前已结束")
        case .unlawful(let order, let version, let fault):
            LocalizedText(
                "order \(order), version \(version): \(fault.words.english)",
                zh: "订单 \(order)，版本 \(version)：\(fault.words.chinese)")
        case .unreadable(let reason):
            reason
        case .missing(let wanted, let there):
            LocalizedText(
                "it is missing: a checkpoint is of \(wanted) entries, and \(there) are there",
                zh: "缺失：检查点含 \(wanted) 条，此处仅有 \(there) 条")
        case .otherThanCheckpoint(let size):
            LocalizedText(
                "the log up to here is not the one of the checkpoint of \(size) entries",
                zh: "截至此处的日志与含 \(size) 条的检查点不符")
        case .checkpointUnsigned(let size):
            LocalizedText(
                "the checkpoint of \(size) entries is not signed by a key of this log",
                zh: "含 \(size) 条的检查点未经此日志的密钥签名")
        case .keyUnknown:
            LocalizedText("no key of this log is tied to the one that is trusted", zh: "日志的密钥与受信任的密钥无关")
        case .orderNotInStore(let order):
            LocalizedText("order \(order) is in the log and not in the store", zh: "订单 \(order) 在日志中，但不在存储中")
        case .orderNotInLog(let order):
            LocalizedText("order \(order) is in the store and not in the log", zh: "订单 \(order) 在存储中，但不在日志中")
        case .orderStrayed(let order):
            LocalizedText("order \(order) is not kept as its history says", zh: "订单 \(order) 的存储记录与其历史不符")
        }
    }
}

extension LogAudit.Problem {
    /// Where, and why.
    package var message: LocalizedText {
        guard let position else {
            return LocalizedText(
                "the log does not verify: \(fault.words.english)", zh: "日志未通过验证：\(fault.words.chinese)")
        }
        return LocalizedText(
            "the log does not verify from position \(position) on: \(fault.words.english)",
            zh: "日志自位置 \(position) 起未通过验证：\(fault.words.chinese)")
    }
}
