package import RealtimeCompute
import Workflow
import WorkflowEngine

extension Provisioner {
    /// Places an order as a draft, with the look at its prerequisites that was had.
    ///
    /// Anyone may.
    ///
    /// - Throws: ``JournalError/nameTaken(_:)``.
    package func place(_ specification: OrderSpecification, checked: CheckReport) async throws -> OrderReport {
        let order = Order(
            id: newID(at: try await clock.now()), store: StoreID(rawValue: journal.storeID),
            cloud: cloud.id, specification: specification)
        let placement = Placement(of: order, inspection: checked.inspection)
        let workflow = try await engine.place(
            order.id, named: specification.name.rawValue, on: .placed(placement), by: operatorActor)
        return OrderReport(workflow, at: try await clock.now())
    }

    /// A look at the prerequisites before anything is bought.
    func inspect(
        _ specification: OrderSpecification, forBuyingBesides id: OrderID?
    ) async throws -> Inspection {
        let others = try await journal.claims(
            on: Inspection.contested(by: specification), in: cloud.id.rawValue, exceptOf: id)
        return try await Inspection(
            of: specification, for: .buying, in: cloud, others: others, at: try await clock.now())
    }
}
