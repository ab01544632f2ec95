package import Foundation
import RealtimeCompute
package import TransparencyLog
package import Wording
import Workflow
import WorkflowEngine

/// An audit of a log, leaf by leaf: that every line is as it was hashed, that nothing is missing or out of order, that
/// every order is where its history leads by the machine's own rules, and that the log is the one of the checkpoints.
///
/// Needs no store: what it holds of the log is the tree's right edge, the orders that are still under way, and the ids of
/// those that are finished.
package struct LogAudit: Sendable {
    /// Where a log does not verify first, and why.
    package struct Problem: Error, Equatable, Sendable {
        /// The position in the log, from 1; `nil` if it is the log as a whole.
        package let position: Int?
        package let reason: LocalizedText
    }

    /// What was found.
    package struct Report: Sendable {
        /// The log's name; `nil` for an empty one.
        package internal(set) var origin: String?
        package internal(set) var size = 0
        package internal(set) var root = MerkleHash.empty
        package internal(set) var orders = 0
        /// The sizes of the checkpoints that are of this log.
        package internal(set) var checkpoints: [Int] = []
        /// Where the clock of the machine that wrote the log was set back: no fault of the log's.
        package internal(set) var setBack: [Int] = []
    }

    private let isReplaying: Bool
    private var frontier = Frontier()
    private var report = Report()
    private var storeID: String?
    private var recordedAt = Timestamp.earliest
    private var underWay: [OrderID: Replay] = [:]
    private var finished: Set<OrderID> = []
    private let checkpoints: [SignedCheckpoint]
    /// Those still to come, by size, largest first.
    private var ahead: [SignedCheckpoint]
    private let trusted: VerifierKey?
    /// The keys that the log was changed from and to, each with the position at which another took its place.
    private var keys: [(key: VerifierKey, until: Int?)] = []

    /// - Parameters:
    ///   - checkpoints: kept elsewhere, or come with an export: what the log must agree with.
    ///   - verifier: the public key that is trusted: the log's present one or, if it was changed, an earlier one.
    ///   - isReplaying: whether lines are read and orders replayed. Without, every byte is still hashed and compared with
    ///     the checkpoints; changes of key are not seen, and what the lines say is not judged.
    package init(
        against checkpoints: [SignedCheckpoint], trusting verifier: VerifierKey?, replaying isReplaying: Bool = true
    ) {
        self.isReplaying = isReplaying
        self.checkpoints = checkpoints
        ahead = checkpoints.sorted { $0.checkpoint.size > $1.checkpoint.size }
        trusted = verifier
    }

    /// Takes the next leaf.
    ///
    /// - Parameter subtrees: those that the store has noted with it, if it comes from one.
    /// - Throws: ``Problem`` at the first leaf that does not verify; there is no going on from there.
    package mutating func take(_ leaf: Data, subtrees: [MerkleHash]? = nil) throws {
        let position = frontier.size + 1
        if let problem = try examine(leaf, subtrees, at: position) {
            throw Problem(position: position, reason: problem)
        }
        try meetCheckpoints()
    }

    /// Ends the audit.
    ///
    /// - Throws: ``Problem`` if a checkpoint is of a log that goes on where this one ends, of another log, or not signed by
    ///   a key that may sign for it.
    package mutating func end() throws -> Report {
        try meetCheckpoints()
        if let missing = ahead.last?.checkpoint {
            throw Problem(
                position: frontier.size + 1,
                reason: LocalizedText(
                    "it is missing: a checkpoint is of \(missing.size) entries, and \(frontier.size) are there",
                    zh: "缺失：检查点含 \(missing.size) 条，此处仅有 \(frontier.size) 条"))
        }
        try judgeKeys()
        report.size = frontier.size
        report.root = frontier.root
        report.orders = orders.count
        report.origin = storeID.map(LogLine.origin) ?? checkpoints.first?.checkpoint.origin
        return report
    }

    /// Every order of the log.
    var orders: [OrderID] { Array(finished) + Array(underWay.keys) }

    private mutating func examine(_ leaf: Data, _ subtrees: [MerkleHash]?, at position: Int) throws -> LocalizedText? {
        let complete = frontier.append(MerkleHash(leaf: leaf))
        if let subtrees, subtrees != complete {
            return subtrees.first == complete.first
                ? LocalizedText("a hash that was noted with it is not that of the log", zh: "所记哈希与日志不符")
                : LocalizedText("it is not as it was written", zh: "与写入时不同")
        }
        guard isReplaying else { return nil }
        if let logged = LoggedTransition(leaf) {
            return try meet(logged.entry.position, logged.storeID, logged.recordedAt, at: position)
                ?? replay(logged.entry)
        }
        if let change = LoggedKeyChange(leaf) {
            return meet(change.position, change.storeID, change.recordedAt, at: position) ?? follow(change)
        }
        return LocalizedText("it is not a line of this log, or not as sluice writes it", zh: "不是此日志的行，或格式不符")
    }

    private mutating func meet(
        _ sequence: Int, _ store: String, _ recorded: Timestamp, at position: Int
    ) -> LocalizedText? {
        guard sequence == position else {
            return LocalizedText(
                "it says that it is at position \(sequence): one is missing, or they are out of order",
                zh: "其序号为 \(sequence)：有缺失或次序颠倒")
        }
        guard storeID ?? store == store else {
            return LocalizedText("it is of another store, \(store)", zh: "属于其他存储 \(store)")
        }
        storeID = store
        if recorded < recordedAt { report.setBack.append(position) }
        recordedAt = recorded
        return nil
    }

    private mutating func replay(_ entry: HistoryEntry) throws -> LocalizedText? {
        let order = entry.workflow
        guard !finished.contains(order) else {
            return LocalizedText("order \(order) was finished before it", zh: "订单 \(order) 此前已结束")
        }
        var replay = underWay[order] ?? Replay()
        do {
            if let problem = try replay.take(entry) {
                return LocalizedText(
                    "order \(order), version \(entry.version): \(problem.english)",
                    zh: "订单 \(order)，版本 \(entry.version)：\(problem.chinese)")
            }
        } catch let error as JournalError {
            return error.message
        }
        if replay.isFinished {
            underWay[order] = nil
            finished.insert(order)
        } else {
            underWay[order] = replay
        }
        return nil
    }

    /// Notes a change of key: both keys have signed it, so that each vouches for the other.
    private mutating func follow(_ logged: LoggedKeyChange) -> LocalizedText? {
        guard let change = KeyChange(parsing: logged.note), change.old.name == change.new.name,
            keys.last.map({ $0.key == change.old }) ?? true
        else {
            return LocalizedText("the change of key is not signed by the old and the new one", zh: "密钥更换未经新旧密钥共同签名")
        }
        keys = keys.dropLast() + [(change.old, logged.position), (change.new, nil)]
        return nil
    }

    /// Judges whether the checkpoints were signed by a key that could when the log was so large: the trusted one, or one
    /// that is tied to it by changes of key in the log itself.
    private func judgeKeys() throws {
        guard let trusted else { return }
        let known = keys.isEmpty ? [(trusted, nil)] : keys
        guard known.contains(where: { $0.key == trusted }) else {
            throw Problem(
                position: nil,
                reason: LocalizedText("no key of this log is tied to the one that is trusted", zh: "日志的密钥与受信任的密钥无关"))
        }
        for signed in checkpoints {
            let size = signed.checkpoint.size
            let mayHaveSigned = known.contains { key, until in
                until.map { size < $0 } ?? true && signed.checkpoint.origin == key.name && signed.note.isSigned(by: key)
            }
            guard mayHaveSigned else {
                throw Problem(
                    position: size,
                    reason: LocalizedText(
                        "the checkpoint of \(size) entries is not signed by a key of this log",
                        zh: "含 \(size) 条的检查点未经此日志的密钥签名"))
            }
        }
    }

    /// Compares the log with the checkpoints of its present size.
    private mutating func meetCheckpoints() throws {
        while let checkpoint = ahead.last?.checkpoint, checkpoint.size <= frontier.size {
            ahead.removeLast()
            guard checkpoint.root == frontier.root else {
                throw Problem(
                    position: checkpoint.size,
                    reason: LocalizedText(
                        "the log up to here is not the one of the checkpoint of \(checkpoint.size) entries",
                        zh: "截至此处的日志与含 \(checkpoint.size) 条的检查点不符"))
            }
            report.checkpoints.append(checkpoint.size)
        }
    }
}
