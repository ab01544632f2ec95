package import RealtimeCompute

// Stacks of resources: those that the service has made to authorise fully managed Flink.
extension CloudState {
    /// The stacks that there are.
    package var stackNames: [StackName] { settings.stacks ?? [] }

    func hasStack(_ name: StackName, in region: RegionID) -> Bool {
        region == Figures.stackRegion && stackNames.contains(name)
    }

    mutating func deleteStack(_ name: StackName, in region: RegionID) throws(CloudError) {
        guard hasStack(name, in: region) else {
            throw CloudError(code: "StackNotFound", vendorMessage: "The stack \(name) could not be found.")
        }
        settings.stacks?.removeAll { $0 == name }
    }
}

extension SimulatedCloud: ResourceStackService {
    package func hasStack(_ name: StackName, in region: RegionID) async throws -> Answer<Bool> {
        try look(.getStack) { state, _ in state.hasStack(name, in: region) }
    }

    package func deleteStack(_ name: StackName, in region: RegionID) async throws -> Answer<Void> {
        Answer((), requestID: try submit(.deleteStack(name, in: region)).1)
    }
}
