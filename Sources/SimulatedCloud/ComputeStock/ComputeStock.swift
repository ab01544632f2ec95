package import RealtimeCompute

/// A zone and the instances that it can supply.
struct Zone: Codable, Equatable, Sendable {
    var id: ZoneID
    var region: RegionID
    /// By model; a model that is not listed is sold out.
    var stock: [MachineModel: Int]
}

extension Zone: TableRecord {
    enum Index: String, CaseIterable {
        case id, region
    }

    static var tableName: String { "zone" }

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .id: IndexEntry(id.rawValue)
        case .region: IndexEntry(region.rawValue)
        }
    }
}

extension SimulatedCloud: ComputeStockService {
    package func stock(
        of models: Set<MachineModel>, in zone: ZoneID, _ region: RegionID
    ) async throws -> Answer<[MachineModel: Int]> {
        try look(.getStock) { state, _ in
            let stock = state.tables.zones.first(.id, zone.rawValue)?.stock ?? [:]
            return stock.filter { models.contains($0.key) }
        }
    }

    package func zones(in region: RegionID) async throws -> Answer<[ZoneID]> {
        try look(.listZones) { state, _ in state.tables.zones.rows(.region, region.rawValue).map(\.record.id) }
    }
}

extension CloudState {
    /// The zones of a region.
    package func zones(in region: RegionID) -> [ZoneID] {
        tables.zones.rows(.region, region.rawValue).map(\.record.id)
    }
}

extension SimulatedCloud: RegionService {
    /// Those of its zones; asking counts as asking for zones.
    package func regions() async throws -> Answer<[RegionID]> {
        try look(.listZones) { state, _ in
            Set(state.tables.zones.all.map(\.region)).sorted { $0.rawValue < $1.rawValue }
        }
    }
}
