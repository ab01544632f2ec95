package import RealtimeCompute
import Workflow

/// A project of shared mode, and the instance it lies on.
package struct SharedProjectRecord: Codable, Equatable, Sendable {
    package internal(set) var project: Project
    package let instance: InstanceID
}

extension SharedProjectRecord: TableRecord {
    enum Index: String, CaseIterable {
        case instance, name
    }

    static var tableName: String { "sharedProject" }

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .instance: IndexEntry(instance.rawValue)
        case .name: IndexEntry(project.name.rawValue)
        }
    }
}

extension CloudState {
    /// Gives an instance of shared mode other compute units, as its owner does in the console: its project holds them all.
    mutating func resizeShared(_ id: InstanceID, to units: ComputeUnits, at now: Timestamp) {
        resize(id, to: .computeUnits(units), at: now)
        for row in tables.sharedProjects.rows(.instance, id.rawValue) {
            var record = row.record
            record.project = Project(id: record.project.id, name: record.project.name, computeUnits: units)
            tables.sharedProjects.replace(at: row.position, with: record)
        }
    }

    /// The project of this name, of whichever mode; of several the oldest.
    func project(named name: ProjectName) -> LocatedProject? {
        if let record = tables.projects.first(.name, name.rawValue) {
            return LocatedProject(record.project, in: record.cluster)
        }
        return tables.sharedProjects.first(.name, name.rawValue).map { LocatedProject($0.project, in: nil) }
    }

    func sharedProjects(in region: RegionID) -> [Project] {
        tables.instances.rows(.shared, region.rawValue).flatMap { instance in
            tables.sharedProjects.rows(.instance, instance.record.id.rawValue).map(\.record.project)
        }
    }

    mutating func createSharedProject(
        _ specification: ProjectSpecification, on instance: InstanceID, in region: RegionID, at now: Timestamp
    ) throws(CloudError) -> Project {
        guard settings.caller.kind == .account else { throw .noPermission }
        guard let record = tables.instances.first(.id, instance.rawValue), record.region == region,
            case .computeUnits(let units) = record.size
        else { throw .instanceNotFound }
        guard !record.isReleased else { throw .instanceReleased }
        guard seenRole(Figures.role, at: now) != nil else { throw .roleNotAuthorized }
        guard project(named: specification.name) == nil else {
            throw CloudError(
                code: CloudError.Code.projectExists, vendorMessage: "the account has a project of this name")
        }
        let held = tables.sharedProjects.rows(.instance, instance.rawValue).map(\.record.project.computeUnits).sum()
        guard specification.computeUnits <= units - held else {
            throw CloudError(
                code: "InsufficientComputeUnits", vendorMessage: "the instance has \((units - held).count) CU free")
        }
        let project = Project(
            id: nextProjectID(), name: specification.name, computeUnits: specification.computeUnits)
        tables.sharedProjects.append(SharedProjectRecord(project: project, instance: instance))
        return project
    }
}
