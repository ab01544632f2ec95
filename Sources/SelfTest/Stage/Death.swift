/// The end of a process, as far as the code in it can tell: nothing that it asks for happens any more.
struct Death: Error {}

/// What decides, at each thing a process asks of the world outside, whether it lives to ask it.
protocol Fate: Sendable {
    /// The number of the process.
    var process: Int { get }

    /// Called before and after everything that is asked of the journal or the cloud.
    ///
    /// - Throws: ``Death``, from then on every time.
    func decide() async throws
}
