/// What every phase of a renewal has.
protocol RenewalPhase: Codable, Equatable, Sendable {
    var order: RenewalOrder { get }
    /// The subscription as it was seen before it was renewed; `nil` if it could not be.
    var before: Subscription? { get }
}
