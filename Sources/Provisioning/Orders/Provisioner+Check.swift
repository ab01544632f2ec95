package import RealtimeCompute
package import WorkflowEngine

/// What an order would amount to, and whether it could be carried out now.
package struct CheckReport: Equatable, Sendable {
    package let capacity: Capacity
    package let estimate: Estimate
    let inspection: Inspection

    package var findings: [Finding] { inspection.findings }

    /// Whether nothing blocks.
    package var isReady: Bool { findings.blocking.isEmpty }

    /// Looks at every prerequisite of what `specification` asks for; changes nothing.
    ///
    /// - Parameter journal: the store whose orders compete for the same resources, if there is one.
    package init(
        of specification: OrderSpecification, in cloud: any Cloud, at clock: any Clock, besides journal: (any Journal)?
    ) async throws {
        let contested = Inspection.contested(by: specification)
        let others = try await journal?.claims(on: contested, in: cloud.id.rawValue, exceptOf: nil) ?? []
        inspection = try await Inspection(
            of: specification, for: .buying, in: cloud, others: others, at: try await clock.now())
        capacity = specification.capacity
        estimate = specification.estimate
    }
}
