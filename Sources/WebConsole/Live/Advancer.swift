package import Logging
import Provisioning
import ServiceLifecycle
import Synchronization
import Wording
import Workflow
import WorkflowEngine

/// Advances what is due, as `sluice run` does, for as long as the console is served.
///
/// Nothing is held while it waits: others may advance the same orders, and whoever is busy with one is left to it.
package struct Advancer: Service {
    /// So often it looks for orders that were placed, confirmed or decided on meanwhile; and so many times as long as looking
    /// takes, where there are very many.
    private static let (interval, times) = (Duration.seconds(1), 20)

    let workplace: Workplace
    let settings: ConsoleSettings
    let concurrency: Int
    let logger: Logger

    package init(workplace: Workplace, settings: ConsoleSettings, concurrency: Int, logger: Logger) {
        self.workplace = workplace
        self.settings = settings
        self.concurrency = concurrency
        self.logger = logger
    }

    package func run() async throws {
        let isStopping = Flag()
        let roster = Roster()
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                while !isStopping.isSet, !Task.isCancelled {
                    let start = ContinuousClock.now
                    do {
                        if let provisioner = try await provisioner() {
                            let due = roster.takeUp(try await provisioner.inFlight().own)
                            if !due.isEmpty {
                                group.addTask { await advance(due, by: provisioner, roster, isStopping) }
                            }
                        }
                    } catch {
                        warn(error)
                    }
                    let cost = ContinuousClock.now - start
                    try? await Task.sleep(for: max(Self.interval, cost * Self.times))
                }
            }
        } onGracefulShutdown: {
            isStopping.set()
        }
    }

    private func provisioner() async throws -> Provisioner? {
        guard let journal = try workplace.journal else { return nil }
        return workplace.tools.provisioner(journal, settings.user)
    }

    /// Advances some orders until each asks, ends, or cannot go on.
    private func advance(
        _ ids: [WorkflowID], by provisioner: Provisioner, _ roster: Roster, _ isStopping: Flag
    ) async {
        do {
            let results = try await provisioner.run(
                ids, until: nil, concurrency: concurrency, shouldStop: { isStopping.isSet || Task.isCancelled },
                report: { progress in
                    if case .left(let id, let ending, let phase) = progress { roster.leave(id, ending, in: phase) }
                })
            // Where time stands still, none that waits was left before the end of all.
            for result in results {
                if case .timeStandsStill = result.ending { roster.leave(result.id, result.ending, in: nil) }
            }
        } catch {
            // What keeps it from going on may be gone when they are taken up again.
            if !isStopping.isSet, !Task.isCancelled { warn(error) }
            roster.leave(ids)
        }
    }

    private func warn(_ error: any Error) {
        logger.warning("advancing stopped", metadata: ["reason": "\(Notice(error).message.english)"])
    }
}

/// Which orders are being advanced, and which were left where.
private final class Roster: Sendable {
    /// After so long an order that asks is looked at again, as it may have been mended elsewhere.
    ///
    /// The more of them there are, the later.
    private static let (patience, each) = (Duration.seconds(5), Duration.milliseconds(50))
    /// After so long an order is tried again that could not be advanced.
    private static let pause = Duration.seconds(1)

    private enum Standing {
        case underWay
        /// It asks, as of then.
        case asking(phase: String?, since: ContinuousClock.Instant)
        /// It could not go on, as of then.
        case stuck(since: ContinuousClock.Instant)
    }

    private let standings = Mutex<[WorkflowID: Standing]>([:])

    /// Takes up the orders that are to be advanced now, of all that are in flight.
    func takeUp(_ inFlight: [WorkflowInFlight]) -> [WorkflowID] {
        standings.withLock { standings in
            let now = ContinuousClock.now
            let asking = standings.values.count { if case .asking = $0 { true } else { false } }
            let patience = max(Self.patience, Self.each * asking)
            var (known, due): ([WorkflowID: Standing], [WorkflowID]) = ([:], [])
            for order in inFlight {
                let isDue =
                    switch standings[order.id] {
                    case nil: true
                    case .underWay: false
                    case .asking(let phase, let since): order.phase != phase || now - since > patience
                    case .stuck(let since): now - since > Self.pause
                    }
                if isDue { due.append(order.id) }
                known[order.id] = isDue ? .underWay : standings[order.id]
            }
            // What has come to its end since is left by whoever advances it.
            for (id, standing) in standings where known[id] == nil {
                if case .underWay = standing { known[id] = standing }
            }
            standings = known
            return due
        }
    }

    func leave(_ id: WorkflowID, _ ending: RunResult.Ending, in phase: String?) {
        standings.withLock { standings in
            guard case .underWay = standings[id] else { return }
            switch ending {
            case .settled: standings[id] = .asking(phase: phase, since: .now)
            case .reached, .failing, .stopped, .timeStandsStill, .error: standings[id] = .stuck(since: .now)
            }
        }
    }

    func leave(_ ids: [WorkflowID]) { for id in ids { leave(id, .stopped, in: nil) } }
}

/// Something that is set once.
private final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .relaxed) }

    func set() { value.store(true, ordering: .relaxed) }
}
