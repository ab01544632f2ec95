import Documents
import Provisioning
import Wording
import Workflow
import WorkflowEngine

/// A workflow as scripts see it: the fields that every workflow has, and those of its kind.
///
/// Field names are part of the contract with scripts. What is absent is left out.
struct WorkflowJSON: Encodable {
    private let value: JSONValue

    /// - Parameter moved: only of `advance`: whether it committed a transition.
    init(_ workflow: WorkflowReport, in language: Language, moved: Bool? = nil) {
        let common: [String: JSONValue?] = [
            "id": .text(workflow.id.rawValue),
            "name": .text(workflow.name),
            "workflow": .text(workflow.kind),
            "cloud": .text(workflow.cloud),
            "phase": .text(workflow.phase),
            "version": .integer(workflow.version),
            "createdAt": .text(workflow.createdAt.rfc3339),
            "updatedAt": .text(workflow.updatedAt.rfc3339),
            "next": JSONValue(workflow.next, in: language),
            "findings": .list(workflow.presentation.findings.map { JSONValue($0, in: language) }),
            "inspectedAt": workflow.presentation.inspectedAt.map { .text($0.rfc3339) },
            "attempts": JSONValue(attemptsOf: workflow),
            "moved": moved.map { .boolean($0) },
        ]
        value = .object(workflow.presentation.fields.merging(common.compactMapValues(\.self)) { $1 })
    }

    func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}

extension JSONValue {
    fileprivate init(_ next: NextStep, in language: Language) {
        let (kind, dueAt): (String, Timestamp?) =
            switch next.step {
            case .perform: ("perform", nil)
            case .wait(let until): ("wait", until)
            case .ask: ("ask", nil)
            case .finished: ("finished", nil)
            }
        self = .fields([
            "kind": .text(kind),
            "what": next.what.map { .text($0) },
            // Rounded up, so that what is not due yet is not told to be.
            "dueAt": dueAt.map { .text($0.nextWholeSecond.rfc3339) },
            "command": .text(next.command.joined(separator: " ")),
            "reason": ["code": .text(next.reason.code), "message": .text(next.reason.message(language))],
        ])
    }

    init(_ finding: FindingView, in language: Language) {
        let claimants = finding.claimedBy.map { claimant -> JSONValue in
            ["order": .text(claimant.id.rawValue), "name": .text(claimant.name), "amount": .integer(claimant.amount)]
        }
        self = .fields([
            "check": .text(finding.check),
            "severity": finding.isBlocking ? "error" : "warning",
            "resource": .text(finding.resource),
            "observed": .text(finding.observed),
            "required": .text(finding.required),
            "message": .text(finding.message(language)),
            "hint": .text(finding.hint(language)),
            "claimedBy": claimants.isEmpty ? nil : .list(claimants),
            "missing": finding.missing.isEmpty ? nil : .list(finding.missing.map { .text($0) }),
        ])
    }

    /// `nil` while no call has failed.
    fileprivate init?(attemptsOf workflow: WorkflowReport) {
        guard let postponement = workflow.postponement, postponement.attempt > 0 else { return nil }
        let reason = postponement.reason
        self = [
            "count": .integer(postponement.attempt),
            "lastError": .fields([
                "code": .text(reason.code), "message": reason.detail.map { .text($0) },
                "requestId": reason.requestID.map { .text($0) },
            ]),
        ]
    }
}
