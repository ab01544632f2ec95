package import Documents
package import Wording
package import Workflow

/// All there is to show of a workflow in a state, as data: words are made where the facts are known, in both languages,
/// and renderers only arrange them.
package struct Presentation: Sendable {
    /// What a state is to whoever waits for the workflow.
    package enum Standing: Equatable, Sendable {
        /// On its way by itself.
        case underWay
        /// On its way, and somebody should look.
        case needsAttention
        /// Where it was to come.
        case reached
        /// It will never come there.
        case lost

        /// The phases of all kinds in which it is lost.
        package static let lostPhases: Set<String> = ["failed", "withdrawn"]
        /// Those in which it takes longer than it should.
        package static let overduePhases: Set<String> = ["overdue"]
    }

    package var standing: Standing
    /// Why it stands where it stands.
    package var reason: Reason
    package var facts: [Fact]
    /// What was last found not to hold, as long as it matters.
    package var findings: [FindingView]
    /// What a look at the cloud has shown that somebody has to know.
    package var warnings: [LocalizedText] = []
    /// When the findings were made, while there is something to say about them.
    package var inspectedAt: Timestamp?
    /// How far something is that takes long; `nil` when nothing does.
    package var progress: Progress?
    /// The commands that answer the question, the least costly first; none where advancing is all.
    package var answers: [[String]]
    /// Whether it is to bring a project and has brought none: what the vendor's console counts in its red badge.
    package var awaitsItsFirstProject: Bool
    /// Whether something was bought for it, as far as is known.
    package var isBought: Bool
    /// The fields of its own that scripts are given beside those that every workflow has.
    package var fields: [String: JSONValue]

    package init(
        _ standing: Standing, because reason: Reason, facts: [Fact] = [], findings: [FindingView] = [],
        inspectedAt: Timestamp? = nil, progress: Progress? = nil, answers: [[String]] = [],
        awaitsItsFirstProject: Bool = false, isBought: Bool = false, fields: [String: JSONValue] = [:]
    ) {
        self.standing = standing
        self.reason = reason
        self.facts = facts
        self.findings = findings
        self.inspectedAt = inspectedAt
        self.progress = progress
        self.answers = answers
        self.awaitsItsFirstProject = awaitsItsFirstProject
        self.isBought = isBought
        self.fields = fields
    }
}

/// Something that is known, with what it is called.
package struct Fact: Equatable, Sendable {
    package let label: LocalizedText
    package let text: LocalizedText

    package init(_ label: LocalizedText, _ text: LocalizedText) {
        self.label = label
        self.text = text
    }

    /// A fact that reads the same in every language.
    package init(_ label: LocalizedText, _ text: String) {
        self.init(label, LocalizedText(verbatim: text))
    }
}

/// A prerequisite that does not hold, as it is shown.
package struct FindingView: Equatable, Sendable {
    /// Another workflow's share in what is missing.
    package struct Claimant: Equatable, Sendable {
        package let id: WorkflowID
        package let name: String
        package let amount: Int

        package init(id: WorkflowID, name: String, amount: Int) {
            self.id = id
            self.name = name
            self.amount = amount
        }
    }

    /// The id of the prerequisite.
    package let check: String
    /// Whether the workflow cannot go on before it is mended; else it is a warning.
    package let isBlocking: Bool
    /// What was looked at: `vswitch/vsw-1`.
    package let resource: String
    package let observed: String
    package let required: String
    package let message: LocalizedText
    /// What to do about it.
    package let hint: LocalizedText
    package let claimedBy: [Claimant]
    /// The actions that are not granted.
    package let missing: [String]

    package init(
        _ check: String, isBlocking: Bool, resource: String, observed: String, required: String,
        message: LocalizedText, hint: LocalizedText, claimedBy: [Claimant] = [], missing: [String] = []
    ) {
        self.check = check
        self.isBlocking = isBlocking
        self.resource = resource
        self.observed = observed
        self.required = required
        self.message = message
        self.hint = hint
        self.claimedBy = claimedBy
        self.missing = missing
    }
}

/// How far something is that takes long, by the time it usually takes.
package struct Progress: Equatable, Sendable {
    /// What is being done now, in the service's words.
    package let stage: String
    package let elapsed: Duration
    /// What is left of the usual time; nothing once that has passed.
    package let expectedRest: Duration
    /// The share of the usual time that has passed, at most 1.
    package let share: Double

    /// - Parameter usual: how long it usually takes.
    package init(stage: String, since start: Timestamp, usually usual: Duration, at now: Timestamp) {
        self.stage = stage
        elapsed = max(.zero, now - start)
        expectedRest = max(.zero, usual - elapsed)
        share = min(1, elapsed / usual)
    }
}
