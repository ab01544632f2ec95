import Provisioning
import RealtimeCompute
import Wording
import Workflow
import WorkflowEngine

extension ImportRequest {
    /// Where to look: where the operator says, or the manifest, or everywhere the cloud knows of.
    func regions(wanted: RegionID?, in cloud: any Cloud) async throws -> [RegionID] {
        if let region { return [RegionID(rawValue: region)] }
        if let wanted { return [wanted] }
        return try await cloud.regions().value
    }
}

extension BillingService {
    /// The instance of this id, wherever in these regions it lies; `nil` if it cannot be seen in any.
    func instance(_ id: InstanceID, among regions: [RegionID]) async throws -> Instance? {
        for region in regions {
            if let instance = try await instance(id, in: region).value { return instance }
        }
        return nil
    }
}

extension Environment {
    /// - Throws: ``RefusedRequest`` if an order of the store owns what was bought.
    func requireNoOwner(of instance: Instance) async throws {
        let owners = try await Ownership.owners(of: [instance.orderNumber]) { try await claims(on: $0) }
        if let owner = owners[instance.orderNumber] { throw RefusedRequest.owned(instance, by: owner.holderName) }
    }
}
