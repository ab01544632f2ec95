import Foundation
package import TransparencyLog
import Wording
import Workflow
import WorkflowEngine

/// An audit of a log, leaf by leaf: that every line is as it was hashed, that nothing is missing or out of order, that
/// every order is where its history leads by the machine's own rules, and that the log is the one of the checkpoints.
///
/// Needs no store: what it holds of the log is the tree's right edge, the orders that may go on, and of each order how far
/// its lines have come.
package struct LogAudit: Sendable {
    /// What was found.
    package struct Report: Sendable {
        /// The log's name; `nil` for an empty one.
        package internal(set) var origin: String?
        package internal(set) var size = 0
        /// How many entries were taken as a checkpoint says, and not looked at.
        package internal(set) var since: Int?
        package internal(set) var root = MerkleHash.empty
        /// How many orders were replayed; `nil` if none was to be.
        package internal(set) var orders: Int?
        /// The sizes of the checkpoints that are of this log.
        package internal(set) var checkpoints: [Int] = []
        /// Where the clock of the machine that wrote the log was set back: no fault of the log's.
        package internal(set) var setBack: [Int] = []
    }

    /// How far the lines of an order have come.
    struct Course: Sendable {
        /// When it was placed; `nil` if its first line was not among those that were replayed.
        fileprivate(set) var placedAt: Timestamp?
        /// The version of its last line.
        fileprivate(set) var version: Int
    }

    /// Enough for all cores to have something to do, and few enough to be held.
    static let leavesAtATime = 2048

    private let registry: Registry
    private let isReplaying: Bool
    /// What was verified before; `nil` if everything is to be.
    private let beginning: Beginning?
    private var frontier = Frontier()
    private var report = Report()
    private var storeID: String?
    private var recordedAt = Timestamp.earliest
    private var underWay: [WorkflowID: UnderWay] = [:]
    private var ended: Set<WorkflowID> = []
    /// What the lines that were replayed say of each order.
    private(set) var orders: [WorkflowID: Course] = [:]
    /// The phases of each kind that nothing leads out of.
    ///
    /// What has nothing left to do may be in another: it may still be amended.
    private let finalPhases: [String: [String]]
    /// The first kind whose rules are not known: its workflows were hashed, and not replayed.
    private var unknown: UnknownKind?
    private let checkpoints: [SignedCheckpoint]
    /// Those still to come, by size, largest first.
    private var ahead: [SignedCheckpoint]
    /// The size of the next of them: looked at before and after each line.
    private var nextCheckpoint = 0
    private let trusted: VerifierKey?
    /// The keys that the log was changed from and to, each with the position at which another took its place.
    private var keys: [(key: VerifierKey, until: Int?)] = []

    /// - Parameters:
    ///   - registry: the kinds of workflow whose rules are known.
    ///   - checkpoints: kept elsewhere, or come with an export: what the log must agree with.
    ///   - verifier: the public key that is trusted: the log's present one or, if it was changed, an earlier one.
    ///   - isReplaying: whether lines are read and orders replayed. Without, every byte is still hashed and compared with
    ///     the checkpoints; changes of key are not seen, and what the lines say is not judged.
    package init(
        of registry: Registry, against checkpoints: [SignedCheckpoint], trusting verifier: VerifierKey?,
        replaying isReplaying: Bool = true
    ) {
        self.registry = registry
        self.isReplaying = isReplaying
        finalPhases = isReplaying ? registry.finalPhases : [:]
        beginning = nil
        self.checkpoints = checkpoints
        ahead = checkpoints.sorted { $0.checkpoint.size > $1.checkpoint.size }
        trusted = verifier
    }

    /// An audit of what came since a checkpoint: it takes the leaves after those of the checkpoint.
    ///
    /// - Throws: ``Problem`` if the log does not begin as the checkpoint says, or as an earlier one does.
    init(
        of registry: Registry, in log: some LeafLog, since checkpoint: SignedCheckpoint,
        against others: [SignedCheckpoint],
        trusting verifier: VerifierKey
    ) throws {
        let beginning = try Beginning(of: log, upTo: checkpoint.checkpoint)
        self.registry = registry
        finalPhases = registry.finalPhases
        self.beginning = beginning
        isReplaying = true
        frontier = beginning.frontier
        report.since = beginning.checkpoint.size
        checkpoints = [checkpoint] + others
        ahead = checkpoints.filter { $0.checkpoint.size >= beginning.checkpoint.size }
            .sorted { $0.checkpoint.size > $1.checkpoint.size }
        trusted = verifier
        for earlier in others.map(\.checkpoint).filter({ $0.size < beginning.checkpoint.size }) {
            try beginning.requireGrowth(from: earlier)
            report.checkpoints.append(earlier.size)
        }
        for change in try beginning.keyChanges() { try follow(change) }
    }

    /// Takes the next leaves; works on all cores.
    ///
    /// - Throws: ``Problem`` at the first leaf that does not verify; there is no going on from there.
    package mutating func take(_ leaves: [LoggedLeaf]) throws {
        try take(read(leaves))
    }

    /// What reads leaves for this audit: those that come next may be read while others are taken.
    package var read: @Sendable ([LoggedLeaf]) -> ReadLeaves {
        { [isReplaying] in ReadLeaves($0, replaying: isReplaying) }
    }

    /// Takes the next leaves, which have been read; works on all cores.
    ///
    /// - Throws: ``Problem`` at the first leaf that does not verify; there is no going on from there.
    package mutating func take(_ read: ReadLeaves) throws {
        try meetCheckpoints()
        var sound = 0
        var problem: Problem?
        do throws(Problem) {
            for place in read.leaves.indices {
                try append(read.leaves[place].hash, noted: read.leaves[place].subtrees)
                try link(read.leaves[place].line)
                sound = place + 1
                try meetCheckpoints()
            }
        } catch {
            problem = error
        }
        let lines = problem == nil ? read.orders : read.orders.prefix(sound)
        note(lines, of: read.leaves)
        try recall(lines.all.map(\.order))
        // All of these stand before the problem, or are what a checkpoint found wrong as a whole.
        if let unlawful = replay(lines, of: read.leaves) { throw unlawful }
        if let problem { throw problem }
    }

    /// Ends the audit.
    ///
    /// - Throws: ``Problem`` if a checkpoint is of a log that goes on where this one ends, of another log, or not signed by
    ///   a key that may sign for it; ``UnknownKind`` if nothing is wrong but that workflows could not be replayed.
    package mutating func end() throws -> Report {
        try meetCheckpoints()
        if let wanted = ahead.last?.checkpoint.size {
            throw Problem(position: frontier.size + 1, fault: .missing(wanted: wanted, there: frontier.size))
        }
        try judgeKeys()
        if let unknown { throw unknown }
        report.size = frontier.size
        report.root = frontier.root
        report.orders = isReplaying ? orders.count : nil
        report.origin = storeID.map(LogLine.origin) ?? checkpoints.first?.checkpoint.origin
        return report
    }

    private mutating func append(_ leaf: MerkleHash, noted: [MerkleHash]?) throws(Problem) {
        let complete = frontier.append(leaf)
        guard let noted, noted != complete else { return }
        throw problem(noted.first == leaf ? .wrongHash : .altered)
    }

    /// Sees that the last line is the next of this log.
    private mutating func link(_ line: ReadLeaves.Line) throws(Problem) {
        switch line {
        case .unread:
            break
        case .transition(let transition):
            try meet(transition.logged.entry.position, transition.logged.storeID, transition.logged.recordedAt)
        case .keyChange(let change):
            try meet(change.position, change.storeID, change.recordedAt)
            try follow(change)
        case .foreign:
            throw problem(.notALine)
        }
    }

    private mutating func meet(_ sequence: Int, _ store: String, _ recorded: Timestamp) throws(Problem) {
        guard sequence == frontier.size else { throw problem(.outOfOrder(saysPosition: sequence)) }
        guard storeID ?? store == store else { throw problem(.ofAnotherStore(store)) }
        storeID = store
        if recorded < recordedAt { report.setBack.append(frontier.size) }
        recordedAt = recorded
    }

    /// A problem of the last leaf.
    private func problem(_ fault: Fault) -> Problem { Problem(position: frontier.size, fault: fault) }

    /// Notes how far orders have come.
    private mutating func note(_ lines: LinesOfOrders, of leaves: [ReadLeaves.Leaf]) {
        for (order, places) in lines.all {
            var course = orders[order] ?? Course(version: 0)
            for place in places {
                guard case .transition(let transition) = leaves[place].line else { continue }
                course.version = transition.logged.entry.version
                if course.version == 1 { course.placedAt = transition.logged.entry.at }
            }
            orders[order] = course
        }
    }

    /// Takes up orders where the beginning left them that was verified before.
    private mutating func recall(_ orders: some Sequence<WorkflowID>) throws {
        guard let beginning else { return }
        for order in orders where underWay[order] == nil && !ended.contains(order) {
            guard let last = try beginning.lastTransition(of: order) else { continue }
            do {
                let replay = try registry.replay(after: last)
                if finalPhases[last.kind]?.contains(last.to) ?? false {
                    ended.insert(order)
                } else {
                    underWay[order] = UnderWay(replay, finalPhases: finalPhases[last.kind] ?? [])
                }
            } catch let kind as UnknownKind {
                unknown = unknown ?? kind
            }
        }
    }

    /// Replays lines, each order's by themselves; gives the first that is not lawful.
    private mutating func replay(_ lines: LinesOfOrders, of leaves: [ReadLeaves.Leaf]) -> Problem? {
        let orders = lines.all.map {
            (order: $0.order, places: $0.places, underWay: underWay[$0.order], hasEnded: ended.contains($0.order))
        }
        let (registry, finalPhases) = (registry, finalPhases)
        let replayed = orders.concurrentMap { order, places, underWay, hasEnded in
            var result = Replayed(order: order, underWay: underWay, hasEnded: hasEnded)
            for place in places {
                if case .transition(let transition) = leaves[place].line {
                    result.take(transition, registry, finalPhases)
                }
            }
            return result
        }
        for result in replayed {
            unknown = unknown ?? result.unknown
            underWay[result.order] = result.hasEnded ? nil : result.underWay
            if result.hasEnded { ended.insert(result.order) }
        }
        return replayed.compactMap(\.problem).min { $0.position ?? 0 < $1.position ?? 0 }
    }

    /// Notes a change of key: both keys have signed it, so that each vouches for the other.
    private mutating func follow(_ logged: LoggedKeyChange) throws(Problem) {
        guard let change = KeyChange(parsing: logged.note), change.old.name == change.new.name,
            keys.last.map({ $0.key == change.old }) ?? true
        else { throw Problem(position: logged.position, fault: .keyChangeUnsigned) }
        if keys.isEmpty { keys.append((change.old, nil)) }
        keys[keys.count - 1].until = logged.position
        keys.append((change.new, nil))
    }

    /// Judges whether the checkpoints were signed by a key that could when the log was so large: the trusted one, or one
    /// that is tied to it by changes of key in the log itself.
    private func judgeKeys() throws {
        guard let trusted else { return }
        let known = keys.isEmpty ? [(trusted, nil)] : keys
        guard known.contains(where: { $0.key == trusted }) else { throw Problem(position: nil, fault: .keyUnknown) }
        for signed in checkpoints {
            let size = signed.checkpoint.size
            let mayHaveSigned = known.contains { key, until in
                until.map { size < $0 } ?? true && signed.checkpoint.origin == key.name && signed.note.isSigned(by: key)
            }
            guard mayHaveSigned else { throw Problem(position: size, fault: .checkpointUnsigned(size: size)) }
        }
    }

    /// Compares the log with the checkpoints of its present size.
    private mutating func meetCheckpoints() throws(Problem) {
        guard frontier.size >= nextCheckpoint else { return }
        defer { nextCheckpoint = ahead.last?.checkpoint.size ?? .max }
        while let checkpoint = ahead.last?.checkpoint, checkpoint.size <= frontier.size {
            ahead.removeLast()
            guard checkpoint.root == frontier.root else {
                throw Problem(position: checkpoint.size, fault: .otherThanCheckpoint(size: checkpoint.size))
            }
            report.checkpoints.append(checkpoint.size)
        }
    }
}
