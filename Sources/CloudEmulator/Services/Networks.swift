import AlibabaWire
import Documents
import RealtimeCompute
import SimulatedCloud

/// VPC 2016-04-28.
enum Networks {
    static let actions: [String: Services.Handler] = [
        "DescribeVpcs": describeVpcs, "DescribeVpcAttribute": describeVpcAttribute,
        "DescribeVSwitches": describeVSwitches, "DescribeVSwitchAttributes": describeVSwitchAttributes,
        "CreateVpc": createVpc, "ModifyVpcAttribute": modifyVpc, "DeleteVpc": deleteVpc,
        "CreateVSwitch": createVSwitch, "DeleteVSwitch": deleteVSwitch,
        "DescribeRegions": Compute.describeRegions, "DescribeZones": Compute.describeZones,
    ]

    @Sendable private static func describeVpcs(_ exchange: Exchange) throws -> ActionReply {
        let page = try Page(exchange, "PageNumber", "PageSize", largest: 50)
        let region = try exchange.name("RegionId", RegionID.self)
        let ids = exchange.optional("VpcId")?.split(separator: ",").map(String.init)
        guard ids?.count ?? 0 <= 20 else {
            throw WireError(400, "InvalidVpcIdNumber.NotSupported", "The number of vpc id is not supported.")
        }
        let name = exchange.optional("VpcName")
        let found = try exchange.look(ids == nil ? .listVPCs : .getVPC) { state, _ in
            state.vpcs.filter { vpc in
                vpc.region == region && ids?.contains(vpc.id.rawValue) ?? true && name.map { $0 == vpc.name } ?? true
            }.map { ($0, state.vSwitches(of: $0.id).map(\.id)) }
        }
        let list = page.of(found).map { vpc, vSwitches in fields(of: vpc, vSwitches, exchange.account) }
        return ActionReply([
            "TotalCount": .integer(found.count), "PageNumber": .integer(page.number), "PageSize": .integer(page.size),
            "Vpcs": ["Vpc": .list(list)],
        ])
    }

    private static func fields(of vpc: VPC, _ vSwitches: [VSwitchID], _ account: AccountID) -> JSONValue {
        [
            "VpcId": .text(vpc.id.rawValue), "VpcName": .text(vpc.name ?? ""), "RegionId": .text(vpc.region.rawValue),
            "Status": "Available", "CidrBlock": .text(vpc.cidr.description), "IsDefault": false,
            "OwnerId": Int(account.rawValue).map { .integer($0) } ?? .text(account.rawValue),
            "VSwitchIds": ["VSwitchId": .list(vSwitches.map { .text($0.rawValue) })],
            "SecondaryCidrBlocks": ["SecondaryCidrBlock": []], "CreationTime": "2021-01-01T00:00:00Z",
        ]
    }

    @Sendable private static func describeVpcAttribute(_ exchange: Exchange) throws -> ActionReply {
        let id = try exchange.name("VpcId", VPCID.self)
        let found = try exchange.look(.getVPC) { state, _ in
            state.vpc(id).map { ($0, state.vSwitches(of: id).map(\.id)) }
        }
        guard let (vpc, vSwitches) = found, case .object(let fields) = fields(of: vpc, vSwitches, exchange.account)
        else { throw WireError(404, "InvalidVpcId.NotFound", "Specified VPC does not exist.") }
        return ActionReply(fields)
    }

    @Sendable private static func describeVSwitches(_ exchange: Exchange) throws -> ActionReply {
        let page = try Page(exchange, "PageNumber", "PageSize", largest: 50)
        let region = exchange.optional("RegionId")
        let (vpc, id, zone) = (exchange.optional("VpcId"), exchange.optional("VSwitchId"), exchange.optional("ZoneId"))
        guard region != nil || vpc != nil else { throw WireError.missing("RegionId") }
        let found = try exchange.look(id == nil ? .listVSwitches : .getVSwitch) { state, _ in
            state.vSwitches.filter { vSwitch in
                (vpc.map { $0 == vSwitch.vpc.rawValue } ?? true) && (id.map { $0 == vSwitch.id.rawValue } ?? true)
                    && (zone.map { $0 == vSwitch.zone.rawValue } ?? true)
                    && (region.map { $0 == state.region(of: vSwitch)?.rawValue } ?? true)
            }
        }
        return ActionReply([
            "TotalCount": .integer(found.count), "PageNumber": .integer(page.number), "PageSize": .integer(page.size),
            "VSwitches": ["VSwitch": .list(page.of(found).map { .object(fields(of: $0)) })],
        ])
    }

