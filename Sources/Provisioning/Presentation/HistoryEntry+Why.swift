import CanonicalJSON
import Documents
import Foundation
import Wording
package import WorkflowEngine

extension HistoryEntry {
    /// What a person would ask of a transition first: a reason that was given, what was refused, what does not hold; `nil`
    /// if its evidence holds nothing of the kind.
    package var why: String? { try? JSONDecoder().decode(JSONValue.self, from: Data(evidence.text.utf8)).reason }
}

extension JSONValue {
    fileprivate var reason: String? {
        guard case .object(let fields) = self else { return nil }
        if case .text(let reason) = fields["reason"] { return reason.printable() }
        if fields["despiteFindings"] == .boolean(true) { return "--despite-findings" }
        if case .object(let refusal) = fields["refusal"], case .text(let code) = refusal["code"] {
            return code.printable()
        }
        if case .text(let code) = fields["code"] { return code.printable() }
        if case .text(let cause) = fields["cause"] { return cause }
        guard case .list(let findings) = fields["findings"], !findings.isEmpty else { return nil }
        let checks = findings.compactMap { finding -> String? in
            guard case .object(let fields) = finding, case .text(let check) = fields["check"] else { return nil }
            return check
        }
        return checks.joined(separator: " ")
    }
}
