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
    /// exclusive mode (`stream`) are inferred: the vendor lists `stream:*` only. Those of fully managed Flink are the vendor's,
    /// but for that of the price, which is inferred from them.
    package func action(of call: String) -> String {
        switch self {
        case .bss: "bssapi:\(call)"
        case .foas: "stream:\(call)"
        case .foasconsole: "stream:\(Self.actionOfManagedFlink(call))"
        case .sts, .vpc, .ecs, .oss, .ram, .ros: "\(rawValue):\(call)"
        }
    }

    /// A workspace is a "VvpInstance" to RAM; a second version of a call is granted like the first.
    private static func actionOfManagedFlink(_ call: String) -> String {
        let name = call.hasSuffix("V2") ? String(call.dropLast(2)) : call
        return name.replacing("Instance", with: "VvpInstance").replacing("Namespace", with: "VvpNamespace")
    }
}
