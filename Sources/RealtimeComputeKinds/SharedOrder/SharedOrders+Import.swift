package import Provisioning
package import RealtimeCompute
import Wording
import Workflow
import WorkflowEngine

extension SharedOrders {
    /// That the instance ends soon, or is not paid for; nothing as long as there is nothing to warn about.
    package func observations(
        of state: SharedOrder.State, in environment: Environment
    ) async throws -> [Observation] {
        let instance: InstanceID
        switch state {
        case .blocked(let blocked): instance = blocked.instance
        case .ready(let ready): instance = ready.instance
        case .provisioned(let provisioned): instance = provisioned.instance
        case .drafted, .confirmed, .purchasing, .paid, .withdrawn: return []
        }
        let specification = state.order.specification
        return try await environment.observation(
            ofEndOf: instance, in: specification.region, of: specification.name
        ).map { [$0.observation] } ?? []
    }

    /// Looks at an instance of shared mode, and at the project that holds its compute units.
    ///
    /// On which instance a project lies, the vendor does not tell: it is the one that the manifest names, or the only one
    /// of the region that holds as many compute units and belongs to no order.
    package func existing(
        _ request: ImportRequest, in environment: Environment
    ) async throws -> Existing<SharedOrder.Event>? {
        guard case .instance(let text) = request.reference else { return nil }
        let wanted = try request.manifest.map { try SharedManifest.read($0) }
        let regions = try await request.regions(wanted: wanted?.region, in: environment.cloud)
        guard let instance = try await environment.cloud.instance(InstanceID(rawValue: text), among: regions) else {
            return nil
        }
        guard let units = instance.computeUnits, case .subscription(let months) = instance.billing else {
            guard wanted == nil else { throw RefusedRequest.differs(instance.id, in: ["kind"]) }
            return nil
        }
        guard instance.status != .released else { throw RefusedRequest.released(instance.id) }
        try await environment.requireNoOwner(of: instance)
        let project = try await project(of: instance, units, wanted: wanted, in: environment)
        let specification: SharedOrder.Specification
        if let wanted {
            let differing = [
                ("spec.region", wanted.region == instance.region), ("spec.computeUnits", wanted.computeUnits == units),
                ("spec.months", wanted.months == months),
            ].filter { !$0.1 }.map(\.0)
            guard differing.isEmpty else { throw RefusedRequest.differs(instance.id, in: differing) }
            specification = wanted.named(request.name)
        } else if let project {
            specification = SharedOrder.Specification(
                name: OrderName(rawValue: request.name ?? String(project.name.rawValue.prefix(63))),
                region: instance.region, computeUnits: units, months: months,
                project: ProjectSpecification(name: project.name, description: "", computeUnits: units),
                timing: Timing())
        } else {
            throw RefusedRequest.projectNeeded(instance.id)
        }
        let purchase = try await environment.cloud.sharedPurchase(instance.orderNumber, in: instance.region).value
        let owned = OwnedPurchase(
            orderNumber: instance.orderNumber, key: nil, epoch: 1, paidAt: purchase?.madeAt ?? environment.now)
        return Existing(named: specification.name.rawValue) { id, environment in
            let order = SharedOrder.Order(
                id: id, store: StoreID(rawValue: environment.store ?? ""), specification: specification)
            return .imported(
                SharedImport(
                    as: order, purchase: owned, instance: instance, project: project, at: environment.now))
        }
    }

    /// The project that holds an instance's compute units; `nil` if there is none yet.
    private func project(
        of instance: Instance, _ units: ComputeUnits, wanted: SharedOrder.Specification?, in environment: Environment
    ) async throws -> Project? {
        if let name = wanted?.project.name {
            guard let found = try await environment.cloud.project(named: name, in: instance.region).value else {
                return nil
            }
            guard found.cluster == nil, found.project.computeUnits == units else {
                throw RefusedRequest.differs(instance.id, in: ["spec.project"])
            }
            return found.project
        }
        var candidates: [Project] = []
        for project in try await environment.cloud.sharedProjects(in: instance.region).value
        where project.computeUnits == units {
            let holders = try await environment.claims(on: [SharedOrder.ownership(of: project.id).resource])
            if holders.isEmpty { candidates.append(project) }
        }
        guard candidates.count < 2 else { throw RefusedRequest.severalProjects(instance.id, candidates.map(\.name)) }
        return candidates.first
    }
}

extension SharedOrder.Specification {
    fileprivate func named(_ name: String?) -> Self {
        guard let name else { return self }
        return Self(
            name: OrderName(rawValue: name), region: region, computeUnits: computeUnits, months: months,
            project: project, timing: timing)
    }
}
