import Documents
import Provisioning
import RealtimeCompute
import Wording
import Workflow
import WorkflowEngine

/// An error as scripts see it.
struct FailureJSON: Encodable {
    struct Contents: Encodable {
        let code: String
        let message: String
        let hint: String
        let details: JSONValue?
    }

    let error: Contents

    init(_ failure: any CommandFailure, in language: Language) {
        error = Contents(
            code: failure.code, message: failure.message(language), hint: failure.hint(language),
            details: JSONValue(detailsOf: failure, in: language))
    }
}

extension RefusalGround {
    /// The values behind the words of a refusal.
    fileprivate var values: [String: JSONValue] {
        switch self {
        case .notApplicable, .prerequisitesDoNotHold:
            [:]
        case .notPermitted(let denied):
            [
                "action": .text(denied.action), "needed": .text(denied.needed.rawValue),
                "caller": .object(["type": .text(denied.caller.kind.rawValue), "id": .text(denied.caller.id)]),
            ]
        case .insufficientCapacity(let shortage):
            ["requested": .integer(shortage.requested.count), "free": .integer(shortage.free.count)]
        case .saleClosed(let since):
            since.map { ["since": .text($0.rfc3339)] } ?? [:]
        case .visibilityWindowOpen(let end):
            end.map { ["until": .text($0.nextWholeSecond.rfc3339)] } ?? [:]
        case .purchasesAreOurs(let numbers), .candidatesNotShown(let numbers):
            ["orderNumbers": .list(numbers.map { .text($0.rawValue) })]
        case .notAdoptable(let number, let obstacle):
            ["orderNumber": .text(number.rawValue), "obstacle": .text(obstacle.id)]
        case .unchangeable(let fields):
            ["fields": .list(fields.map { .text($0) })]
        }
    }
}

extension AdoptionObstacle {
    fileprivate var id: String {
        switch self {
        case .notVisible: "not-visible"
        case .notPaid: "not-paid"
        case .otherSpecification: "other-specification"
        case .otherKey: "other-key"
        case .owned: "owned"
        case .disowned: "disowned"
        }
    }
}

extension JSONValue {
    /// What an error knows besides its words.
    fileprivate init?(detailsOf failure: any CommandFailure, in language: Language) {
        switch failure {
        case let invalid as InvalidDocument:
            self = .object([
                "source": .text(invalid.source),
                "faults": .list(invalid.faults.map { JSONValue($0, in: language) }),
            ])
        case let error as CloudError:
            self = .object(
                [
                    "requestId": error.requestID.map { .text($0.rawValue) },
                    "fate": .text(error.fate.rawValue),
                ].compactMapValues(\.self))
        case let refusal as OrderRefusal:
            let subject: [String: JSONValue] = ["event": .text(refusal.event), "phase": .text(refusal.phase)]
            self = .object(subject.merging(refusal.ground.values) { $1 })
        case let foreign as ForeignCloud:
            self = .object(["expected": .text(foreign.expected), "found": .text(foreign.found)])
        case let unknown as UnknownOrder:
            guard let nearest = unknown.nearest else { return nil }
            self = .object(["nearest": .text(nearest)])
        case let unverified as Unverified:
            guard let problem = unverified.problem else { return nil }
            self = .object(
                ["problem": .text(problem.fault.id), "position": problem.position.map { .integer($0) }]
                    .compactMapValues(\.self))
        case let silent as SilentOutput:
            self = .object(["unwritten": .text(silent.unwritten)])
        case let ambiguous as AmbiguousOrder:
            self = .object(["candidates": .list(ambiguous.candidates.map { .text($0.rawValue) })])
        default:
            return nil
        }
    }

    private init(_ fault: Fault, in language: Language) {
        self = .object(
            [
                "id": .text(fault.id),
                "line": .integer(fault.place.line),
                "column": .integer(fault.place.column),
                "path": .text(fault.path),
                "found": fault.found.map { .text($0) },
                "allowed": .text(fault.allowed(language)),
                "message": .text(fault.message(language)),
            ].compactMapValues(\.self))
    }
}
