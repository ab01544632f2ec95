package import CanonicalJSON
package import Workflow

/// What is known of an order's attempts to buy, for as long as no purchase is its own.
package struct PurchaseTrail: Codable, Equatable, Sendable {
    /// Counts the purchases that an operator has wanted, from 1.
    ///
    /// Only ``afterRepurchase(disowning:)`` moves it.
    package private(set) var epoch = 1
    /// When the first intent to buy was committed, in any epoch.
    ///
    /// A purchase made before it is never ours.
    package private(set) var firstIntent: Timestamp?
    /// Purchases that an operator has said are not ours.
    package private(set) var disowned: Set<OrderNumber> = []

    package init() {}

    func afterIntent(at time: Timestamp) -> Self {
        var trail = self
        trail.firstIntent = firstIntent ?? time
        return trail
    }

    func afterRepurchase(disowning candidates: some Sequence<OrderNumber>) -> Self {
        var trail = disowning(candidates)
        trail.epoch += 1
        return trail
    }

    func disowning(_ candidates: some Sequence<OrderNumber>) -> Self {
        var trail = self
        trail.disowned.formUnion(candidates)
        return trail
    }

    /// Whether a request of an epoch before this one may still surface as a purchase.
    package var hasUnaccountedEpoch: Bool { epoch > 1 }

    // A set has no order of its own; what is stored must be the same bytes for the same trail.
    private enum Key: CodingKey {
        case epoch, firstIntent, disowned
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        epoch = try container.decode(Int.self, forKey: .epoch)
        firstIntent = try container.decodeIfPresent(Timestamp.self, forKey: .firstIntent)
        disowned = Set(try container.decode([OrderNumber].self, forKey: .disowned))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(epoch, forKey: .epoch)
        try container.encodeIfPresent(firstIntent, forKey: .firstIntent)
        try container.encode(disowned.sorted { $0.rawValue < $1.rawValue }, forKey: .disowned)
    }
}

extension PurchaseTrail: CanonicalObject {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("disowned", disowned.sorted { $0.rawValue < $1.rawValue })
        writer.write("epoch", epoch)
        writer.write("firstIntent", ifPresent: firstIntent)
    }
}
