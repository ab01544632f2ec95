import Provisioning
import RealtimeCompute
import Wording
import Workflow

// What may be otherwise of any order, whatever it has bought.
extension Drift {
    /// That what was bought is not paid for; `nil` if it is.
    init?(ofPaymentFor instance: Instance, of order: String, at now: Timestamp) {
        guard instance.status != .normal else { return nil }
        let isRenewable = instance.endsAt != nil && instance.status == .stopped
        self.init(
            "instance.status", of: "instance/\(instance.id)", ordered: Instance.Status.normal.rawValue,
            seen: instance.status.rawValue, hint: Expiry(of: instance, at: now).words,
            command: isRenewable
                ? ["sluice", "cluster", "renew", order, "--months", "1"] : ["sluice", "cluster", "list"])
    }

    /// What does not hold of the prerequisites that an order goes on resting on.
    static func of(
        _ prerequisites: [any Prerequisite], forOrder order: String, in region: RegionID, _ environment: Environment
    ) async throws -> [Self] {
        let inspection = try await Inspection(
            of: prerequisites, in: environment.cloud, region, others: { _ in [] }, at: environment.now)
        return inspection.findings.map { finding in
            Drift(
                finding.check.rawValue, of: finding.resource, ordered: finding.required, seen: finding.observed,
                hint: finding.hint, command: command(mending: finding, ofOrder: order, in: environment.cloud))
        }
    }

    /// What mends a finding: in a simulated cloud the change that an owner would make; else what shows it again.
    private static func command(
        mending finding: Finding, ofOrder order: String, in cloud: any Cloud
    ) -> [String] {
        switch finding.check {
        case .roleExists, .managedRoleExists, .managedRolePolicies:
            if let command = Mending(of: finding.check, on: finding.resource, observed: finding.observed)?.roleCommand {
                return command
            }
        default: break
        }
        let change: String? =
            switch finding.check {
            case .bucketACL: "acl=private"
            case .bucketVersioning: "versioning=false"
            case .bucketClass: "storageClass=Standard"
            case .vpcNamed: "name=\(order)"
            case .roleActions: "policies=[\(Figures.oneClickPolicy)]"
            case .roleTrust: "trusts=[\(Figures.assumedServicePrincipal)]"
            default: nil
            }
        guard let change, cloud.id.rawValue.hasPrefix("simulated") else { return ["sluice", "drift", order] }
        return ["sluice", "cloud", "set", finding.resource, change]
    }
}
