package import Workflow

/// The workflow of a workspace of fully managed Flink: bought once, watched until it runs, its namespaces made and sized.
package enum WorkspaceOrder: Workflow {
    package static let kind = "workspace"
    package static let definitionVersion = 1

    /// What is asked of the cloud.
    package enum Effect: String, CaseIterable, Sendable {
        /// Look for a purchase of ours and at every prerequisite; finding none and nothing in the way, commit the intent and
        /// buy.
        case purchase
        /// Look for the purchase that a request of ours may have made.
        case findPurchase = "find-purchase"
        /// Look at every prerequisite.
        case inspect
        /// Look at what is to be mended; if it is not yet as it is to be, change it.
        case repair
        /// Look how far the workspace is.
        case look = "look-at-workspace"
        /// Look at the namespaces, and ask for the first that is not as it is to be.
        case arrange = "arrange-namespaces"
    }

    /// What only the operator can decide.
    package enum Question: String, CaseIterable, Sendable {
        case confirm
        case accountForPurchase = "account-for-purchase"
        case mendPrerequisites = "mend-prerequisites"
        /// Change the namespace that was refused, or what it was refused for.
        case amendNamespaces = "amend-namespaces"
    }

    package static func phase(of state: State) -> Phase { state.phase }

    package static func backoff(in state: State) -> Backoff { state.order.timing.backoff }

    package static func region(of state: State) -> String? { state.order.specification.workspace.region.rawValue }

    /// On the way to the purchase, the workspace's name; from then on, the workspace.
    package static func claims(of state: State) -> [Claim] {
        switch state {
        case .drafted, .withdrawn, .failed: []
        case .confirmed, .blocked, .purchasing: [state.order.nameClaim]
        case .creating, .overdue, .running, .provisioned:
            state.purchase.map { [state.order.nameClaim, Ownership.claim(of: $0.orderNumber)] } ?? []
        }
    }

    package static func next(in state: State, at now: Timestamp) -> Next<Effect, Event, Question> {
        switch state {
        case .drafted(let drafted):
            return drafted.nextRepair == nil ? .ask(.confirm) : .perform(.repair)
        case .confirmed(let confirmed):
            let epoch = confirmed.trail.epoch
            let intent = PurchaseIntent(key: confirmed.order.purchaseKey(inEpoch: epoch), epoch: epoch, at: now)
            return .perform(.purchase, announcing: .purchaseBegun(intent))
        case .blocked(let blocked):
            return blocked.nextRepair == nil
                ? .ask(.mendPrerequisites, recheck: .inspect) : .perform(.repair)
        case .purchasing(let purchasing):
            if purchasing.payment.question != nil { return .ask(.accountForPurchase, recheck: .findPurchase) }
            guard let firstLook = purchasing.payment.firstLook else { return .perform(.findPurchase) }
            let due = firstLook + purchasing.order.timing.poll
            return now < due ? .wait(.findPurchase, until: due) : .perform(.findPurchase)
        case .creating, .overdue: return .perform(.look)
        case .running(let running):
            return running.refusal == nil ? .perform(.arrange) : .ask(.amendNamespaces, recheck: .arrange)
        case .provisioned, .withdrawn, .failed: return .finished
        }
    }
}

extension WorkspaceOrder {
    /// What a workspace's manifest asks for.
    package struct Specification: Codable, Equatable, Sendable {
        package let name: OrderName
        package let workspace: WorkspaceSpecification
        package let namespaces: [NamespaceSpecification]
        package let timing: Timing

        package init(
            name: OrderName, workspace: WorkspaceSpecification, namespaces: [NamespaceSpecification], timing: Timing
        ) {
            self.name = name
            self.workspace = workspace
            self.namespaces = namespaces
            self.timing = timing
        }

        /// What must hold before it is bought, in the order in which findings are shown.
        package var prerequisites: [any Prerequisite] {
            let network: [any Prerequisite] = [
                WorkspaceZoneIsSupported(workspace.zone, in: workspace.region),
                VPCExists(vpc: workspace.vpc, region: workspace.region),
            ]
            let vSwitches: [any Prerequisite] = workspace.vSwitches.flatMap { vSwitch -> [any Prerequisite] in
                [
                    VSwitchExists(vSwitch, in: workspace.vpc, workspace.zone),
                    VSwitchHasAddresses(vSwitch, needed: 1),
                ]
            }
            let secondZone: [any Prerequisite] =
                workspace.secondZone.map { second in
                    [WorkspaceZoneIsSupported(second.zone, in: workspace.region)]
                        + second.vSwitches.flatMap { vSwitch -> [any Prerequisite] in
                            [
                                VSwitchExists(vSwitch, in: workspace.vpc, second.zone),
                                VSwitchHasAddresses(vSwitch, needed: 1),
                            ]
                        }
                } ?? []
            return [WorkspaceHasRoom(for: namespaces, of: workspace.computeUnits)] + network + vSwitches + secondZone
                + prerequisitesOfServing + [WorkspaceNameIsFree(workspace.identity)]
        }

        /// What it goes on resting on.
        package var prerequisitesOfServing: [any Prerequisite] {
            [
                BucketExists(bucket: workspace.bucket, region: workspace.region),
                BucketNameIsLawful(bucket: workspace.bucket), BucketIsStandard(bucket: workspace.bucket),
                BucketIsPrivate(bucket: workspace.bucket),
                BucketHasNoVersioning(bucket: workspace.bucket, severity: .error), ManagedRoleExists(),
                ManagedRoleHasPolicies(),
            ]
        }
    }

    /// A workspace that was ordered.
    ///
    /// The same in every phase, but for amendments.
    package struct Order: Codable, Equatable, Sendable, Payer {
        package typealias Paid = WorkspacePurchase

        package let id: WorkflowID
        /// The store that keeps it; part of every key.
        package let store: StoreID
        package let specification: Specification

        package init(id: WorkflowID, store: StoreID, specification: Specification) {
            self.id = id
            self.store = store
            self.specification = specification
        }

        func amended(to specification: Specification) -> Self {
            Self(id: id, store: store, specification: specification)
        }

        package var paidSpecification: WorkspaceIdentity { specification.workspace.identity }

        package func purchaseKey(inEpoch epoch: Int) -> PurchaseKey {
            PurchaseKey(rawValue: "sluice-\(store)-\(id)-\(epoch)")
        }

        package var timing: Timing { specification.timing }

        /// The right to the workspace's name.
        var nameClaim: Claim { WorkspaceNameIsFree.claim(on: specification.workspace.identity) }
    }
}

/// A namespace that is to be in a workspace.
package struct NamespaceSpecification: Codable, Equatable, Sendable {
    package let name: NamespaceName
    package let computeUnits: ComputeUnits

    package init(name: NamespaceName, computeUnits: ComputeUnits) {
        self.name = name
        self.computeUnits = computeUnits
    }
}
