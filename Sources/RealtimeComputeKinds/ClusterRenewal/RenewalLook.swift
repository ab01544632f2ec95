import Provisioning
package import RealtimeCompute
import Workflow

/// A look at what a renewal rests on, before anything is paid.
package struct RenewalLook: Sendable {
    package let inspection: Inspection
    /// `nil` if the instance cannot be seen, or has no end.
    package let subscription: Subscription?

    /// - Parameter id: the renewal's own, if it has been placed: its claims are its own.
    init(at subject: InstanceSubject, besides id: OrderID?, in environment: Environment) async throws {
        inspection = try await Inspection(
            of: RenewalOrder.prerequisites(of: subject, at: environment.now), in: environment.cloud,
            subject.region,
            others: { try await environment.claims(on: $0, exceptOf: id) }, at: environment.now)
        do {
            subscription = try await subject.look(in: environment.cloud).value.flatMap(Subscription.init)
        } catch let error as CloudError {
            // A look that is refused for good is a finding already.
            guard error.refusal != nil else { throw error }
            subscription = nil
        }
    }
}
