/// The vendor's services that Sluice knows.
package enum VendorService: String, CaseIterable, Sendable {
    case sts, bss, vpc, ecs, oss, ram, ros, foas, foasconsole

    /// The version of the API that is spoken; object storage has none.
    package var version: String {
        switch self {
        case .sts: "2015-04-01"
        case .bss: "2017-12-14"
        case .vpc: "2016-04-28"
        case .ecs: "2014-05-26"
        case .oss: ""
        case .ram: "2015-05-01"
        case .ros: "2019-09-10"
        case .foas: "2018-11-11"
        case .foasconsole: "2021-10-28"
        }
    }

    package static let list = allCases.map(\.rawValue).joined(separator: ", ")

    /// The action that RAM has to grant for a call.
    ///
    /// The names of actions of VPC, ECS, OSS, RAM, ROS and STS are the vendor's documented ones. Those of billing (`bssapi`) and of
    /// Realtime Compute (`stream`) are inferred: the vendor lists `stream:*` only.
    package func action(of call: String) -> String {
        switch self {
        case .bss: "bssapi:\(call)"
        case .foas, .foasconsole: "stream:\(call)"
        case .sts, .vpc, .ecs, .oss, .ram, .ros: "\(rawValue):\(call)"
        }
    }
}
