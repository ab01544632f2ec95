/// What every phase of an order of shared mode has.
protocol SharedPhase: Codable, Equatable, Sendable {
    var order: SharedOrder.Order { get }
}
