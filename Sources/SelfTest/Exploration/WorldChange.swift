import Documents
package import RealtimeCompute
package import SimulatedCloud
package import Workflow

/// Something that happens to the cloud without Sluice.
package struct WorldChange: Sendable {
    let apply: @Sendable (inout CloudState, _ now: Timestamp, _ realNow: Timestamp) throws -> Void

    package init(_ apply: @escaping @Sendable (inout CloudState, _ now: Timestamp, _ realNow: Timestamp) throws -> Void)
    {
        self.apply = apply
    }

    /// A resource's owner changes it.
    package static func set(_ resource: String, _ fields: String) -> Self {
        Self { state, now, realNow in
            try state.set(resource, try Document(text: fields, source: resource).root, at: now, realNow: realNow)
        }
    }

    package static func add(_ fault: FaultScript) -> Self {
        Self { state, now, _ in state.add(fault, at: now) }
    }

    /// All faults are taken off, or those of one script.
    package static func clearFaults(_ fault: FaultScript? = nil) -> Self {
        Self { state, now, _ in state.clearFaults(fault, at: now) }
    }

    /// Somebody else buys, without a key; or cannot, where there is no stock.
    package static func purchaseInConsole(_ specification: PurchaseSpecification) -> Self {
        Self { state, now, _ in _ = try? state.purchaseInConsole(specification, at: now) }
    }
}

extension Stage {
    package func change(_ world: WorldChange) throws {
        try cloud.change { state, now, realNow in try world.apply(&state, now, realNow) }
    }
}
