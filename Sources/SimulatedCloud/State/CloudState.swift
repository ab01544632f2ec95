package import RealtimeCompute

/// Everything there is in a simulated cloud: a value in memory, or a unit of work on a file.
///
/// Its methods take the time they act at; it knows no other clock. What happens in it by time alone (a late request
/// taking effect, a cluster starting) is made true by ``settle(at:)``, which every call begins with. What a service
/// does lies in the service's folder.
@dynamicMemberLookup
package struct CloudState: Equatable, Sendable {
    package internal(set) var settings: CloudSettings
    var tables = CloudTables()

    package subscript<Value>(dynamicMember path: WritableKeyPath<CloudSettings, Value>) -> Value {
        get { settings[keyPath: path] }
        set { settings[keyPath: path] = newValue }
    }

    package subscript<Value>(dynamicMember path: KeyPath<CloudSettings, Value>) -> Value { settings[keyPath: path] }

    /// An id that is not used twice.
    mutating func nextID() -> Int {
        settings.counter += 1
        return settings.counter
    }
}

// Whole tables, for whoever shows or judges everything. No call reads them.
extension CloudState {
    var zones: [Zone] { tables.zones.all }
    package var vpcs: [VPC] { tables.vpcs.all }
    package var vSwitches: [VSwitch] { tables.vSwitches.all }
    package var purchases: [PurchaseRecord] { tables.purchases.all }
    package var sharedPurchases: [SharedPurchase] { tables.sharedPurchases.all.map(\.purchase) }
    package var renewals: [Renewal] { tables.renewals.all.map(\.renewal) }
    package var clusters: [ClusterRecord] { tables.clusters.all }
    package var projects: [ProjectRecord] { tables.projects.all }
    package var sharedProjects: [SharedProjectRecord] { tables.sharedProjects.all }
    package var tickets: [TicketRecord] { tables.tickets.all }
}

extension CloudState: Codable {
    package init(from decoder: any Decoder) throws {
        settings = try CloudSettings(from: decoder)
        tables = try CloudTables(from: decoder)
    }

    /// Settings and tables side by side in one object.
    package func encode(to encoder: any Encoder) throws {
        try settings.encode(to: encoder)
        try tables.encode(to: encoder)
    }
}
