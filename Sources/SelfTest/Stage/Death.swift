/// The end of a process, as far as the code in it can tell: nothing that it asks for happens any more.
struct Death: Error {}

/// What decides, at each thing a process asks of the world outside, whether it lives to ask it.
protocol Fate: Sendable {
    /// The number of the process.
    var process: Int { get }

    /// Called before everything that is asked of the journal or the cloud, and after what changes something.
    ///
    /// - Throws: ``Death``, from then on every time.
    func decide(_ moment: Moment) async throws
}

/// When a process may die.
enum Moment {
    /// Before it looks: whoever comes later sees no trace of it.
    case look
    /// Before or after it changes something.
    case change
}
