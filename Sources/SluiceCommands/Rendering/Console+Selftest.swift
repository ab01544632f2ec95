import SelfTest
import Wording
import Workflow

/// A self-test as scripts see it.
struct SelftestJSON: Encodable {
    struct Broken: Encodable {
        let rule: String
        let detail: String
        let place: String
    }

    /// What was explored of one kind of workflow.
    struct Kind: Encodable {
        let kind: String
        let states: Int
        let unexploredStates: Int
        /// How often a rule was broken in its states, at its crash points and power cuts.
        let violations: Int
    }

    let seeds: Int
    let crashPoints: Int
    let powerCuts: Int
    let states: Int
    /// States that are known of and were not explored, because of the limit.
    let unexploredStates: Int
    /// How often a rule was broken.
    let violations: Int
    let broken: [Broken]
    let slowestResume: String
    let kinds: [Kind]

    init(_ report: SelfTestReport) {
        seeds = report.seeds
        crashPoints = report.allCrashPoints
        powerCuts = report.powerCuts
        states = report.states
        unexploredStates = report.unexploredStates
        violations = report.violations.count
        broken = report.violations.map { Broken(rule: $0.rule.rawValue, detail: $0.detail, place: $0.place) }
        slowestResume = report.slowestResume.iso8601
        kinds = report.kinds.map {
            Kind(
                kind: $0.kind, states: $0.states, unexploredStates: $0.unexploredStates,
                violations: $0.violations.count)
        }
    }
}

extension SelfTest.Part {
    /// What is tried, with what it attacks.
    fileprivate var words: String {
        switch self {
        case .seeds: "seeds of the simulation"
        case .states(let kind): "states of \(kind) and its world"
        case .crashPoints(let walk): "crash points: \(walk)"
        case .powerCuts(let walk): "power cuts: \(walk)"
        }
    }
}

extension Console {
    /// Tells how far a test has come: on a terminal as it goes, and everywhere what each part came to, as it ends.
    func tell(_ progress: SelfTest.Progress) {
        func line(_ part: SelfTest.Part, _ tried: Int, of all: Int) -> String { "\(part.words): \(tried) of \(all)" }
        switch progress {
        case .seeds(let tried, let all): self.progress(line(.seeds, tried, of: all))
        case .states(let explored, let known, let kind): self.progress(line(.states(kind: kind), explored, of: known))
        case .crashPoints(let tried, let all, let walk):
            self.progress(line(.crashPoints(walk: walk), tried, of: all))
        case .powerCuts(let tried, let all, let walk): self.progress(line(.powerCuts(walk: walk), tried, of: all))
        case .ended(let part, let tried, let violations):
            endProgress()
            note("\(part.words): \(tried) tried, \(violations.count) violations")
            for violation in violations.prefix(Self.violationsAtOnce) { note("\(violation)".escapingControls()) }
        }
    }

    /// So many violations of a part are told when it ends; all of them with `--json`.
    private static let violationsAtOnce = 20

    /// Prints what a self-test came to; what it has found was told as it was found.
    func report(_ report: SelfTestReport) throws {
        endProgress()
        guard !isJSON else { return try print(json: SelftestJSON(report)) }
        var table = Table(header: ["TRIED", "COUNT", "VIOLATIONS"])
        let found = { (places: String) in String(report.violations.filter { $0.place.hasPrefix(places) }.count) }
        table.add(["seeds of the simulation (\(report.commits) transitions)", String(report.seeds), found("seed")])
        for kind in report.kinds {
            let rest = kind.unexploredStates == 0 ? "all there are" : "\(kind.unexploredStates) more are known"
            table.add([
                "states of \(kind.kind) and its world (\(kind.moves) moves; \(rest))", String(kind.states),
                found("state, \(kind.kind),"),
            ])
        }
        for walk in report.crashPoints {
            table.add(["crash points: \(walk.walk)", String(walk.points), found("crash point, \(walk.walk)")])
        }
        if report.powerCuts > 0 { table.add(["power cuts", String(report.powerCuts), found("power cut")]) }
        table.lines.forEach { print($0) }
        if report.slowestResume > .zero { print("slowest resume: \(report.slowestResume.wholeMilliseconds) ms") }
    }
}
