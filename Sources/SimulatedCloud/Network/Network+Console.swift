package import RealtimeCompute
package import Workflow

/// A security group of a VPC.
package struct SecurityGroupRecord: Codable, Equatable, Sendable {
    package let id: String
    package let vpc: VPCID
    package let name: String
}

extension SecurityGroupRecord: TableRecord {
    enum Index: String, CaseIterable {
        case id
    }

    static var tableName: String { "securityGroup" }

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .id: IndexEntry(id)
        }
    }
}

/// A network interface, which has an address of a vSwitch.
package struct NetworkInterfaceRecord: Codable, Equatable, Sendable {
    package let id: String
    package let vSwitch: VSwitchID
    package let group: String
    package let name: String
    package let createdAt: Timestamp
    package let address: String?
}

extension NetworkInterfaceRecord: TableRecord {
    enum Index: String, CaseIterable {
        case id, vSwitch
    }

    static var tableName: String { "networkInterface" }

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .id: IndexEntry(id)
        case .vSwitch: IndexEntry(vSwitch.rawValue)
        }
    }
}

// Networks, by whoever manages them.
extension CloudState {
    package func vpc(_ id: VPCID) -> VPC? { tables.vpcs.first(.id, id.rawValue) }
    package func vSwitch(_ id: VSwitchID) -> VSwitch? { tables.vSwitches.first(.id, id.rawValue) }
    package func vSwitches(of vpc: VPCID) -> [VSwitch] { tables.vSwitches.rows(.vpc, vpc.rawValue).map(\.record) }
    /// The zones of a region, with the models that they can supply.
    package func stock(in region: RegionID) -> [(zone: ZoneID, stock: [MachineModel: Int])] {
        tables.zones.rows(.region, region.rawValue).map { ($0.record.id, $0.record.stock) }
    }
    /// The regions that have zones.
    package var regions: [RegionID] { Set(zones.map(\.region)).sorted { $0.rawValue < $1.rawValue } }
    /// Where a vSwitch lies.
    package func region(of vSwitch: VSwitch) -> RegionID? { vpc(vSwitch.vpc)?.region }
    package func region(of cluster: ClusterID) -> RegionID? { tables.clusters.first(.id, cluster.rawValue)?.region }
    package func region(of instance: InstanceID) -> RegionID? {
        tables.instances.first(.id, instance.rawValue)?.region
    }
    package var securityGroups: [SecurityGroupRecord] { tables.securityGroups.all }
    package var networkInterfaces: [NetworkInterfaceRecord] { tables.networkInterfaces.all }

    package mutating func createVPC(in region: RegionID, _ cidr: AddressRange, name: String?) -> VPCID {
        let id = VPCID(rawValue: "vpc-sluice\(100_000 + nextID())")
        tables.vpcs.append(VPC(id: id, name: name, region: region, cidr: cidr))
        return id
    }

    package mutating func rename(_ id: VPCID, to name: String?) throws(CloudError) {
        guard let row = tables.vpcs.row(.id, id.rawValue) else { throw .vpcNotFound }
        let vpc = VPC(id: id, name: name, region: row.record.region, cidr: row.record.cidr)
        tables.vpcs.replace(at: row.position, with: vpc)
    }

    package mutating func deleteVPC(_ id: VPCID) throws(CloudError) {
        guard let row = tables.vpcs.row(.id, id.rawValue) else { throw .vpcNotFound }
        guard vSwitches(of: id).isEmpty else {
            throw CloudError(code: "DependencyViolation.VSwitch", vendorMessage: "The VPC has vSwitches.")
        }
        tables.vpcs.remove(at: row.position)
    }

    package mutating func createVSwitch(
        in vpc: VPCID, _ zone: ZoneID, _ cidr: AddressRange, name: String?, addresses: Int
    ) throws(CloudError) -> VSwitchID {
        guard let own = self.vpc(vpc) else { throw .vpcNotFound }
        guard own.cidr.contains(cidr) else {
            throw CloudError(
                code: "IllegalParam.CidrBlock", vendorMessage: "The range does not lie within that of the VPC.")
        }
        guard tables.zones.first(.id, zone.rawValue)?.region == own.region else {
            throw CloudError(code: "InvalidZoneId.NotFound", vendorMessage: "The zone does not exist in the region.")
        }
        guard !vSwitches(of: vpc).contains(where: { $0.cidr.overlaps(cidr) }) else {
            throw CloudError(
                code: "InvalidCidrBlock.Overlapped", vendorMessage: "The range overlaps that of another vSwitch.")
        }
        let id = VSwitchID(rawValue: "vsw-sluice\(100_000 + nextID())")
        tables.vSwitches.append(VSwitch(id: id, vpc: vpc, zone: zone, cidr: cidr, freeAddresses: addresses, name: name))
        return id
    }

    package mutating func deleteVSwitch(_ id: VSwitchID) throws(CloudError) {
        guard let row = tables.vSwitches.row(.id, id.rawValue) else { throw .vSwitchNotFound }
        let isInUse =
            tables.networkInterfaces.row(.vSwitch, id.rawValue) != nil
            || tables.clusters.all.contains { cluster in
                !cluster.isTakenDown && cluster.addresses.contains { $0.vSwitch == id }
            }
        guard !isInUse else {
            throw CloudError(code: "DependencyViolation", vendorMessage: "Addresses of the vSwitch are in use.")
        }
        tables.vSwitches.remove(at: row.position)
    }

    package mutating func createSecurityGroup(in vpc: VPCID, name: String) throws(CloudError) -> String {
        guard self.vpc(vpc) != nil else { throw .vpcNotFound }
        let id = "sg-sluice\(100_000 + nextID())"
        tables.securityGroups.append(SecurityGroupRecord(id: id, vpc: vpc, name: name))
        return id
    }

    /// Makes a network interface, which takes an address.
    package mutating func createNetworkInterface(
        in vSwitch: VSwitchID, group: String, name: String, at now: Timestamp
    ) throws(CloudError) -> NetworkInterfaceRecord {
        guard let row = tables.vSwitches.row(.id, vSwitch.rawValue) else { throw .vSwitchNotFound }
        guard let own = tables.securityGroups.first(.id, group) else {
            throw CloudError(code: "InvalidSecurityGroupId.NotFound", vendorMessage: "The group does not exist.")
        }
        guard own.vpc == row.record.vpc else {
            throw CloudError(
                code: "InvalidOperation.VpcMismatch", vendorMessage: "The group is of another VPC than the vSwitch.")
        }
        let free = row.record.freeAddresses - 1
        guard free >= 0 else {
            throw CloudError(code: "InvalidVSwitchId.IpNotEnough", vendorMessage: "The vSwitch has no address left.")
        }
        tables.vSwitches.replace(at: row.position, with: row.record.with(freeAddresses: free))
        let others = tables.networkInterfaces.rows(.vSwitch, vSwitch.rawValue).count
        // From the end of the range: clusters have theirs from its beginning. The last three are the vendor's.
        let address = row.record.cidr.address(at: row.record.cidr.size - 5 - others)
        let record = NetworkInterfaceRecord(
            id: "eni-sluice\(100_000 + nextID())", vSwitch: vSwitch, group: group, name: name, createdAt: now,
            address: address)
        tables.networkInterfaces.append(record)
        return record
    }
}

extension CloudError {
    fileprivate static var vpcNotFound: Self {
        CloudError(code: "InvalidVpcId.NotFound", vendorMessage: "The VPC does not exist.")
    }
}
