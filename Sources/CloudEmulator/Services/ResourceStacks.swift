import Documents
import RealtimeCompute
import SimulatedCloud

/// ROS 2019-09-10: the stacks that there are, and their deletion.
enum ResourceStacks {
    static let actions: [String: Services.Handler] = ["ListStacks": listStacks, "DeleteStack": deleteStack]

    /// The ids of stacks are made of their names.
    private static func id(of name: StackName) -> String { "stack-\(name)" }

    @Sendable private static func listStacks(_ exchange: Exchange) throws -> ActionReply {
        let region = try exchange.required("RegionId")
        let wanted = (1...5).compactMap { exchange.optional("StackName.\($0)") }
        let names = try exchange.look(.getStack) { state, _ in state.stackNames }.filter { name in
            region == Figures.stackRegion.rawValue && (wanted.isEmpty || wanted.contains(name.rawValue))
        }
        return ActionReply([
            "TotalCount": .integer(names.count), "PageNumber": 1, "PageSize": 50,
            "Stacks": .list(
                names.map { name in
                    [
                        "StackId": .text(id(of: name)), "StackName": .text(name.rawValue),
                        "RegionId": .text(region), "Status": "CREATE_COMPLETE",
                    ]
                }),
        ])
    }

    @Sendable private static func deleteStack(_ exchange: Exchange) throws -> ActionReply {
        let region = RegionID(rawValue: try exchange.required("RegionId"))
        let wanted = try exchange.required("StackId")
        let names = try exchange.cloud.look(uncounted: { state, _ in state.stackNames })
        guard let name = names.first(where: { id(of: $0) == wanted }) else {
            throw WireError(404, "StackNotFound", "The Stack (\(wanted)) could not be found.")
        }
        return try exchange.ask(.deleteStack(name, in: region)) { _ in [:] }
    }
}
