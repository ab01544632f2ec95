import AlibabaWire
import Documents
import RealtimeCompute
import SimulatedCloud

/// ECS 2014-05-26.
enum Compute {
    static let actions: [String: Services.Handler] = [
        "DescribeAvailableResource": describeAvailableResource, "DescribeRegions": describeRegions,
        "DescribeZones": describeZones, "CreateSecurityGroup": createSecurityGroup,
        "DescribeSecurityGroups": describeSecurityGroups, "AuthorizeSecurityGroup": authorizeSecurityGroup,
        "CreateNetworkInterface": createNetworkInterface, "DescribeNetworkInterfaces": describeNetworkInterfaces,
    ]

    private static let destinations: Set = ["Zone", "IoOptimized", "InstanceType", "SystemDisk", "DataDisk", "Network"]

    /// The machines of a cluster as types of instance: the names of the types are inventions of ours.
    @Sendable private static func describeAvailableResource(_ exchange: Exchange) throws -> ActionReply {
        let region = try exchange.knownRegion()
        let destination = try exchange.required("DestinationResource")
        guard destinations.contains(destination) else {
            throw WireError(
                404, "Invalid.DestinationResource", "The specified value of parameter DestinationResource is not valid."
            )
        }
        let zone = exchange.optional("ZoneId")
        let (cores, memory) = (try exchange.integer("Cores"), try exchange.integer("Memory"))
        let found = try exchange.look(destination == "Zone" ? .listZones : .getStock) { state, _ in
            state.stock(in: region).filter { zone == nil || $0.zone.rawValue == zone }
        }
        let zones = found.map { zone, stock -> JSONValue in
            let models = MachineModel.allCases.filter { model in
                destination == "InstanceType" && cores.map { $0 == model.cores } ?? true
                    && memory.map { $0 == model.memory } ?? true
            }
            let supported = models.map { model -> JSONValue in
                let isThere = stock[model, default: 0] > 0
                return [
                    "Value": .text("ecs.sluice.\(model.cores)c\(model.memory)g"),
                    "Status": isThere ? "Available" : "SoldOut",
                    "StatusCategory": isThere ? "WithStock" : "WithoutStock",
                ]
            }
            let hasAny = destination != "InstanceType" || models.contains { stock[$0, default: 0] > 0 }
            return [
                "RegionId": .text(region.rawValue), "ZoneId": .text(zone.rawValue),
                "Status": hasAny ? "Available" : "SoldOut", "StatusCategory": hasAny ? "WithStock" : "WithoutStock",
                "AvailableResources": [
                    "AvailableResource": [
                        [
                            "Type": .text(destination),
                            "SupportedResources": ["SupportedResource": .list(supported)],
                        ]
                    ]
                ],
            ]
        }
        return ActionReply(["AvailableZones": ["AvailableZone": .list(zones)]])
    }

    @Sendable static func describeRegions(_ exchange: Exchange) throws -> ActionReply {
        let regions = try exchange.look(.listZones) { state, _ in state.regions }
        return ActionReply([
            "Regions": [
                "Region": .list(regions.map { ["RegionId": .text($0.rawValue), "LocalName": .text($0.rawValue)] })
            ]
        ])
    }

    @Sendable static func describeZones(_ exchange: Exchange) throws -> ActionReply {
        let region = try exchange.name("RegionId", RegionID.self)
        let zones = try exchange.look(.listZones) { state, _ in state.stock(in: region).map(\.zone) }
        return ActionReply([
            "Zones": ["Zone": .list(zones.map { ["ZoneId": .text($0.rawValue), "LocalName": .text($0.rawValue)] })]
        ])
    }

    // MARK: - Security groups and network interfaces

    @Sendable private static func createSecurityGroup(_ exchange: Exchange) throws -> ActionReply {
        let (vpc, name) = (try exchange.name("VpcId", VPCID.self), exchange.optional("SecurityGroupName") ?? "")
        let id = try exchange.make("create-security-group") { state, _ throws(CloudError) in
            try state.createSecurityGroup(in: vpc, name: name)
        }
        return ActionReply(["SecurityGroupId": .text(id)])
    }

