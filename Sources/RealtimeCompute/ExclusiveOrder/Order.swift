package import CanonicalJSON
import Workflow

/// An order: what is asked for, and where.
///
/// The same in every phase, but for amendments: the states of an order share it.
package struct Order: Equatable, Sendable, Payer {
    package typealias Paid = Purchase

    fileprivate struct Content: Codable, Equatable, Sendable {
        let id: OrderID
        let store: StoreID
        let cloud: CloudID
        let specification: OrderSpecification
    }

    fileprivate let content: WrittenOnce<Content>

    package var id: OrderID { content.value.id }
    /// The store that keeps the order; part of every purchase key.
    package var store: StoreID { content.value.store }
    /// The cloud that the order was drafted on, and belongs to.
    package var cloud: CloudID { content.value.cloud }
    package var specification: OrderSpecification { content.value.specification }

    package init(id: OrderID, store: StoreID, cloud: CloudID, specification: OrderSpecification) {
        content = WrittenOnce(Content(id: id, store: store, cloud: cloud, specification: specification))
    }

    func amended(to specification: OrderSpecification) -> Self {
        Self(id: id, store: store, cloud: cloud, specification: specification)
    }

    package var paidSpecification: PurchaseSpecification { specification.purchase }

    package func purchaseKey(inEpoch epoch: Int) -> PurchaseKey {
        PurchaseKey(rawValue: "sluice-\(store)-\(id)-\(epoch)")
    }

    package var timing: Timing { specification.timing }

    /// What marks the ticket about this order's cluster.
    package var ticketKey: TicketKey {
        TicketKey(rawValue: "sluice-\(store)-\(id)-ticket")
    }
}

extension PurchaseQuery {
    /// Asks for every purchase that a search for an order's could judge to be more than another's.
    package init(for order: Order, with trail: PurchaseTrail) {
        self.init(
            region: order.specification.region, keys: order.purchaseKeys(through: trail.epoch),
            specification: order.specification.purchase, since: trail.firstIntent)
    }
}

extension Order: Codable, CanonicalValue {
    package init(from decoder: any Decoder) throws { content = try WrittenOnce(from: decoder) }
    package func encode(to encoder: any Encoder) throws { try content.encode(to: encoder) }

    package func write(to writer: inout CanonicalWriter) { content.write(to: &writer) }
    package init(reading reader: inout CanonicalReader) throws(OtherForm) {
        content = try WrittenOnce(reading: &reader)
    }
}

extension Order.Content: CanonicalObject, CanonicalObjectReading {
    func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("cloud", cloud)
        writer.write("id", id)
        writer.write("specification", specification)
        writer.write("store", store)
    }

    init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        cloud = try reader.read("cloud")
        id = try reader.read("id")
        specification = try reader.read("specification")
        store = try reader.read("store")
    }
}
