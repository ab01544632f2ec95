package import CanonicalJSON

/// What machines cost by the list prices of 2021, for orientation: discounts and later prices are not in it.
package struct Estimate: Codable, Equatable, Sendable {
    /// ISO 4217.
    package let currency: String
    /// The amount in the currency's minor unit: fen.
    package let minorUnits: Int
    /// For how long the amount is, in ISO 8601: `P1M` or `PT1H`.
    package let per: String
    /// Where the prices come from.
    package let source: String

    /// The price of `masters` and `slaves` together for a month, or for an hour if they are billed by the hour.
    package init(for billing: Billing, masters: Machines, slaves: Machines) {
        let machines = [masters, slaves]
        currency = "CNY"
        source = "list price 2021"
        switch billing {
        case .subscription:
            minorUnits = machines.reduce(0) { $0 + $1.count * $1.model.monthlyFen }
            per = "P1M"
        case .payAsYouGo:
            minorUnits = machines.reduce(0) { $0 + $1.count * $1.model.hourlyFen }
            per = "PT1H"
        }
    }

    /// A price that somebody else has told.
    package init(_ minorUnits: Int, _ currency: String, per duration: String, source: String) {
        self.minorUnits = minorUnits
        self.currency = currency
        per = duration
        self.source = source
    }

    /// The price of `masters` and `slaves` together for so many months.
    package init(masters: Machines, slaves: Machines, months: Int) {
        currency = "CNY"
        source = "list price 2021"
        minorUnits = months * [masters, slaves].reduce(0) { $0 + $1.count * $1.model.monthlyFen }
        per = "P\(months)M"
    }
}

/// How a cluster is paid for; not changeable after the purchase.
package enum Billing: Hashable, Sendable {
    /// In advance, for so many months.
    case subscription(months: Int)
    /// By the clock hour (UTC+8), any part counting whole, from the moment cluster creation is asked for.
    case payAsYouGo

    package enum Method: String, CaseIterable, Codable, Sendable {
        case subscription
        case payAsYouGo = "pay-as-you-go"
    }

    package var method: Method {
        switch self {
        case .subscription: .subscription
        case .payAsYouGo: .payAsYouGo
        }
    }
}

extension Billing: Codable {
    private enum Key: String, CodingKey {
        case method, months
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        switch try container.decode(Method.self, forKey: .method) {
        case .subscription: self = .subscription(months: try container.decode(Int.self, forKey: .months))
        case .payAsYouGo: self = .payAsYouGo
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(method, forKey: .method)
        if case .subscription(let months) = self { try container.encode(months, forKey: .months) }
    }
}

extension Billing.Method: CanonicalValue {}

extension Billing: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("method", method)
        if case .subscription(let months) = self { writer.write("months", months) }
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        switch try reader.read("method", as: Method.self) {
        case .subscription: self = .subscription(months: try reader.read("months"))
        case .payAsYouGo: self = .payAsYouGo
        }
    }
}
