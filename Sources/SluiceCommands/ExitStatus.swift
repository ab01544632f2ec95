/// The exit status of a command, as scripts may rely on it.
///
/// Part of the contract with scripts: a number keeps its meaning.
enum ExitStatus: Int32, Sendable {
    case done = 0
    /// A fault of ours.
    case unexpected = 1
    /// A prerequisite does not hold, or a decision is needed.
    case asked = 10
    /// Not lawful in this phase, not permitted to this caller, a name taken, another cloud.
    case refused = 11
    case storeUnusable = 12
    /// The cloud could not be reached, or refused for now; when it is tried again is kept.
    case cloudUnavailable = 13
    /// No such order, or an ambiguous prefix.
    case noSuchOrder = 14
    case busy = 15
    /// Nothing was due, or the time given came first.
    case waiting = 20
    /// The order failed or was withdrawn.
    case orderLost = 21
    /// The history does not verify.
    case unverified = 22
    case usage = 64
    /// A manifest or world file is invalid.
    case invalidFile = 65
    case unreadableFile = 66
    /// What was to be printed, or written to a file that was named, could not be written.
    case outputNotWritten = 74
    case interrupted = 130

    /// The status of a run over several orders: the first of the list that any of them came to.
    static func overall(of statuses: [Self]) -> Self {
        let precedence: [Self] = [
            .unexpected, .storeUnusable, .refused, .cloudUnavailable, .busy, .orderLost, .asked, .waiting,
        ]
        return precedence.first(where: statuses.contains) ?? (statuses.allSatisfy { $0 == .done } ? .done : .unexpected)
    }
}
