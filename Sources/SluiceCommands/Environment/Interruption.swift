import Dispatch
import Glibc
import Synchronization

/// Notes Ctrl-C and the request to terminate, so that the turn at hand is finished before the command ends.
///
/// The second of either ends the process at once, which is as safe: every commit is whole.
final class Interruption {
    private let signals = SignalCount()
    private let sources: [any DispatchSourceSignal]

    init() {
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: .global())
        }
        for source in sources {
            source.setEventHandler { [signals] in
                if signals.add() > 1 { _exit(ExitStatus.interrupted.rawValue) }
            }
            source.resume()
        }
    }

    var hasCome: Bool { signals.value > 0 }
}

private final class SignalCount: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }

    func add() -> Int { count.add(1, ordering: .relaxed).newValue }
}
