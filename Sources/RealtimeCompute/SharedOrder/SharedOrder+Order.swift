package import Workflow

extension SharedOrder {
    /// What an order of shared mode asks for, as its manifest says.
    package struct Specification: Codable, Equatable, Sendable {
        package let name: OrderName
        package let region: RegionID
        package let computeUnits: ComputeUnits
        package let months: Int
        /// The one project; it holds every CU that is bought.
        package let project: ProjectSpecification
        package let timing: Timing

        package init(
            name: OrderName, region: RegionID, computeUnits: ComputeUnits, months: Int, project: ProjectSpecification,
            timing: Timing
        ) {
            self.name = name
            self.region = region
            self.computeUnits = computeUnits
            self.months = months
            self.project = project
            self.timing = timing
        }

        /// What is bought: all that a purchase in the vendor's order list can be recognised by.
        package var purchase: SharedSpecification {
            SharedSpecification(region: region, computeUnits: computeUnits, months: months)
        }

        /// What must hold before anything is bought, in the order in which findings are shown.
        package var prerequisitesOfBuying: [any Prerequisite] {
            [CallerIsAccount(), SaleIsOpen(.shared, in: region)] + prerequisitesOfTheProject
        }

        /// What must hold after the payment, before the project is asked for.
        ///
        /// Whether the sale is open is no longer asked.
        package var prerequisitesAfterPayment: [any Prerequisite] { [CallerIsAccount()] + prerequisitesOfTheProject }

        private var prerequisitesOfTheProject: [any Prerequisite] {
            prerequisitesOfServing + [ProjectNameIsFree(project.name)]
        }

        /// What the project goes on resting on.
        package var prerequisitesOfServing: [any Prerequisite] {
            [
                RoleExists(Figures.role), RoleIsTrusting(Figures.role, principal: Figures.assumedServicePrincipal),
                RoleMayAct(Figures.role, Figures.requiredActions + [Figures.requiredStorageActions]),
            ]
        }

        /// In what `other` differs of all that is fixed once it is paid for, by its paths.
        func changesOfWhatIsBought(to other: Self) -> [String] {
            [
                ("metadata.name", name == other.name), ("spec.region", region == other.region),
                ("spec.computeUnits", computeUnits == other.computeUnits), ("spec.months", months == other.months),
                ("spec.timing", timing == other.timing),
            ].filter { !$0.1 }.map(\.0)
        }
    }

    /// An order of shared mode: what is asked for, and where.
    ///
    /// The same in every phase, but for amendments.
    package struct Order: Codable, Equatable, Sendable, Payer {
        package typealias Paid = SharedPurchase

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

        package var paidSpecification: SharedSpecification { specification.purchase }

        package func purchaseKey(inEpoch epoch: Int) -> PurchaseKey {
            PurchaseKey(rawValue: "sluice-\(store)-\(id)-\(epoch)")
        }

        package var timing: Timing { specification.timing }
    }
}

extension SharedPurchase: PaidOrder {}

extension SharedPurchaseQuery {
    /// Asks for every purchase that a search for an order's could judge to be more than another's.
    package init(for order: SharedOrder.Order, with trail: PurchaseTrail) {
        self.init(
            region: order.specification.region, keys: order.purchaseKeys(through: trail.epoch),
            specification: order.specification.purchase, since: trail.firstIntent)
    }
}
