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

    package func customPolicy(_ name: PolicyName) async throws -> Answer<AttachedPolicy?> {
        do {
            let (policy, requestID) = try await policy(name, .custom)
            return Answer(policy, requestID: requestID)
        } catch let error as CloudError where error.says(["EntityNotExist.Policy"]) {
            return Answer(nil, requestID: error.requestID)
        }
    }

    private func policy(
        _ name: PolicyName, _ type: PolicyType
    ) async throws -> (policy: AttachedPolicy, requestID: RequestID?) {
        let reply = try await client.call(
            .look(.ram, "GetPolicy", in: region, [("PolicyName", name.rawValue), ("PolicyType", type.rawValue)]))
        let document = try reply.body["DefaultPolicyVersion"]["PolicyDocument"].text()
        return (AttachedPolicy(name: name, type, document: document), reply.requestID)
    }

    package func createRole(_ name: RoleName, trusting service: String) async throws -> Answer<Void> {
        let trust =
            #"{"Version":"1","Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":"#
            + #"{"Service":["\#(service)"]}}]}"#
        return try await change("CreateRole", [("RoleName", name.rawValue), ("AssumeRolePolicyDocument", trust)])
    }

    package func deleteRole(_ name: RoleName) async throws -> Answer<Void> {
        try await change("DeleteRole", [("RoleName", name.rawValue)])
    }

    package func createPolicy(_ name: PolicyName, _ document: String) async throws -> Answer<Void> {
        try await change("CreatePolicy", [("PolicyName", name.rawValue), ("PolicyDocument", document)])
    }

    package func deletePolicy(_ name: PolicyName) async throws -> Answer<Void> {
        try await change("DeletePolicy", [("PolicyName", name.rawValue)])
    }

    package func attach(_ policy: PolicyName, _ type: PolicyType, to role: RoleName) async throws -> Answer<Void> {
        try await change("AttachPolicyToRole", Self.parameters(of: policy, type, role))
    }

    package func detach(_ policy: PolicyName, _ type: PolicyType, from role: RoleName) async throws -> Answer<Void> {
        try await change("DetachPolicyFromRole", Self.parameters(of: policy, type, role))
    }

    private static func parameters(
        of policy: PolicyName, _ type: PolicyType, _ role: RoleName
    ) -> [(String, String?)] {
        [("PolicyName", policy.rawValue), ("PolicyType", type.rawValue), ("RoleName", role.rawValue)]
    }

    private func change(_ action: String, _ parameters: [(String, String?)]) async throws -> Answer<Void> {
        Answer((), requestID: try await client.call(.change(.ram, action, in: region, parameters)).requestID)
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
            guard let type = PolicyType(rawValue: try item["PolicyType"].text()) else {
                throw item["PolicyType"].unreadable("System or Custom")
            }
            policies.append(try await policy(try item["PolicyName"].name(), type).policy)
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
