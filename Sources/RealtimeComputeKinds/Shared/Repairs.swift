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

/// The repairs of one kind of order, as its events say what became of them.
struct Repairs<Event: WorkflowEvent>: Sendable {
    let ordered: @Sendable (RepairOrder) -> Event
    let repaired: @Sendable (RepairReceipt) -> Event
    let refused: @Sendable (RepairRefusal) -> Event

    /// Has what was found mended, as far as sluice can; it is asked for in the turns that follow.
    ///
    /// - Parameters:
    ///   - phase: the phase that has found it; `nil` of one in which nothing can be mended.
    ///   - name: what a VPC without a name is called from then on.
    func order<Definition: Workflow>(
        for phase: (any RepairablePhase)?, naming name: OrderName, in turn: Turn<Definition>, _ context: DecisionContext
    ) async throws -> DecisionOutcome
    where Definition.Event == Event, Definition.RefusalGround == RefusalGround {
        guard let phase, let order = RepairOrder(of: phase.findings, as: context.input, naming: name.rawValue) else {
            throw turn.refusal(of: ordered(RepairOrder([])).name.rawValue)
        }
        try await turn.commit(ordered(order), by: context.actor)
        return .done
    }

    /// Makes the next repair that was ordered: looks at what is to be mended; if it is not yet as it is to be, changes it.
    func makeNext(
        of phase: some RepairablePhase, in region: RegionID,
        by service: any CallerIdentityService & NetworkService & ObjectStorageService, at now: Timestamp
    ) async throws -> Outcome<Event> {
        guard let repair = phase.nextRepair else { preconditionFailure("a repair is due") }
        let actor = Actor(of: try await service.callerIdentity().value)
        let seen = try await repair.isMade(in: region, by: service)
        let receipt = repaired(RepairReceipt(of: repair, at: now))
        guard !seen.value else { return .happened(receipt, by: actor, under: seen.requestID) }
        do {
            let requestID = try await repair.request(in: region, of: service).requestID
            return .happened(receipt, by: actor, under: requestID)
        } catch let error as CloudError {
            guard let refusal = error.refusal else { throw error }
            return .happened(
                refused(RepairRefusal(of: repair, because: refusal)), by: actor, under: refusal.requestID)
        }
    }
}

extension Repair {

    fileprivate func isMade(
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

    fileprivate func request(
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
