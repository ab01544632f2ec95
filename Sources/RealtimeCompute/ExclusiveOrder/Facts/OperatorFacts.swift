package import CanonicalJSON
import Workflow

// What events carry that an operator brings about.

/// An order was placed: what it asks for, and a first look at its prerequisites.
package struct Placement: Codable, Equatable, Sendable {
    package let order: Order
    package let inspection: Inspection

    package init(of order: Order, inspection: Inspection) {
        self.order = order
        self.inspection = inspection
    }
}

/// Someone with the right to buy has said yes, knowing what does not hold.
package struct Confirmation: Codable, Equatable, Sendable {
    /// Who the cloud says gave it.
    package let caller: Caller
    package let inspection: Inspection
    /// Whether it was given although a prerequisite does not hold.
    package let despiteFindings: Bool

    package init(by caller: Caller, knowing inspection: Inspection, despiteFindings: Bool) {
        self.caller = caller
        self.inspection = inspection
        self.despiteFindings = despiteFindings
    }
}

/// What is asked for was changed.
package struct Amendment: Codable, Equatable, Sendable {
    package let specification: OrderSpecification
    /// A first look at the prerequisites of what is asked for now; only of a draft.
    package let inspection: Inspection?
    /// The cluster as it was just seen; only of a running order.
    package let load: ClusterLoad?

    package init(to specification: OrderSpecification, inspection: Inspection? = nil, load: ClusterLoad? = nil) {
        self.specification = specification
        self.inspection = inspection
        self.load = load
    }
}

extension Placement: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("inspection", inspection)
        writer.write("order", order)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        inspection = try reader.read("inspection")
        order = try reader.read("order")
    }
}

extension Confirmation: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("caller", caller)
        writer.write("despiteFindings", despiteFindings)
        writer.write("inspection", inspection)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        caller = try reader.read("caller")
        despiteFindings = try reader.read("despiteFindings")
        inspection = try reader.read("inspection")
    }
}
