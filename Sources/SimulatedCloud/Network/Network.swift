package import RealtimeCompute

extension VPC: TableRecord {
    enum Index: String, CaseIterable {
        case id, region
    }

    static var tableName: String { "vpc" }

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .id: IndexEntry(id.rawValue)
        case .region: IndexEntry(region.rawValue)
        }
    }
}

extension VSwitch: TableRecord {
    enum Index: String, CaseIterable {
        case id, vpc
    }

    static var tableName: String { "vSwitch" }

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .id: IndexEntry(id.rawValue)
        case .vpc: IndexEntry(vpc.rawValue)
        }
    }

    func with(freeAddresses: Int) -> Self {
        VSwitch(id: id, vpc: vpc, zone: zone, cidr: cidr, freeAddresses: freeAddresses, name: name)
    }
}

extension SimulatedCloud: NetworkService {
    package func vpc(_ id: VPCID, in region: RegionID) async throws -> Answer<VPC?> {
        try look(.getVPC) { state, _ in state.tables.vpcs.first(.id, id.rawValue) }
    }

    package func vSwitch(_ id: VSwitchID, in region: RegionID) async throws -> Answer<VSwitch?> {
        try look(.getVSwitch) { state, _ in state.tables.vSwitches.first(.id, id.rawValue) }
    }

    package func vSwitches(of vpc: VPCID, in region: RegionID) async throws -> Answer<[VSwitch]> {
        try look(.listVSwitches) { state, _ in state.tables.vSwitches.rows(.vpc, vpc.rawValue).map(\.record) }
    }

    package func vpcs(in region: RegionID) async throws -> Answer<[VPC]> {
        try look(.listVPCs) { state, _ in state.tables.vpcs.rows(.region, region.rawValue).map(\.record) }
    }

    package func nameVPC(_ vpc: VPCID, _ name: String, in region: RegionID) async throws -> Answer<Void> {
        Answer((), requestID: try submit(.nameVPC(vpc, to: name)).1)
    }
}
