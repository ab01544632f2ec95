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
    /// So often it looks for orders that were placed, confirmed or decided on meanwhile.
    private static let interval = Duration.seconds(1)

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
        await withGracefulShutdownHandler {
            while !isStopping.isSet, !Task.isCancelled {
                do {
                    try await advance(until: isStopping)
                } catch {
                    // What keeps one round from going on may be gone at the next.
                    logger.warning("advancing stopped", metadata: ["reason": "\(Notice(error).message.english)"])
                }
                try? await Task.sleep(for: Self.interval)
            }
        } onGracefulShutdown: {
            isStopping.set()
        }
    }

    private func advance(until isStopping: Flag) async throws {
        guard let journal = try workplace.journal else { return }
        let provisioner = workplace.tools.provisioner(journal, settings.user)
        let (own, _) = try await provisioner.inFlight()
        guard !own.isEmpty else { return }
        let begun = ContinuousClock.now
        var firstRound: Duration?
        // A round ends once in a while, so that what came meanwhile is taken up: the larger the store, the later.
        _ = try await provisioner.run(
            own.map(\.id), until: nil, concurrency: concurrency,
            shouldStop: {
                let elapsed = ContinuousClock.now - begun
                return isStopping.isSet || firstRound.map { elapsed > max(Self.interval, $0 * 20) } ?? false
            },
            report: { progress in
                if case .waiting = progress, firstRound == nil { firstRound = ContinuousClock.now - begun }
            })
    }
}

/// Something that is set once.
private final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .relaxed) }

    func set() { value.store(true, ordering: .relaxed) }
}
