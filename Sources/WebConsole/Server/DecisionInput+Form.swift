import Documents
import Provisioning

extension DecisionInput {
    /// What a form of a decision holds.
    ///
    /// - Throws: ``UnreadableField`` if something is missing that the decision needs.
    init(_ form: Form, needing needs: [Field]) throws {
        self.init()
        // Whoever decides without having seen a version, as by a script, decides whatever has become of the order.
        if !form["version"].isEmpty {
            guard let version = Int(form["version"]) else { throw UnreadableField.version }
            seenVersion = version
        }
        orderNumber = form["orderNumber"]
        despiteFindings = form.isChecked("despiteFindings")
        confirmedName = form["confirmedName"].isEmpty ? nil : form["confirmedName"]
        for need in needs {
            switch need {
            case .reason:
                guard let given = Self.reason(form.text("reason")) else { throw UnreadableField.reason }
                reason = given
            case .orderNumber: guard !orderNumber.isEmpty else { throw UnreadableField.orderNumber }
            case .manifest:
                guard !form["manifest"].isEmpty else { throw UnreadableField.manifest }
                manifest = try Document(text: form.text("manifest"), source: "manifest")
            case .despiteFindings, .confirmedName, .findings: break
            }
        }
    }
}
