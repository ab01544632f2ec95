import Workflow

/// What a self-test came to.
package struct SelfTestReport: Sendable {
    /// How many runs of the simulation were made, and how many transitions they committed.
    package var seeds = 0
    package var commits = 0
    /// What was tried of each kind.
    package var kinds: [KindReport] = []
    /// The points at which the program was killed or a call of its failed, by the walk it was on.
    package var crashPoints: [(walk: String, points: Int)] = []
    /// The images of a disk that had lost its power.
    package var powerCuts = 0
    /// What the simulation by seeds has found; of no one kind.
    var violationsBySeed: [Violation] = []
    /// The longest that it took to go on to the end after a crash.
    package var slowestResume: Duration = .zero

    package var allCrashPoints: Int { crashPoints.map(\.points).reduce(0, +) }
    package var violations: [Violation] { violationsBySeed + kinds.flatMap(\.violations) }
    package var states: Int { kinds.map(\.states).reduce(0, +) }
    package var unexploredStates: Int { kinds.map(\.unexploredStates).reduce(0, +) }
    package var moves: Int { kinds.map(\.moves).reduce(0, +) }
}

/// What was tried of one kind of workflow: states, crash points and power cuts.
package struct KindReport: Sendable {
    package let kind: String
    /// The states of the machine and its world that were explored.
    package var states = 0
    /// States that are known of and were not explored; none if the exploration has closed.
    package var unexploredStates = 0
    package var moves = 0
    package var violations: [Violation] = []
}
