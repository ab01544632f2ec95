import Documents
import RealtimeCompute
import Workflow

// The values of the domain as scripts see them. Field names are part of the contract with scripts.
extension JSONValue {
    static func capacity(nodes: Int, _ load: ClusterLoad) -> Self {
        [
            "nodes": .integer(nodes), "computeUnits": .integer(load.computeUnits.count),
            "allocated": .integer(load.allocated.count), "free": .integer(load.free.count),
        ]
    }

    static func estimate(_ estimate: Estimate) -> Self {
        [
            "currency": .text(estimate.currency), "minorUnits": .integer(estimate.minorUnits),
            "per": .text(estimate.per), "source": .text(estimate.source),
        ]
    }

    static func machines(_ machines: Machines) -> Self {
        ["model": .text(machines.model.rawValue), "count": .integer(machines.count)]
    }

    static func cluster(_ cluster: WatchedCluster) -> Self {
        .fields([
            "id": .text(cluster.id.rawValue), "name": .text(cluster.name.rawValue),
            "status": .text(cluster.status.title), "stage": cluster.stage.map { .text($0) },
            "since": .text(cluster.since.rfc3339), "createdAt": .text(cluster.createdAt.rfc3339),
        ])
    }

    static func project(_ specification: ProjectSpecification, _ project: Project?) -> Self {
        .fields([
            "name": .text(specification.name.rawValue), "id": project.map { .text($0.id.rawValue) },
            "computeUnits": .integer(specification.computeUnits.count),
        ])
    }
}
