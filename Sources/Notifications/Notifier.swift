import AsyncHTTPClient
import Documents
import Foundation
package import Logging
import NIOCore
package import Provisioning
package import RealtimeCompute
import RealtimeComputeKinds
import ServiceLifecycle
import Wording
import Workflow
package import WorkflowEngine
package import WorkflowSQLite

/// Tells a receiver what happens in a store, in the order in which it happened, whoever does it.
///
/// The log is what is told from, and the store keeps up to where each receiver has been told: so nothing is lost that
/// happens while nobody tells, and nothing waits for a receiver. What was told and could not be noted is told again: at
/// least once, under the same id.
package struct Notifier: Service, CustomStringConvertible {
    /// So often it is looked for news.
    private static let interval = Duration.milliseconds(500)
    /// So often the cloud is asked for what ends.
    private static let expiryInterval = Duration.seconds(3600)
    /// How long is waited after the first failure in a row, doubling.
    static let firstDelay = Duration.seconds(1)
    static let longestDelay = Duration.seconds(300)
    /// How long whoever is being told has left when this is to end.
    private static let grace = Duration.milliseconds(300)
    /// So many lines of the log are read at a time.
    private static let part = 200

    private let journal: @Sendable () throws -> SQLiteJournal?
    private let registry: Registry
    private let cloud: any Cloud
    private let clock: any WorkflowEngine.Clock
    private let occasions: Set<Occasion>
    private let destination: Destination
    private let logger: Logger
    /// Whether there was no store when this began: then all that is in it happens from now on.
    private var beganWithoutStore = false

    /// - Parameters:
    ///   - journal: gives the store, once there is one.
    ///   - occasions: what the receiver is told of.
    package init(
        of journal: @escaping @Sendable () throws -> SQLiteJournal?, registry: Registry, cloud: any Cloud,
        clock: any WorkflowEngine.Clock, on occasions: Set<Occasion>, to destination: Destination, logger: Logger
    ) {
        self.journal = journal
        self.registry = registry
        self.cloud = cloud
        self.clock = clock
        self.occasions = occasions
        self.destination = destination
        self.logger = logger
    }

    /// Whoever runs it may log what it is: never where it sends to, which may hold a secret.
    package var description: String { "Notifier" }

    /// What tells this receiver from others in the store: to be told of other things is to be another.
    private var name: String {
        destination.name + "/" + occasions.map(\.rawValue).sorted().joined(separator: ",")
    }

    /// Has the receiver told of what happens from now on, if he is new.
    package mutating func begin() throws {
        guard let journal = try journal() else {
            beganWithoutStore = true
            return
        }
        _ = try position(in: journal)
    }

    /// Up to where in the log he has been told.
    private func position(in journal: SQLiteJournal) throws -> Int {
        try journal.position(ofReceiver: name, fromBeginning: beganWithoutStore)
    }

    /// Tells whatever happens, until it is told to end.
    ///
    /// What keeps him from being told now, in the store or on the way to him, may be gone later: it is tried again.
    package func run() async throws {
        try await withClient { delivery in
            try await cancelWhenGracefulShutdown {
                // Each has its own retries: what ends may be hidden for long, and keeps nobody from the news.
                var (failures, failuresOfEnds, endsDueAt) = (0, 0, ContinuousClock.now)
                while !Task.isCancelled {
                    let outcome = await attempt { try await tellTheLog(by: delivery) }
                    failures = outcome == .delivered ? 0 : failures + 1
                    if failures == 0, occasions.contains(.expiring), endsDueAt <= .now {
                        let ends = await attempt { try await tellEnds(by: delivery) }
                        failuresOfEnds = ends == .delivered ? 0 : failuresOfEnds + 1
                        endsDueAt =
                            .now + (failuresOfEnds == 0 ? Self.expiryInterval : Self.delay(after: failuresOfEnds))
                    }
                    do {
                        try await Task.sleep(for: failures == 0 ? Self.interval : Self.delay(after: failures))
                    } catch is CancellationError {
                        return
                    }
                }
            }
        }
    }

    /// Tells something; an error is what keeps it from being told.
    private func attempt(_ tell: () async throws -> DeliveryOutcome) async -> DeliveryOutcome {
        do {
            return try await tell()
        } catch {
            let reason = (error as? any Explained)?.message.english ?? "\(type(of: error))"
            logger.warning("not told", metadata: ["reason": "\(reason)"])
            return .failed(reason)
        }
    }

    /// Tells what has happened until now, and ends.
    ///
    /// - Returns: why something could not be told, which is kept to be told later; `nil` if everything was.
    package func tellOnce() async throws -> String? {
        try await withClient { delivery in
            var outcome = try await tellTheLog(by: delivery)
            if outcome == .delivered, occasions.contains(.expiring) { outcome = try await tellEnds(by: delivery) }
            if case .failed(let reason) = outcome { return reason }
            return nil
        }
    }

    private func withClient<Result>(_ body: (Delivery) async throws -> Result) async throws -> Result {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(5)
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let result = try await body(Delivery(destination: destination, client: client))
            try await client.shutdown()
            return result
        } catch {
            try await client.shutdown()
            throw error
        }
    }

    /// How long is waited after so many failures in a row.
    static func delay(after failures: Int) -> Duration {
        min(longestDelay, firstDelay * (1 << min(failures - 1, 16)))
    }

    // MARK: - The log

    /// Tells everything in the log that has not been told.
    private func tellTheLog(by delivery: Delivery) async throws -> DeliveryOutcome {
        guard let journal = try journal() else { return .delivered }
        var position = try position(in: journal)
        let size = try journal.size
        while position < size, !Task.isCancelled {
            let end = min(position + Self.part, size)
            var lines: [Data] = []
            try journal.forEachLeaf(in: position..<end) { leaf, _ in lines.append(leaf) }
            for line in lines where !Task.isCancelled {
                position += 1
                guard let notification = try notification(of: line, from: journal.storeID) else { continue }
                let outcome = await deliver(notification, by: delivery)
                if case .failed(let reason) = outcome {
                    logger.warning("not told", metadata: ["reason": "\(reason)", "id": "\(notification.id)"])
                    // What came before it has been told.
                    try journal.note(toldReceiver: name, upTo: position - 1)
                    return outcome
                }
                try journal.note(toldReceiver: name, upTo: position)
            }
            try journal.note(toldReceiver: name, upTo: position)
        }
        return .delivered
    }

    /// Delivers a notification; when this is to end, it has a little longer: else he would be told again.
    private func deliver(_ notification: Notification, by delivery: Delivery) async -> DeliveryOutcome {
        let attempt = Task { await delivery.deliver(notification) }
        return await withTaskCancellationHandler {
            await attempt.value
        } onCancel: {
            Task {
                try? await Task.sleep(for: Self.grace)
                attempt.cancel()
            }
        }
    }

    private func notification(of line: Data, from store: String) throws -> Notification? {
        // A change of key is no order's.
        guard let entry = LoggedTransition(line)?.entry else { return nil }
        let report = try registry.report(past: entry, on: cloud.id.rawValue, createdAt: entry.at, at: entry.at)
        return Notification(of: report, after: entry, on: occasions, from: "sluice/\(store)")
    }

    // MARK: - What ends

    /// Tells of every subscription that ends soon, and of all that is not paid for, once each.
    private func tellEnds(by delivery: Delivery) async throws -> DeliveryOutcome {
        guard let journal = try journal() else { return .delivered }
        _ = try position(in: journal)
        let now = try await clock.now()
        let endings: [Ending]
        do {
            endings = try await Ending.all(of: journal, in: cloud, at: now)
        } catch let error as any CallFailure {
            logger.warning("not told of what ends", metadata: ["reason": "\(error.code)"])
            return .failed(error.code)
        }
        let told = ToldEndings(subjects: try journal.subjects(toldTo: name))
        for paid in told.paid(asOf: endings) { try journal.note(toldReceiver: name, of: paid) }
        for ending in endings {
            let subject = told.subject(of: ending)
            guard !told.subjects.contains(subject) else { continue }
            let (order, source) = (ending.order.rawValue, "sluice/\(journal.storeID)")
            let notification = Notification(
                .expiring, id: "\(source)/ends/\(subject.replacing(" ", with: "/"))", from: source, of: order, at: now,
                [
                    "order": .text(order), "endsAt": ending.endsAt.map { .text($0.rfc3339) },
                    "reason": ["code": "expiring", "message": .text(ending.words.english)],
                    "command": .text("sluice cluster list"),
                ])
            let outcome = await deliver(notification, by: delivery)
            guard outcome == .delivered else { return outcome }
            try journal.note(toldReceiver: name, of: subject)
        }
        return .delivered
    }
}
