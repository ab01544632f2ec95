package import Documents
import Provisioning
package import RealtimeCompute
package import RealtimeComputeKinds
import SimulatedCloud
import Workflow
package import WorkflowEngine

/// Shared mode scaled from 4 to 6 compute units by its owner in the console, and watched.
package struct SharedScalingScenario: Scenario {
    package typealias K = SharedScalings

    package let kind = SharedScalings()
    package var isInVendorAPI: Bool { false }

    package init() {}

    // MARK: - Exploration

    package let roots = [
        Root(name: "plain"), Root(name: "hidden", world: [.set("visibility", "{ orders: 1m, clusters: 1m }")]),
    ]

    package var foundation: Foundation? {
        let order = Document.ofSelfTest(
            """
            apiVersion: sluice/v1
            kind: SharedOrder
            metadata: { name: legacy }
            spec: { region: cn-beijing, computeUnits: 4, months: 3, project: { name: legacy_rt } }
            """)
        return Foundation(order, in: "provisioned")
    }

    package let manifest = scaling("larger", units: 6, timing: ExplorationTiming.manifest)

    static func scaling(_ name: String, units: Int, timing: String = "{}") -> Document {
        Document.ofSelfTest(
            """
            apiVersion: sluice/v1
            kind: SharedScaling
            metadata: { name: \(name) }
            spec: { order: legacy, computeUnits: \(units), timing: \(timing) }
            """)
    }

    package func moves(in situation: Situation, of state: SharedScaling.State, from root: Root) -> [Move] {
        let id = situation.subject
        let instance = "instance/\(state.scaling.subject.instance)"
        let world: [Move] = [
            .world(.set(instance, "{ computeUnits: 5 }")), .world(.set(instance, "{ computeUnits: 6 }")),
            .world(.set(instance, "{ status: released }")),
        ]
        switch state {
        case .drafted:
            return [
                .command(.confirm(id, despiteFindings: false)), .command(.confirm(id, despiteFindings: true)),
                .command(.decide(.withdraw, id)),
            ] + world
        case .confirmed: return [.command(.decide(.withdraw, id))] + world
        case .done, .withdrawn, .failed: return []
        }
    }

    /// Of the world counts the instance and its project alone; of a look, that it was made.
    package var fields: ComparedFields {
        var fields = ComparedFields.standard
        fields.leftOut.formUnion([
            "confirmation", "zones", "vSwitches", "buckets", "roles", "policies", "vpcs", "sharedPurchases",
            "stoppedAt",
        ])
        return fields
    }

    // MARK: - Rules

    package func breaches(
        of event: SharedScaling.Event, from old: SharedScaling.State?, to new: SharedScaling.State,
        as record: StoredWorkflow
    ) -> [Breach] {
        guard case .scaled(let seen) = event, !seen.sight.shows(new.scaling.target) else { return [] }
        return [Breach(of: .ground, "done, and it was not seen to be")]
    }

    /// It asks for nothing.
    package func maySend(_ request: WatchedRequest, in state: SharedScaling.State) -> Bool { false }

    // MARK: - By the program itself

    package var walks: [Walk] {
        [
            Walk(
                name: "shared mode scaled",
                world: ClusterScalingScenario.walkWorld + Self.boughtBefore, manifests: [:], of: "legacy_rt-scale-1",
                to: "done", answers: ["confirm": ["order", "confirm", "legacy_rt-scale-1"]],
                steps: [
                    .preparation("order", "import", "--instance", "shared-1"),
                    .sluice("cluster", "scale", "legacy_rt", "--compute-units", "6"),
                    .sluice("order", "confirm", "legacy_rt-scale-1"), .sluice("advance", "legacy_rt-scale-1"),
                    .world("set", "instance/shared-1", "computeUnits=6"), .world("clock", "advance", "1m"),
                    .sluice("advance", "legacy_rt-scale-1"),
                ])
        ]
    }

    private static let boughtBefore = """
          instances:
            - id: shared-1
              kind: shared
              region: cn-beijing
              computeUnits: 4
              months: 3
              project: { name: legacy_rt, computeUnits: 4 }

        """

    package var simulation: (any SimulationScript<SharedScalings>)? { SharedScalingScript() }
}

/// Two scalings of one instance, which its owner scales to this and that meanwhile, or releases.
struct SharedScalingScript: SimulationScript {
    typealias K = SharedScalings

    let manifests = [
        SharedScalingScenario.scaling("larger", units: 6), SharedScalingScenario.scaling("smaller", units: 3),
    ]

    /// It sends nothing that could meet a fault; others do, and its own looks are refused by their caller.
    let calls: [Call] = [.renew]

    func happen(on stage: Stage, _ chance: inout SeededGenerator) throws {
        guard let instance = try instance(on: stage) else { return }
        switch chance.next(upTo: 8) {
        case ..<4: try resize(instance, to: chance.pick([3, 4, 5, 6]), on: stage)
        case 4: try stage.change(.set("caller", "{ denied: [ get-instance ] }"))
        case 5: try stage.change(.set("caller", "{ denied: [ get-project ] }"))
        case 6: try stage.change(.set("caller", "{ denied: [] }"))
        default: if chance.isLucky(oneIn: 4) { try stage.change(.set("instance/\(instance)", "{ status: released }")) }
        }
    }

    private func instance(on stage: Stage) throws -> InstanceID? {
        let (state, now) = try stage.cloud.overview()
        return state.instances(at: now).first { $0.computeUnits != nil && $0.status != .released }?.id
    }

    private func resize(_ instance: InstanceID, to units: Int, on stage: Stage) throws {
        try stage.change(.set("instance/\(instance)", "{ computeUnits: \(units) }"))
    }

    func mend(_ stage: Stage) throws {
        try stage.change(.set("caller", "{ denied: [] }"))
        try scaleInConsole(on: stage)
    }

    /// Makes the change that is confirmed, of which there is one at most.
    private func scaleInConsole(on stage: Stage) throws {
        for seen in stage.watch.workflows.values {
            guard case .confirmed(let confirmed) = seen.state(of: SharedScaling.self),
                let instance = try instance(on: stage)
            else { continue }
            try resize(instance, to: confirmed.scaling.target.count, on: stage)
        }
    }

    func command(on record: StoredWorkflow, on stage: Stage, _ chance: inout SeededGenerator) -> Command {
        switch chance.next(upTo: 20) {
        case ..<13: .advance(record.id)
        case ..<19: .confirm(record.id, despiteFindings: chance.isLucky(oneIn: 3))
        default: .decide(.withdraw, record.id)
        }
    }

    /// The operator makes it in the console once it is confirmed; what cannot be confirmed is given up.
    func answer(
        _ question: SharedScaling.Question, of state: SharedScaling.State, on record: StoredWorkflow, in round: Int,
        on stage: Stage
    ) async {
        let decision: Command =
            round % 20 == 19 ? .decide(.withdraw, record.id) : .confirm(record.id, despiteFindings: false)
        await stage.perform(decision, by: Survivor())
        do {
            try scaleInConsole(on: stage)
        } catch {
            stage.watch.note(.clearErrors, "the console cannot scale: \(type(of: error))")
        }
    }

    func breachesAtTheEnd(of state: SharedScaling.State, as record: StoredWorkflow, in world: CloudState) -> [Breach] {
        []
    }
}
