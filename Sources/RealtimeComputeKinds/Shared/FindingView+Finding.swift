import Provisioning
import RealtimeCompute

extension FindingView {
    init(_ finding: Finding) {
        self.init(
            finding.check.rawValue, isBlocking: finding.severity == .error, resource: finding.resource,
            observed: finding.observed, required: finding.required, message: finding.message, hint: finding.hint,
            claimedBy: finding.claimedBy.map { Claimant(id: $0.order, name: $0.name, amount: $0.amount) },
            missing: finding.missing)
    }
}
