import AlibabaWire
import Synchronization
package import Workflow

/// What time it is at the vendor's, as its answers tell.
///
/// Orders live by this time, because what the vendor notes is compared with what Sluice notes: it is never ahead of the
/// vendor's. A cloud that only rehearses tells its time more closely, and how fast it runs.
package final class ServerTime: Sendable {
    /// The header in which the emulator tells its clock: its time, and how many of its seconds pass in a real one.
    package static let header = "x-sluice-clock"

    private struct Reading {
        var server: Timestamp
        var local: Timestamp
        var speed = 1.0
        var isRehearsal = false
    }

    private let last = Mutex<Reading?>(nil)
    private let localNow: @Sendable () -> Timestamp

    package init(localNow: @escaping @Sendable () -> Timestamp) {
        self.localNow = localNow
    }

    /// What time it is there; by the local clock until a first answer has come.
    package var now: Timestamp {
        let local = localNow()
        return last.withLock { last in
            guard let last else { return local }
            return last.server + (local - last.local) * last.speed
        }
    }

    /// How many seconds pass there in a real one; 1 at the vendor's.
    package var speed: Double { last.withLock { $0?.speed ?? 1 } }

    /// Whether this is a rehearsal, whose time others may move.
    package var isRehearsal: Bool { last.withLock { $0?.isRehearsal ?? false } }

    /// Takes the time of an answer that has just come; gives it.
    func note(_ response: WireResponse) -> Timestamp? {
        let local = localNow()
        if let text = response.headers[Self.header], let reading = Self.read(text, at: local) {
            last.withLock { $0 = reading }
            return reading.server
        }
        guard let text = response.headers["Date"], let server = WireTime.read(http: text) else { return nil }
        last.withLock { $0 = Reading(server: server, local: local) }
        return server
    }

    /// How fast a rehearsal's clock may run, if it does not stand still.
    private static let speeds = 0.000_001...1_000_000.0

    /// Reads `TIME;speed=NUMBER`.
    private static func read(_ text: String, at local: Timestamp) -> Reading? {
        let parts = text.split(separator: ";")
        guard parts.count == 2, let time = Timestamp(String(parts[0])), parts[1].hasPrefix("speed="),
            let speed = Double(parts[1].dropFirst("speed=".count)), speed == 0 || Self.speeds.contains(speed)
        else { return nil }
        return Reading(server: time, local: local, speed: speed, isRehearsal: true)
    }
}
