import AlibabaWire
package import RealtimeCompute

/// ECS 2014-05-26.
extension AlibabaCloud: ComputeStockService {
    /// What the vendor tells is whether a zone has instances with so many cores and so much memory; that those are what the
    /// machines of a cluster are made of is inferred.
    package func stock(
        of models: Set<MachineModel>, in zone: ZoneID, _ region: RegionID
    ) async throws -> Answer<[MachineModel: Int]> {
        var stock: [MachineModel: Int] = [:]
        var requestID: RequestID?
        for model in models.sorted(by: { $0.rawValue < $1.rawValue }) {
            let reply = try await client.call(
                .look(
                    .ecs, "DescribeAvailableResource", in: region,
                    [
                        ("RegionId", region.rawValue), ("DestinationResource", "InstanceType"),
                        ("ZoneId", zone.rawValue), ("Cores", String(model.cores)), ("Memory", String(model.memory)),
                    ]))
            requestID = reply.requestID
            let zones = try reply.body["AvailableZones"].items("AvailableZone")
            let resources = try zones.filter { $0["ZoneId"].optionalText == zone.rawValue }
                .flatMap { try $0["AvailableResources"].items("AvailableResource") }
                .flatMap { try $0["SupportedResources"].items("SupportedResource") }
            stock[model] = resources.contains(where: \.isInStock) ? ComputeStock.plenty : 0
        }
        return Answer(stock, requestID: requestID)
    }

    package func zones(in region: RegionID) async throws -> Answer<[ZoneID]> {
        let reply = try await client.call(
            .look(
                .ecs, "DescribeAvailableResource", in: region,
                [("RegionId", region.rawValue), ("DestinationResource", "Zone")]))
        let zones = try reply.body["AvailableZones"].items("AvailableZone")
        return Answer(try zones.map { try $0["ZoneId"].name() }, requestID: reply.requestID)
    }
}

extension AlibabaCloud: RegionService {
    package func regions() async throws -> Answer<[RegionID]> {
        let reply = try await client.call(.look(.ecs, "DescribeRegions", in: region))
        let regions = try reply.body["Regions"].items("Region")
        return Answer(try regions.map { try $0["RegionId"].name() }, requestID: reply.requestID)
    }
}

extension AnswerField {
    fileprivate var isInStock: Bool {
        self["Status"].optionalText == "Available"
            && ["WithStock", "ClosedWithStock", nil].contains(self["StatusCategory"].optionalText)
    }
}
