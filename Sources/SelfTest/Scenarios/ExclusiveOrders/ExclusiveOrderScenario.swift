package import Documents
import Provisioning
import RealtimeCompute
package import RealtimeComputeKinds
import SimulatedCloud
import Workflow
import WorkflowEngine

/// Orders of exclusive mode: bought, inspected, their cluster started and watched, their projects created.
package struct ExclusiveOrderScenario: Scenario {
    package let kind = ExclusiveOrders()

    package init() {}

    // MARK: - Exploration

    /// All is seen at once; purchases and clusters show late; the cloud drops keys, and others buy in the same account.
    package let roots = [
        Root(name: "plain", world: [clustersStartSoon]),
        Root(name: "hidden", world: [.set("visibility", "{ orders: 1m, clusters: 1m }"), clustersStartSoon]),
        Root(name: "keyless", world: [.set("purchase-keys", "{ keys: dropped }"), clustersStartSoon], isShared: true),
    ]

    private static let clustersStartSoon = WorldChange.set("cluster-start", "{ duration: 2m }")

    package let manifest = risk(projects: "{ name: risk_rt, computeUnits: 20 }, { name: risk_ml, computeUnits: 10 }")

    /// Other clusters, and other projects.
    static let amended = [
        risk(
            vSwitch: "vsw-2", projects: "{ name: risk_rt, computeUnits: 20 }, { name: risk_ml, computeUnits: 10 }"),
        risk(projects: "{ name: risk_rt, computeUnits: 20 }"),
        risk(projects: "{ name: risk_rt, computeUnits: 20 }, { name: risk_etl, computeUnits: 5 }"),
    ]

    private static func risk(vSwitch: String = "vsw-1", projects: String) -> Document {
        manifest(named: "risk", vSwitch: vSwitch, projects: projects, timing: ExplorationTiming.manifest)
    }

    /// The manifest of an order.
    package static func manifest(
        named name: String, billing: String = "subscription", vSwitch: String = "vsw-1", projects: String,
        timing: String = "{}"
    ) -> Document {
        let text = """
            apiVersion: sluice/v1
            kind: ExclusiveOrder
            metadata: { name: \(name) }
            spec:
              region: cn-beijing
              billing: { method: \(billing) }
              masters: { model: Ecs_4c16g, count: 3 }
              slaves: { model: Ecs_8c32g, count: 6 }
              cluster: { name: \(name)_cluster, zone: cn-beijing-f, vpc: vpc-prod, vSwitch: \(vSwitch), bucket: risk-udf }
              projects: [ \(projects) ]
              timing: \(timing)
            """
        do {
            return try Document(text: text, source: name)
        } catch {
            preconditionFailure("the manifests of the self-test are well formed: \(error)")
        }
    }

    package var simulation: (any SimulationScript<ExclusiveOrders>)? { ExclusiveOrderScript() }
}
