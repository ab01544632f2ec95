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
        guard let known = cloud as? any RegionService else { throw RefusedRequest.regionNeeded }
        return try await known.regions().value
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

extension RefusedRequest {
    static let regionNeeded = Self(
        "region-needed", LocalizedText("this cloud does not tell its regions", zh: "该云不提供地域列表"),
        hint: LocalizedText("Say where it lies: --region REGION.", zh: "请指明地域：--region REGION。"))
}
