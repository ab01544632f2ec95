import Documents
import Foundation
import Provisioning
import WorkflowEngine
import WorkflowSQLite

extension Context {
    /// Places a change of an order's cluster, under the next free name, and confirms it if that is asked for.
    ///
    /// - Parameters:
    ///   - verb: what the change is called in its name: `risk-scale-1`.
    ///   - manifest: the manifest of the change, but for its name.
    ///   - confirmation: what is given with the confirmation; `nil` if it is to wait.
    func placeChange(
        of reference: String, _ verb: String, kind: String, spec: [String: JSONValue],
        confirming confirmation: DecisionInput?
    ) async throws -> ExitStatus {
        guard let journal = try journalForWriting() else { throw UnknownOrder(reference: reference) }
        let id = try await WorkflowBook(journal, of: registry, at: nil).resolve(reference)
        guard let order = try await journal.workflow(id) else { throw UnknownOrder(reference: reference) }
        var spec = spec
        spec["order"] = .text(order.name)
        return try await place(kind, as: order.name, verb, spec: spec, in: journal, confirming: confirmation)
    }

    /// Places a workflow of a kind under the next free name, and confirms it if that is asked for.
    func place(
        _ kind: String, as subject: String, _ verb: String, spec: [String: JSONValue], in journal: SQLiteJournal,
        confirming confirmation: DecisionInput?
    ) async throws -> ExitStatus {
        let provisioner = try await provisioner(over: journal)
        let placed = try await provisioner.place(kind, of: subject, verb, spec: spec)
        guard let confirmation else {
            try console.print(placed)
            return .done
        }
        return try await decide(.confirm, on: placed.id, with: confirmation, by: provisioner)
    }
}
