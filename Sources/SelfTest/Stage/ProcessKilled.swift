/// The end of a process, as far as the code in it can report: nothing that it asks for happens any more.
struct ProcessKilled: Error {}

/// What decides, at each thing a process asks of the world outside, whether it lives to ask it.
package protocol Fate: Sendable {
    /// The number of the process.
    var process: Int { get }

    /// Called before everything that is asked of the journal or the cloud, and after what changes something.
    ///
    /// - Throws: ``ProcessKilled``, from then on every time.
    func decide(_ point: PointInTime) async throws
}

/// When a process may die.
package enum PointInTime {
    /// Before it looks: whoever comes later sees no trace of it.
    case look
    /// Before or after it changes something.
    case change
}
