/// A promise of Sluice's that a self-test watches over.
package enum Rule: String, CaseIterable, Codable, Sendable {
    case oneRequestPerEpoch = "at most one purchase per purchase epoch"
    case intentBeforeRequest = "the intent is history before the request leaves"
    case lookBeforeCreate = "look before you create"
    case oneOwner = "an order number belongs to one workflow"
    case nothingLostBetweenCalls = "what the vendor gave is committed before anything else is asked of it"
    case ground = "no step without its ground"
    case neverMoreThanThereIs = "never more than there is"
    case everyChangeIsHistory = "every change is history, without a gap"
    case repetitionDoesNoHarm = "a late or repeated answer does no harm"
    case lookBeforeJudgingByTime = "look before judging by time"
    case oneCloud = "a workflow belongs to one cloud"
    case doneStaysDone = "what was reported as done stays done"
    case soundStore = "the store is sound"
    case sameEnd = "whatever dies, a workflow ends the same"
    case alwaysAWayOn = "every workflow is finished, waits, or asks for something a person can do"
    case clearErrors = "whatever fails is told by name"
}

/// A rule that was broken, and by what.
package struct Breach: Equatable, Sendable {
    package let rule: Rule
    /// What was seen.
    package let detail: String

    package init(of rule: Rule, _ detail: String) {
        self.rule = rule
        self.detail = detail
    }
}

/// A rule that was broken, and where.
package struct Violation: Codable, Equatable, Sendable, CustomStringConvertible {
    package let rule: Rule
    /// What was seen.
    package let detail: String
    /// Where to see it again: a seed, a crash point, a cut.
    package let place: String

    package init(of rule: Rule, _ detail: String, at place: String) {
        self.rule = rule
        self.detail = detail
        self.place = place
    }

    package var description: String { "\(place): \(rule.rawValue): \(detail)" }
}
