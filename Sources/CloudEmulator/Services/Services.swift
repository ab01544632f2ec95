import AlibabaWire

/// Every action that is answered, by service.
enum Services {
    typealias Handler = @Sendable (Exchange) throws -> ActionReply

    static let handlers: [VendorService: [String: Handler]] = [
        .sts: TokenService.actions, .bss: Billing.actions, .vpc: Networks.actions, .ecs: Compute.actions,
        .ram: AccessManagement.actions, .ros: ResourceStacks.actions, .foas: RealtimeComputeActions.actions,
        .foasconsole: ManagedFlink.actions,
    ]

    /// The service that has a version; no two have the same.
    static func service(ofVersion version: String) -> VendorService? {
        // Terraform's provider speaks the earlier version of the same service.
        if version == "2019-06-01" { return .foasconsole }
        return VendorService.allCases.first { $0.version == version && $0 != .oss }
    }
}
