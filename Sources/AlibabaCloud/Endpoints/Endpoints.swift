package import AlibabaWire
package import RealtimeCompute

/// Where each service answers: the vendor's hosts, or addresses that were given instead.
///
/// Source of the hosts: the vendor's API metadata (foas 2018-11-11, BssOpenApi 2017-12-14) and its lists of endpoints.
package struct Endpoints: Sendable {
    private let all: Endpoint?
    private let own: [VendorService: Endpoint]

    /// The vendor's.
    package init() {
        all = nil
        own = [:]
    }

    /// - Parameters:
    ///   - arguments: `URL` of all services, or `SERVICE=URL` of one; of several for the same, the last.
    ///   - variable: gives `SLUICE_ENDPOINT` and `SLUICE_ENDPOINT_<SERVICE>`, which arguments go before.
    package init(
        arguments: [String], variable: (String) -> String?
    ) throws(InvalidEndpoint) {
        var all = try variable("SLUICE_ENDPOINT").map { text throws(InvalidEndpoint) in try Endpoint(text) }
        var own: [VendorService: Endpoint] = [:]
        var isAllFromArguments = false
        var fromVariables: [VendorService: Endpoint] = [:]
        for service in VendorService.allCases {
            guard let text = variable("SLUICE_ENDPOINT_\(service.rawValue.uppercased())") else { continue }
            fromVariables[service] = try Endpoint(text)
        }
        for argument in arguments {
            let halves = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if halves.count == 2, !halves[0].contains(":") {
                guard let service = VendorService(rawValue: halves[0].lowercased()) else {
                    throw InvalidEndpoint(argument)
                }
                own[service] = try Endpoint(String(halves[1]))
            } else {
                all = try Endpoint(argument)
                isAllFromArguments = true
            }
        }
        // One for all that is given on the command line goes before what the environment has for one.
        if !isAllFromArguments { own.merge(fromVariables) { given, _ in given } }
        self.all = all
        self.own = own
    }

    /// Where a service answers for a region.
    package func endpoint(of service: VendorService, in region: RegionID) -> Endpoint {
        own[service] ?? all ?? Endpoint(host: Self.host(of: service, in: region.rawValue))
    }

    private static func host(of service: VendorService, in region: String) -> String {
        switch service {
        case .sts: "sts.\(region).aliyuncs.com"
        case .bss: region.hasPrefix("cn-") ? "business.aliyuncs.com" : "business.ap-southeast-1.aliyuncs.com"
        case .vpc: "vpc.\(region).aliyuncs.com"
        case .ecs: "ecs.\(region).aliyuncs.com"
        case .oss: "oss-\(region).aliyuncs.com"
        case .ram: "ram.aliyuncs.com"
        case .ros: "ros.aliyuncs.com"
        case .foas: hostOfFoas(in: region)
        case .foasconsole: "foasconsole.\(region).aliyuncs.com"
        }
    }

    private static func hostOfFoas(in region: String) -> String {
        if regionsOfFoas.contains(region) { return "foas.\(region).aliyuncs.com" }
        return region.hasPrefix("cn-") ? "foas.aliyuncs.com" : "foas.ap-northeast-1.aliyuncs.com"
    }

    /// The regions that have a host of their own.
    private static let regionsOfFoas: Set = [
        "cn-hangzhou", "cn-shanghai", "cn-beijing", "cn-shenzhen", "cn-zhangjiakou", "cn-qingdao", "ap-southeast-1",
        "ap-southeast-3", "ap-northeast-1", "cn-hangzhou-finance", "cn-shanghai-finance-1", "cn-north-2-gov-1",
    ]
}
