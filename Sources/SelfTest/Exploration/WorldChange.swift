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

    /// A resource's owner asks for a change that the service may refuse.
    package static func attempt(_ resource: String, _ fields: String) -> Self {
        Self { state, now, realNow in
            var changed = state
            let document = try Document(text: fields, source: resource)
            do throws(InvalidDocument) {
                try changed.set(resource, document.root, at: now, realNow: realNow)
                state = changed
            } catch {
                // Refused: nothing has changed.
            }
        }
    }

    /// Somebody else buys, without a key; or cannot, where it is not sold.
    package static func purchaseInConsole(_ specification: PurchaseSpecification) -> Self {
        Self { state, now, _ in _ = try? state.purchaseInConsole(specification, at: now) }
    }

    /// Somebody else buys shared mode, without a key; or cannot, where it is not sold.
    package static func purchaseInConsole(_ specification: SharedSpecification) -> Self {
        Self { state, now, _ in _ = try? state.purchaseInConsole(specification, at: now) }
    }

    /// Somebody else buys a workspace, under the same name; or cannot, where the service would not have it.
    package static func purchaseInConsole(_ workspace: WorkspaceSpecification) -> Self {
        Self { state, now, _ in _ = try? state.purchaseInConsole(workspace, at: now) }
    }

    /// Somebody deletes a workspace.
    package static func deleteWorkspace(_ id: WorkspaceID) -> Self {
        Self { state, now, _ in state.deleteWorkspace(id, at: now) }
    }

    /// Somebody else renews, without a key; or cannot, where there is nothing to renew.
    package static func renewInConsole(_ instance: InstanceID, months: Int) -> Self {
        Self { state, now, _ in _ = try? state.renewInConsole(instance, months: months, at: now) }
    }

    /// Somebody else renews a workspace; or cannot, where there is nothing to renew.
    package static func renewInConsole(_ workspace: WorkspaceID, months: Int) -> Self {
        Self { state, now, _ in _ = try? state.renewInConsole(workspace, months: months, at: now) }
    }
}

extension Stage {
    package func change(_ world: WorldChange) throws {
        try cloud.change { state, now, realNow in try world.apply(&state, now, realNow) }
    }
}
