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
        /// How many orders were replayed; `nil` if none was to be.
        package internal(set) var orders: Int?
        /// The sizes of the checkpoints that are of this log.
        package internal(set) var checkpoints: [Int] = []
        /// Where the clock of the machine that wrote the log was set back: no fault of the log's.
        package internal(set) var setBack: [Int] = []
    }

    /// Enough for all cores to have something to do, and few enough to be held.
    static let leavesAtATime = 2048

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

    /// Takes the next leaves, as many as are held at a time; works on all cores.
    ///
    /// - Throws: ``Problem`` at the first leaf that does not verify; there is no going on from there.
    package mutating func take(_ leaves: [LoggedLeaf]) throws {
        try meetCheckpoints()
        let isReplaying = isReplaying
        let read = leaves.concurrentMap { leaf in
            (hash: MerkleHash(leaf: leaf.bytes), line: isReplaying ? Line(leaf.bytes) : .unread)
        }
        var sound: [HistoryEntry] = []
        var problem: Problem?
        do throws(Problem) {
            for (index, leaf) in read.enumerated() {
                try append(leaf.hash, noted: leaves[index].subtrees)
                if let entry = try link(leaf.line) { sound.append(entry) }
                try meetCheckpoints()
            }
        } catch {
            problem = error
        }
        // All of these stand before the problem, or are what a checkpoint found wrong as a whole.
        if let unlawful = replay(sound) { throw unlawful }
        if let problem { throw problem }
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
        report.orders = isReplaying ? orders.count : nil
        report.origin = storeID.map(LogLine.origin) ?? checkpoints.first?.checkpoint.origin
        return report
    }

    /// Every order of the log.
    var orders: [OrderID] { Array(finished) + Array(underWay.keys) }

    private mutating func append(_ leaf: MerkleHash, noted: [MerkleHash]?) throws(Problem) {
        let complete = frontier.append(leaf)
        guard let noted, noted != complete else { return }
        throw problem(
            noted.first == leaf
                ? LocalizedText("a hash that was noted with it is not that of the log", zh: "所记哈希与日志不符")
                : LocalizedText("it is not as it was written", zh: "与写入时不同"))
    }

    /// Sees that the last line is the next of this log; gives the entry that is to be replayed, if it is one.
    private mutating func link(_ line: Line) throws(Problem) -> HistoryEntry? {
        switch line {
        case .unread:
            return nil
        case .transition(let logged):
            try meet(logged.entry.position, logged.storeID, logged.recordedAt)
            return logged.entry
        case .keyChange(let change):
            try meet(change.position, change.storeID, change.recordedAt)
            try follow(change)
            return nil
        case .foreign:
            throw problem(
                LocalizedText("it is not a line of this log, or not as sluice writes it", zh: "不是此日志的行，或格式不符"))
        }
    }

    private mutating func meet(_ sequence: Int, _ store: String, _ recorded: Timestamp) throws(Problem) {
        guard sequence == frontier.size else {
            throw problem(
                LocalizedText(
                    "it says that it is at position \(sequence): one is missing, or they are out of order",
                    zh: "其序号为 \(sequence)：有缺失或次序颠倒"))
        }
        guard storeID ?? store == store else {
            throw problem(LocalizedText("it is of another store, \(store)", zh: "属于其他存储 \(store)"))
        }
        storeID = store
        if recorded < recordedAt { report.setBack.append(frontier.size) }
        recordedAt = recorded
    }

    /// A problem of the last leaf.
    private func problem(_ reason: LocalizedText) -> Problem { Problem(position: frontier.size, reason: reason) }

    /// Replays entries, each order's by themselves; gives the first that is not lawful.
    private mutating func replay(_ entries: [HistoryEntry]) -> Problem? {
        let orders = Dictionary(grouping: entries, by: \.workflow).map { order, entries in
            (order: order, entries: entries, replay: finished.contains(order) ? nil : underWay[order] ?? Replay())
        }
        let replayed = orders.concurrentMap { order, entries, replay in
            var replay = replay
            var problem: Problem?
            for entry in entries where problem == nil { problem = Self.replay(entry, in: &replay) }
            return (order: order, replay: replay, problem: problem)
        }
        for (order, replay, _) in replayed {
            underWay[order] = replay
            if replay == nil { finished.insert(order) }
        }
        return replayed.compactMap(\.problem).min { $0.position ?? 0 < $1.position ?? 0 }
    }

    /// Replays an entry; what is replayed is `nil` when no more may follow.
    private static func replay(_ entry: HistoryEntry, in replay: inout Replay?) -> Problem? {
        let order = entry.workflow
        guard var steps = replay else {
            return Problem(
                position: entry.position,
                reason: LocalizedText("order \(order) was finished before it", zh: "订单 \(order) 此前已结束"))
        }
        // Taken out while it goes on, so that it is not copied.
        replay = nil
        do throws(JournalError) {
            if let problem = try steps.take(entry) {
                return Problem(
                    position: entry.position,
                    reason: LocalizedText(
                        "order \(order), version \(entry.version): \(problem.english)",
                        zh: "订单 \(order)，版本 \(entry.version)：\(problem.chinese)"))
            }
        } catch {
            return Problem(position: entry.position, reason: error.message)
        }
        replay = steps.isFinished ? nil : steps
        return nil
    }

    /// Notes a change of key: both keys have signed it, so that each vouches for the other.
    private mutating func follow(_ logged: LoggedKeyChange) throws(Problem) {
        guard let change = KeyChange(parsing: logged.note), change.old.name == change.new.name,
            keys.last.map({ $0.key == change.old }) ?? true
        else {
            throw problem(
                LocalizedText("the change of key is not signed by the old and the new one", zh: "密钥更换未经新旧密钥共同签名"))
        }
        keys = keys.dropLast() + [(change.old, logged.position), (change.new, nil)]
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
    private mutating func meetCheckpoints() throws(Problem) {
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

/// A leaf as it is audited: its bytes and, if a store keeps it, the subtrees that were noted with it.
package struct LoggedLeaf: Sendable {
    package let bytes: Data
    package let subtrees: [MerkleHash]?

    package init(_ bytes: Data, subtrees: [MerkleHash]? = nil) {
        self.bytes = bytes
        self.subtrees = subtrees
    }
}

/// What a leaf says.
private enum Line: Sendable {
    /// Not looked at.
    case unread
    case transition(LoggedTransition)
    case keyChange(LoggedKeyChange)
    case foreign

    init(_ leaf: Data) {
        if let logged = LoggedTransition(leaf) {
            self = .transition(logged)
        } else if let change = LoggedKeyChange(leaf) {
            self = .keyChange(change)
        } else {
            self = .foreign
        }
    }
}
