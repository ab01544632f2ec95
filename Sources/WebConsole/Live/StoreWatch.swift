import Hummingbird
import NIOCore
import SimulatedCloud
import Synchronization
import WorkflowSQLite

/// Notices what changes in the store, whoever changes it, and tells those who listen.
///
/// The store is asked for its own count of commits, which costs a look at shared memory; nobody is asked while nobody
/// listens.
final class StoreWatch: Sendable {
    /// How many may listen at the same time.
    static let mostListeners = 64
    private static let interval = Duration.milliseconds(250)
    /// After so long without a change something is sent, so that a connection that is gone is noticed.
    private static let heartbeat = Duration.seconds(15)

    /// So long after the last change, who was told what is old is told to ask again.
    private static let afterthought = Duration.seconds(1)

    private let workplace: Workplace
    private let counts: PhaseCounts
    private let endings: EndingWatch
    private let listeners = Atomic(0)

    init(_ workplace: Workplace, _ counts: PhaseCounts, _ endings: EndingWatch) {
        self.workplace = workplace
        self.counts = counts
        self.endings = endings
    }

    /// Whether a page was told something old, which no change of the store makes good.
    private var isBehind: Bool { counts.isBehind || endings.isBehind }

    /// A stream of events that ends with its listener; `nil` if too many listen.
    func events() -> ResponseBody? {
        guard listeners.load(ordering: .relaxed) < Self.mostListeners else { return nil }
        // Counted where it is certain to end: of an answer that nobody takes, nothing is ever written.
        return ResponseBody { writer in
            let others = self.listeners.add(1, ordering: .relaxed).oldValue
            defer { self.listeners.subtract(1, ordering: .relaxed) }
            // Several may have found the last place free.
            guard others < Self.mostListeners else { return try await writer.finish(nil) }
            var last = try self.mark()
            try await writer.write(ByteBuffer(string: "retry: 1000\n\n"))
            var quiet = Duration.zero
            var patience = Self.afterthought
            while !Task.isCancelled {
                try await Task.sleep(for: Self.interval)
                let current = try self.mark()
                quiet += Self.interval
                // A page that cannot make good what is old is called back ever more seldom.
                if !self.isBehind { patience = Self.afterthought }
                if current != last || (self.isBehind && quiet >= patience) {
                    if current == last { patience = min(patience * 2, Self.heartbeat * 4) }
                    try await writer.write(ByteBuffer(string: "event: change\ndata: \(current)\n\n"))
                    (last, quiet) = (current, .zero)
                } else if quiet >= Self.heartbeat {
                    try await writer.write(ByteBuffer(string: ": still here\n\n"))
                    quiet = .zero
                }
            }
            try await writer.finish(nil)
        }
    }

    private func mark() throws -> String {
        let store = try workplace.journal?.changeMark() ?? ""
        guard let cloud = try workplace.simulatedCloud?.clock().clock else { return store }
        return "\(store) \(cloud.speed)"
    }
}