    @Sendable private static func describeSecurityGroups(_ exchange: Exchange) throws -> ActionReply {
        let page = try Page(exchange, "PageNumber", "PageSize")
        let vpc = exchange.optional("VpcId")
        let groups = try exchange.look(.listSecurityGroups) { state, _ in
            state.securityGroups.filter { group in vpc.map { $0 == group.vpc.rawValue } ?? true }
        }
        let list = page.of(groups).map { group -> JSONValue in
            [
                "SecurityGroupId": .text(group.id), "VpcId": .text(group.vpc.rawValue),
                "SecurityGroupName": .text(group.name), "SecurityGroupType": "normal",
            ]
        }
        return ActionReply([
            "TotalCount": .integer(groups.count), "PageNumber": .integer(page.number), "PageSize": .integer(page.size),
            "SecurityGroups": ["SecurityGroup": .list(list)],
        ])
    }

    /// Source: ECS AuthorizeSecurityGroup.
    private static let protocols: Set = ["tcp", "udp", "icmp", "icmpv6", "gre", "all"]

    /// Refuses what is no rule.
    private static func checkRule(_ exchange: Exchange, _ prefix: String) throws {
        if let name = exchange.optional(prefix + "IpProtocol"), !protocols.contains(name.lowercased()) {
            throw WireError(
                400, "InvalidIpProtocol.ValueNotSupported",
                "The parameter IpProtocol must be specified with case insensitive TCP, UDP, ICMP, GRE or All.")
        }
        if let range = exchange.optional(prefix + "PortRange") {
            let ports = range.split(separator: "/", omittingEmptySubsequences: false).compactMap { Int($0) }
            guard ports.count == 2, ports.allSatisfy({ (-1...65_535).contains($0) }), ports[0] <= ports[1] else {
                throw WireError(
                    400, "InvalidPortRange.Malformed", "The specified parameter PortRange is not valid.")
            }
        }
    }

    /// Rules are not kept: nothing here sends packets.
    @Sendable private static func authorizeSecurityGroup(_ exchange: Exchange) throws -> ActionReply {
        let id = try exchange.required("SecurityGroupId")
        for prefix in [""] + (1...100).map({ "Permissions.\($0)." }) { try checkRule(exchange, prefix) }
        let isThere = try exchange.cloud.look(uncounted: { state, _ in state.securityGroups.contains { $0.id == id } })
        guard isThere else {
            throw WireError(404, "InvalidSecurityGroupId.NotFound", "The specified SecurityGroupId does not exist.")
        }
        return ActionReply([:])
    }

    @Sendable private static func createNetworkInterface(_ exchange: Exchange) throws -> ActionReply {
        let vSwitch = try exchange.name("VSwitchId", VSwitchID.self)
        guard let group = exchange.optional("SecurityGroupId") ?? exchange.repeated("SecurityGroupIds").first else {
            throw WireError.missing("SecurityGroupId")
        }
        let name = exchange.optional("NetworkInterfaceName") ?? ""
        let made = try exchange.change("create-network-interface") { state, now in
            try state.createNetworkInterface(in: vSwitch, group: group, name: name, at: now)
        }
        return ActionReply(try described(made, exchange))
    }

    @Sendable private static func describeNetworkInterfaces(_ exchange: Exchange) throws -> ActionReply {
        let page = try Page(exchange, "PageNumber", "PageSize")
        let ids = exchange.repeated("NetworkInterfaceId")
        let vSwitch = exchange.optional("VSwitchId")
        let interfaces = try exchange.look(.listNetworkInterfaces) { state, _ in
            state.networkInterfaces.filter { one in
                (ids.isEmpty || ids.contains(one.id)) && vSwitch.map { $0 == one.vSwitch.rawValue } ?? true
            }
        }
        return ActionReply([
            "TotalCount": .integer(interfaces.count), "PageNumber": .integer(page.number),
            "PageSize": .integer(page.size),
            "NetworkInterfaceSets": [
                "NetworkInterfaceSet": .list(try page.of(interfaces).map { .object(try described($0, exchange)) })
            ],
        ])
    }

    private static func described(
        _ interface: NetworkInterfaceRecord, _ exchange: Exchange
    ) throws -> [String: JSONValue] {
        let vSwitch = try exchange.cloud.look(uncounted: { state, _ in state.vSwitch(interface.vSwitch) })
        return [
            "VpcId": .text(vSwitch?.vpc.rawValue ?? ""), "ZoneId": .text(vSwitch?.zone.rawValue ?? ""),
            "PrivateIpAddress": .text(interface.address ?? ""), "NetworkInterfaceId": .text(interface.id),
            "Status": "Available",
            "VSwitchId": .text(interface.vSwitch.rawValue), "NetworkInterfaceName": .text(interface.name),
            "SecurityGroupIds": ["SecurityGroupId": [.text(interface.group)]],
            "CreationTime": .text(WireTime.iso8601(interface.createdAt)),
        ]
    }
}