    private static func fields(of vSwitch: VSwitch) -> [String: JSONValue] {
        [
            "VSwitchId": .text(vSwitch.id.rawValue), "VpcId": .text(vSwitch.vpc.rawValue),
            "ZoneId": .text(vSwitch.zone.rawValue), "CidrBlock": .text(vSwitch.cidr.description),
            "Status": "Available", "AvailableIpAddressCount": .integer(vSwitch.freeAddresses), "IsDefault": false,
            "VSwitchName": .text(vSwitch.name ?? ""),
        ]
    }

    @Sendable private static func describeVSwitchAttributes(_ exchange: Exchange) throws -> ActionReply {
        let id = try exchange.name("VSwitchId", VSwitchID.self)
        guard let vSwitch = try exchange.look(.getVSwitch, { state, _ in state.vSwitch(id) }) else {
            // With another status than elsewhere, as the vendor documents it.
            throw WireError(400, "InvalidVSwitchId.NotFound", "Specified virtual switch does not exist.")
        }
        var fields = fields(of: vSwitch)
        fields["CloudResources"] = ["CloudResourceSetType": []]
        return ActionReply(fields)
    }

    // MARK: - Changes

    private static func range(_ exchange: Exchange, or usual: String?) throws -> AddressRange {
        guard let text = exchange.optional("CidrBlock") ?? usual else { throw WireError.missing("CidrBlock") }
        guard let range = AddressRange(text) else {
            throw WireError(400, "InvalidCidrBlock.Malformed", "Specified CIDR block is not valid.")
        }
        return range
    }

    @Sendable private static func createVpc(_ exchange: Exchange) throws -> ActionReply {
        let region = try exchange.knownRegion()
        let range = try range(exchange, or: "172.16.0.0/12")
        let name = exchange.optional("VpcName")
        let id = try exchange.make("create-vpc") { state, _ throws(CloudError) in
            state.createVPC(in: region, range, name: name).rawValue
        }
        return ActionReply(["VpcId": .text(id)])
    }

    @Sendable private static func modifyVpc(_ exchange: Exchange) throws -> ActionReply {
        let (id, name) = (try exchange.name("VpcId", VPCID.self), exchange.optional("VpcName"))
        return try exchange.ask(.nameVPC(id, to: name)) { _ in [:] }
    }

    @Sendable private static func deleteVpc(_ exchange: Exchange) throws -> ActionReply {
        let id = try exchange.name("VpcId", VPCID.self)
        try exchange.change("delete-vpc") { state, _ in try state.deleteVPC(id) }
        return ActionReply([:])
    }

    @Sendable private static func createVSwitch(_ exchange: Exchange) throws -> ActionReply {
        let (vpc, zone) = (try exchange.name("VpcId", VPCID.self), try exchange.name("ZoneId", ZoneID.self))
        let range = try range(exchange, or: nil)
        // The vendor keeps the first and the last three addresses of a range for itself.
        let (name, addresses) = (exchange.optional("VSwitchName"), max(0, range.size - 4))
        let id = try exchange.make("create-vswitch") { state, _ throws(CloudError) in
            try state.createVSwitch(in: vpc, zone, range, name: name, addresses: addresses).rawValue
        }
        return ActionReply(["VSwitchId": .text(id)])
    }

    @Sendable private static func deleteVSwitch(_ exchange: Exchange) throws -> ActionReply {
        let id = try exchange.name("VSwitchId", VSwitchID.self)
        try exchange.change("delete-vswitch") { state, _ in try state.deleteVSwitch(id) }
        return ActionReply([:])
    }
}
