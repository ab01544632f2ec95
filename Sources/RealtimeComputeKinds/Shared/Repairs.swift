import Provisioning
import RealtimeCompute
import Workflow
import WorkflowEngine

// How what is found is mended by the workflow that has found it.
extension RepairOrder {
    /// What the operator tells sluice to mend; `nil` if there is nothing that it can.
    ///
    /// - Parameter name: what a VPC without a name is called from then on.
    init?(of findings: [Finding], as input: DecisionInput, naming name: String) {
        let repairs = findings.compactMap { finding -> Repair? in
            let check = finding.check.rawValue
            if let mender = input.menders[check] {
                return Repair(finding.check, on: finding.resource, by: .changeRole(by: mender))
            }
            guard input.checks.isEmpty || input.checks.contains(check) else { return nil }
            return Repair(of: finding, naming: name)
        }
        guard !repairs.isEmpty else { return nil }
        self.init(repairs)
    }
}

/// What became of a repair.
enum RepairResult {
    case repaired(RepairReceipt, under: RequestID?)
    case refused(RepairRefusal)
}

extension Repair {
    /// Looks at what is to be mended; if it is not yet as it is to be, changes it.
    func make(
        in region: RegionID, by service: any NetworkService & ObjectStorageService, at now: Timestamp
    ) async throws -> RepairResult {
        let seen = try await isMade(in: region, by: service)
        let receipt = RepairReceipt(of: self, at: now)
        guard !seen.value else { return .repaired(receipt, under: seen.requestID) }
        do {
            return .repaired(receipt, under: try await request(in: region, of: service).requestID)
        } catch let error as CloudError {
            guard let refusal = error.refusal else { throw error }
            return .refused(RepairRefusal(of: self, because: refusal))
        }
    }

    private func isMade(
        in region: RegionID, by service: any NetworkService & ObjectStorageService
    ) async throws -> Answer<Bool> {
        switch way {
        case .suspendVersioning:
            let bucket = try await service.bucket(BucketName(rawValue: id), in: region)
            return Answer(bucket.value?.hasVersioning == false, requestID: bucket.requestID)
        case .makePrivate:
            let bucket = try await service.bucket(BucketName(rawValue: id), in: region)
            return Answer(bucket.value?.accessControl == .private, requestID: bucket.requestID)
        case .nameVPC:
            let vpc = try await service.vpc(VPCID(rawValue: id), in: region)
            return Answer(vpc.value?.name != nil, requestID: vpc.requestID)
        case .changeRole: preconditionFailure("a workflow of its own changes a role")
        }
    }

    private func request(
        in region: RegionID, of service: any NetworkService & ObjectStorageService
    ) async throws -> Answer<Void> {
        switch way {
        case .suspendVersioning:
            try await service.suspendVersioning(of: BucketName(rawValue: id), in: region)
        case .makePrivate: try await service.makePrivate(BucketName(rawValue: id), in: region)
        case .nameVPC(let name): try await service.nameVPC(VPCID(rawValue: id), name, in: region)
        case .changeRole: preconditionFailure("a workflow of its own changes a role")
        }
    }
}
