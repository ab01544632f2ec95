import AlibabaWire
import RealtimeCompute

/// The resource that an action is about, as policies name it.
///
/// Documented are the forms for VPC, ECS, RAM and STS, and `acs:stream:REGION:ACCOUNT:PROJECT`; a cluster's is inferred from
/// them.
enum AccessedResource {
    /// Parameters that name one resource, and what it is called in front of its name.
    private static let kinds: [VendorService: [(parameter: String, prefix: String)]] = [
        .vpc: [("VSwitchId", "vswitch/"), ("VpcId", "vpc/")],
        .ecs: [("SecurityGroupId", "securitygroup/"), ("VSwitchId", "vswitch/"), ("VpcId", "vpc/")],
        .ram: [("RoleName", "role/"), ("PolicyName", "policy/")],
        .foas: [("projectName", ""), ("name", ""), ("clusterId", "cluster/")],
    ]

    static func of(
        _ action: String, _ service: VendorService, _ parameters: [Parameter], region: String?, account: AccountID
    ) -> String {
        func value(_ name: String) -> String? {
            parameters.first { $0.name == name && !$0.value.isEmpty }?.value
        }
        if service == .sts { return value("RoleArn") ?? "*" }
        let code = service.action(of: action).prefix { $0 != ":" }
        // What is managed for the whole account has no region.
        let place = service == .ram ? "" : value("RegionId") ?? value("region") ?? region ?? "*"
        for kind in kinds[service] ?? [] {
            if let name = value(kind.parameter), !action.hasPrefix("List") {
                return "acs:\(code):\(place):\(account):\(kind.prefix)\(name)"
            }
        }
        return "acs:\(code):\(place):\(account):*"
    }
}
