import AlibabaWire
package import RealtimeCompute

/// VPC 2016-04-28.
extension AlibabaCloud: NetworkService {
    /// The most entries of a page of these calls.
    private static let pageSizeOfNetworks = "50"

    package func vpc(_ id: VPCID, in region: RegionID) async throws -> Answer<VPC?> {
        // An id that is unknown gives an empty list.
        let (vpcs, requestID) = try await vpcs(in: region, only: id)
        return Answer(vpcs.first { $0.id == id }, requestID: requestID)
    }

    package func vpcs(in region: RegionID) async throws -> Answer<[VPC]> {
        let (vpcs, requestID) = try await vpcs(in: region, only: nil)
        return Answer(vpcs, requestID: requestID)
    }

    private func vpcs(in region: RegionID, only id: VPCID?) async throws -> (vpcs: [VPC], requestID: RequestID?) {
        let (items, requestID) = try await client.pages { number in
            .look(
                .vpc, "DescribeVpcs", in: region,
                [
                    ("RegionId", region.rawValue), ("VpcId", id?.rawValue), ("PageNumber", String(number)),
                    ("PageSize", Self.pageSizeOfNetworks),
                ])
        } _: {
            (try $0["Vpcs"].items("Vpc"), try $0["TotalCount"].integer())
        }
        return (try items.map(VPC.init), requestID)
    }

    package func nameVPC(_ vpc: VPCID, _ name: String, in region: RegionID) async throws -> Answer<Void> {
        let reply = try await client.call(
            .change(
                .vpc, "ModifyVpcAttribute", in: region,
                [("RegionId", region.rawValue), ("VpcId", vpc.rawValue), ("VpcName", name)]))
        return Answer((), requestID: reply.requestID)
    }

    package func vSwitch(_ id: VSwitchID, in region: RegionID) async throws -> Answer<VSwitch?> {
        let (found, requestID) = try await vSwitches([("VSwitchId", id.rawValue)], in: region)
        return Answer(found.first { $0.id == id }, requestID: requestID)
    }

    package func vSwitches(of vpc: VPCID, in region: RegionID) async throws -> Answer<[VSwitch]> {
        let (found, requestID) = try await vSwitches([("VpcId", vpc.rawValue)], in: region)
        return Answer(found, requestID: requestID)
    }

    private func vSwitches(
        _ filter: [(String, String?)], in region: RegionID
    ) async throws -> (vSwitches: [VSwitch], requestID: RequestID?) {
        do {
            let (items, requestID) = try await client.pages { number in
                .look(
                    .vpc, "DescribeVSwitches", in: region,
                    [
                        ("RegionId", region.rawValue), ("PageNumber", String(number)),
                        ("PageSize", Self.pageSizeOfNetworks),
                    ]
                        + filter)
            } _: {
                (try $0["VSwitches"].items("VSwitch"), try $0["TotalCount"].integer())
            }
            return (try items.map(VSwitch.init), requestID)
        } catch let error as CloudError where error.says(Self.absent) {
            return ([], error.requestID)
        }
    }

    /// The codes of what is not there.
    private static let absent: Set = ["InvalidVSwitchId.NotFound", "InvalidVpcId.NotFound", "Forbidden.VpcNotFound"]
}

extension CloudError {
    /// Whether it is a refusal with one of these codes.
    func says(_ codes: Set<String>) -> Bool { refusal != nil && codes.contains(code) }
}

extension VPC {
    fileprivate init(_ field: AnswerField) throws {
        guard let range = AddressRange(try field["CidrBlock"].text()) else {
            throw field["CidrBlock"].unreadable("a range of addresses")
        }
        let name = field["VpcName"].optionalText.flatMap { $0.isEmpty ? nil : $0 }
        self.init(id: try field["VpcId"].name(), name: name, region: try field["RegionId"].name(), cidr: range)
    }
}

extension VSwitch {
    fileprivate init(_ field: AnswerField) throws {
        guard let range = AddressRange(try field["CidrBlock"].text()) else {
            throw field["CidrBlock"].unreadable("a range of addresses")
        }
        self.init(
            id: try field["VSwitchId"].name(), vpc: try field["VpcId"].name(), zone: try field["ZoneId"].name(),
            cidr: range, freeAddresses: try field["AvailableIpAddressCount"].integer())
    }
}
