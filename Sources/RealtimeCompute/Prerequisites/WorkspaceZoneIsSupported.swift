package import Wording
package import Workflow

extension Check {
    package static let workspaceZone = Self(rawValue: "workspace.zone")
}

/// `workspace.zone`: workspaces can be had in the region and the zone.
package struct WorkspaceZoneIsSupported: Prerequisite {
    package static let check = Check.workspaceZone

    let zone: ZoneID
    let region: RegionID

    package init(_ zone: ZoneID, in region: RegionID) {
        self.zone = zone
        self.region = region
    }

    package var resource: String { "zone/\(zone)" }

    package func observe(_ observations: Observations) async throws -> Answer<[ZoneID]>? {
        try await observations.services.workspaceZones(in: region)
    }

    package func judge(_ zones: [ZoneID], others: [HeldClaim]) -> [Finding] {
        guard !zones.contains(zone) else { return [] }
        let all = zones.map(\.rawValue).joined(separator: ", ")
        return [finding(observed: "not supported", required: all.isEmpty ? "another region" : all)]
    }

    package static func message(of finding: Finding) -> LocalizedText {
        LocalizedText("no workspace can be had in \(finding.resource)", zh: "\(finding.resource) 不支持创建工作空间")
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText("Name one of: \(finding.required).", zh: "请改用：\(finding.required)。")
    }
}
