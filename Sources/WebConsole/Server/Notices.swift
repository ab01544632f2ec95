import Synchronization

/// What actions came to, kept for the pages that follow them.
final class Notices: Sendable {
    private static let most = 256

    private let kept = Mutex<(notices: [String: Notice], order: [String], count: Int)>(([:], [], 0))

    /// Keeps a notice, and gives the name to ask for it by.
    func keep(_ notice: Notice) -> String {
        kept.withLock { kept in
            kept.count += 1
            let name = String(kept.count, radix: 36)
            kept.notices[name] = notice
            kept.order.append(name)
            if kept.order.count > Self.most { kept.notices[kept.order.removeFirst()] = nil }
            return name
        }
    }

    /// A notice, which is shown again if the page is asked for again.
    @Sendable func notice(named name: String) -> Notice? { kept.withLock { $0.notices[name] } }
}
