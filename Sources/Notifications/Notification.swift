import Documents
import Foundation
import Provisioning
import Wording
import Workflow
import WorkflowEngine

/// What somebody may want to be told of.
package enum Occasion: String, CaseIterable, Sendable {
    /// An order asks for a decision.
    case ask
    /// An order will never come to its end, and nobody decided that.
    case failed
    /// An order has come to its end.
    case provisioned
    /// A subscription ends within a week, or something is not paid for.
    case expiring
}

/// Something that a receiver is told.
package struct Notification: Equatable, Sendable {
    /// The same each time that it is sent: by it a receiver knows what he has been told before.
    package let id: String
    /// A CloudEvents 1.0 event as JSON.
    package let body: String

    init(
        _ occasion: Occasion, id: String, from source: String, of subject: String, at time: Timestamp,
        _ data: [String: JSONValue?]
    ) {
        self.id = id
        body =
            JSONValue.fields([
                "specversion": "1.0", "id": .text(id), "source": .text(source),
                "type": .text("sluice.order.\(occasion.rawValue)"),
                "subject": .text(subject), "time": .text(time.rfc3339), "datacontenttype": "application/json",
                "data": .fields(data),
            ]).text
    }

    /// What a transition is to somebody who waits for the order; `nil` if it is nothing that he is told of.
    init?(of report: WorkflowReport, after entry: HistoryEntry, on occasions: Set<Occasion>, from source: String) {
        let occasion: Occasion
        switch report.standing {
        case .reached: occasion = .provisioned
        // What an operator has ended himself is no news to him.
        case .lost where entry.actor.type != .operator: occasion = .failed
        case .lost: return nil
        case .underWay, .needsAttention:
            guard report.isAsking else { return nil }
            occasion = .ask
        }
        guard occasions.contains(occasion) else { return nil }
        let next = report.next
        self.init(
            occasion, id: "\(source)/\(entry.position)", from: source, of: report.name, at: entry.at,
            [
                "order": .text(report.name), "orderId": .text(report.id.rawValue), "workflow": .text(report.kind),
                "phase": .text(report.phase), "version": .integer(report.version), "event": .text(entry.event),
                "what": next.what.map { .text($0) },
                "reason": ["code": .text(next.reason.code), "message": .text(next.reason.message.english)],
                "command": .text(next.command.joined(separator: " ")),
            ])
    }
}
