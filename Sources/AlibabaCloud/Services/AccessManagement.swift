import AlibabaWire
import Documents
package import RealtimeCompute

/// RAM 2015-05-01.
extension AlibabaCloud: AccessManagementService {
    package func role(_ name: RoleName) async throws -> Answer<Role?> {
        do {
            let reply = try await client.call(.look(.ram, "GetRole", in: region, [("RoleName", name.rawValue)]))
            let role = reply.body["Role"]
            return Answer(
                Role(
                    name: try role["RoleName"].name(), trustedServices: try role["AssumeRolePolicyDocument"].services()),
                requestID: reply.requestID)
        } catch let error as CloudError where error.says(["EntityNotExist.Role"]) {
            return Answer(nil, requestID: error.requestID)
        }
    }

    package func policies(attachedTo role: RoleName) async throws -> Answer<[AttachedPolicy]> {
        let found = try await policies("ListPoliciesForRole", ("RoleName", role.rawValue), none: "EntityNotExist.Role")
        return Answer(found.value ?? [], requestID: found.requestID)
    }

    package func policies(attachedToUser name: UserName) async throws -> Answer<[AttachedPolicy]?> {
        try await policies("ListPoliciesForUser", ("UserName", name.rawValue), none: "EntityNotExist.User")
    }

    /// The policies that an action lists, each with its document in force.
    ///
    /// - Parameter none: the code that says that there is nobody who could have any.
    private func policies(
        _ action: String, _ owner: (String, String), none: String
    ) async throws -> Answer<[AttachedPolicy]?> {
        let reply: APIClient.Reply
        do {
            reply = try await client.call(.look(.ram, action, in: region, [owner]))
        } catch let error as CloudError where error.says([none]) {
            return Answer(nil, requestID: error.requestID)
        }
        var policies: [AttachedPolicy] = []
        for item in try reply.body["Policies"].items("Policy") {
            let name = try item["PolicyName"].text()
            let policy = try await client.call(
                .look(
                    .ram, "GetPolicy", in: region,
                    [("PolicyName", name), ("PolicyType", try item["PolicyType"].text())]))
            policies.append(
                AttachedPolicy(
                    name: PolicyName(rawValue: name),
                    document: try policy.body["DefaultPolicyVersion"]["PolicyDocument"].text()))
        }
        return Answer(policies, requestID: reply.requestID)
    }
}

extension AnswerField {
    /// The services that a trust policy lets assume the role.
    fileprivate func services() throws -> [String] {
        let document = parsed()
        guard case .object = document.value else { throw unreadable("a policy") }
        return try document["Statement"].items().flatMap { statement -> [String] in
            guard statement["Effect"].optionalText == "Allow" else { return [] }
            let services = statement["Principal"]["Service"]
            if let one = services.optionalText { return [one] }
            return services.value == nil ? [] : try services.items().map { try $0.text() }
        }
    }
}
