import AlibabaWire
package import RealtimeCompute

/// ROS 2019-09-10.
extension AlibabaCloud: ResourceStackService {
    package func hasStack(_ name: StackName, in region: RegionID) async throws -> Answer<Bool> {
        let (id, requestID) = try await stack(name, in: region)
        return Answer(id != nil, requestID: requestID)
    }

    /// Deletes the stack of a name, with its resources: the service knows stacks by ids.
    package func deleteStack(_ name: StackName, in region: RegionID) async throws -> Answer<Void> {
        let (id, requestID) = try await stack(name, in: region)
        guard let id else {
            throw CloudError(
                code: "StackNotFound", vendorMessage: "there is no stack \(name)", requestID: requestID)
        }
        let reply = try await client.call(
            .change(.ros, "DeleteStack", in: region, [("RegionId", region.rawValue), ("StackId", id)]))
        return Answer((), requestID: reply.requestID)
    }

    /// The id of the stack of a name; one that has been deleted is listed for a while, and is none.
    private func stack(_ name: StackName, in region: RegionID) async throws -> (id: String?, requestID: RequestID?) {
        let (items, requestID) = try await client.pages { number in
            .look(
                .ros, "ListStacks", in: region,
                [
                    ("RegionId", region.rawValue), ("StackName.1", name.rawValue), ("PageNumber", String(number)),
                    ("PageSize", "50"),
                ])
        } _: {
            (try $0["Stacks"].items(), try $0["TotalCount"].integer())
        }
        let living = try items.first {
            try $0["StackName"].text() == name.rawValue && $0["Status"].optionalText != "DELETE_COMPLETE"
        }
        return (try living?["StackId"].text(), requestID)
    }
}
