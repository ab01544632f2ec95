package import Documents
package import Provisioning
package import RealtimeCompute
import Wording
package import Workflow
import WorkflowEngine

/// What an operator may have a process do.
package enum Command: Sendable {
    case place(Document)
    case advance(WorkflowID)
    case decide(DecisionName, WorkflowID, DecisionInput = .reasoned)
    case nothing

    package static func confirm(_ id: WorkflowID, despiteFindings: Bool) -> Self {
        var input = DecisionInput.reasoned
        input.despiteFindings = despiteFindings
        return .decide(.confirm, id, input)
    }

    package static func adopt(_ id: WorkflowID, _ number: OrderNumber) -> Self {
        var input = DecisionInput.reasoned
        input.orderNumber = number.rawValue
        return .decide(.adopt, id, input)
    }

    package static func amend(_ id: WorkflowID, _ manifest: Document) -> Self {
        var input = DecisionInput.reasoned
        input.manifest = manifest
        return .decide(.amend, id, input)
    }
}

extension DecisionInput {
    /// What is given with every decision of a self-test.
    package static var reasoned: Self {
        var input = Self()
        input.reason = "selftest"
        return input
    }
}

extension Stage {
    /// Has a process carry out a command; what may refuse it is told by name, anything else is a violation.
    package func perform(_ command: Command, by fate: any Fate) async {
        let provisioner = provisioner(fate)
        do {
            switch command {
            case .place(let manifest):
                _ = try await provisioner.place(try provisioner.registry.manifest(in: manifest))
            case .advance(let id): _ = try await provisioner.advance(id)
            case .decide(let decision, let id, let input):
                _ = try await provisioner.decide(decision, on: id, with: input)
            case .nothing: break
            }
        } catch is ProcessKilled {
            return
        } catch is any Explained {
            return
        } catch {
            watch.note(.clearErrors, "\(type(of: error)) from \(command)")
        }
    }
}

/// A process that lives, and parks nowhere.
package struct Survivor: Fate {
    package let process = 0

    package init() {}

    package func decide(_ point: PointInTime) async throws {}
}

extension Stage {
    /// Accounts for a payment as a sensible operator would: looks again, for it may have shown late; then takes a
    /// candidate, or has it paid again, by turns; and lets the window pass.
    func accountForPayment(of id: WorkflowID, among candidates: [OrderNumber], in round: Int) async {
        let survivor = Survivor()
        await perform(.advance(id), by: survivor)
        if let candidate = candidates.first, round % 2 == 0 {
            await perform(.adopt(id, candidate), by: survivor)
        } else {
            await perform(.decide(.repurchase, id), by: survivor)
        }
        time.advance(by: .seconds(31 * 60))
    }

    /// Places the workflow that others rest on, and takes it as far as it has to be.
    func lay(_ foundation: Foundation) async throws {
        _ = try await bring(foundation.manifest, to: foundation.phase)
    }

    /// Places what a manifest asks for, and takes it to a phase as an operator would whom nothing keeps from it: it is
    /// confirmed if it asks for that, advanced, and the time passes that it waits.
    func bring(_ manifest: Document, to phase: String) async throws -> WorkflowID {
        let known = Set(watch.workflows.keys)
        await perform(.place(manifest), by: Survivor())
        guard let id = watch.workflows.keys.first(where: { !known.contains($0) }) else {
            preconditionFailure("what a scenario needs can be placed: \(manifest.source)")
        }
        for _ in 0..<1000 {
            let report = try await book.workflow(id)
            guard report.phase != phase else { return id }
            switch report.next.step {
            case .perform: break
            case .wait(let until): time.advance(to: until)
            case .ask: await perform(.confirm(id, despiteFindings: false), by: Survivor())
            case .finished: preconditionFailure("\(report.name) has come to \(report.phase), and never to \(phase)")
            }
            await perform(.advance(id), by: Survivor())
        }
        preconditionFailure("what a scenario needs comes to \(phase)")
    }
}
