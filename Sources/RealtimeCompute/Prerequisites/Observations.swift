import Workflow

/// The looks of one inspection: each resource is looked at once, however many prerequisites judge it.
final class Observations {
    let cloud: any Cloud
    private var answers: [String: Result<any Sendable, any Error>] = [:]

    init(of cloud: any Cloud) {
        self.cloud = cloud
    }

    func vpc(_ id: VPCID) async throws -> Answer<VPC?> {
        try await once("vpc/\(id)") { try await cloud.vpc(id) }
    }

    func vSwitch(_ id: VSwitchID) async throws -> Answer<VSwitch?> {
        try await once("vswitch/\(id)") { try await cloud.vSwitch(id) }
    }

    func bucket(_ name: BucketName) async throws -> Answer<Bucket?> {
        try await once("bucket/\(name)") { try await cloud.bucket(name) }
    }

    func role(_ name: RoleName) async throws -> Answer<Role?> {
        try await once("role/\(name)") { try await cloud.role(name) }
    }

    private func once<Value: Sendable>(
        _ resource: String,
        _ look: () async throws -> Answer<Value>
    ) async throws -> Answer<Value> {
        if let known = answers[resource], let answer = try known.get() as? Answer<Value> { return answer }
        do {
            let answer = try await look()
            answers[resource] = .success(answer)
            return answer
        } catch {
            answers[resource] = .failure(error)
            throw error
        }
    }
}
