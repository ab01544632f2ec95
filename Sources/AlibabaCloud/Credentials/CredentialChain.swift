package import AlibabaWire
package import RealtimeCompute
package import Workflow

/// Finds credentials where the vendor's own tools do, and in their order: the environment, a token of OpenID Connect, the
/// profiles of the vendor's command line, `credentials.ini`, the role of the machine in ECS, an address that gives them.
///
/// The first place that has any decides; what it has is fetched anew before it expires. Nothing of a key leaves the
/// process, but for what is signed with it.
package actor CredentialChain: CredentialSource {
    private let context: CredentialContext
    /// The profile that was asked for by name, and nothing else.
    private let profile: String?
    private var found: FoundKey?
    private var fetching: Task<FoundKey, any Error>?

    /// Keys are fetched anew so long before they expire.
    private static let margin = Duration.seconds(300)

    package init(in context: CredentialContext, profile: String?) {
        self.context = context
        self.profile = profile
    }

    package func key() async throws -> AccessKey { try await current().key }

    /// Where the keys are from, for people.
    package func origin() async throws -> String { try await current().origin }

    package func forget(_ key: AccessKey) {
        if found?.key == key { found = nil }
    }

    private func current() async throws -> FoundKey {
        if let found, !isExpiring(found, within: Self.margin) { return found }
        do {
            return try await fetchedOnce()
        } catch {
            // What is still valid is better than none.
            if let found, !isExpiring(found, within: .zero) { return found }
            throw error
        }
    }

    /// Fetches; who comes while that is under way waits for the same.
    private func fetchedOnce() async throws -> FoundKey {
        if let fetching { return try await fetching.value }
        let task = Task { try await fetch() }
        fetching = task
        defer { fetching = nil }
        let fetched = try await task.value
        found = fetched
        return fetched
    }

    private func isExpiring(_ found: FoundKey, within margin: Duration) -> Bool {
        found.expiresAt.map { context.time.now + margin >= $0 } ?? false
    }

    private func fetch() async throws -> FoundKey {
        if let profile {
            if let found = try await ProfileFile(in: context).key(ofProfile: profile) { return found }
            if let found = try await CredentialsFile(in: context).key(ofSection: profile) { return found }
            throw UnusableCredentials.none(lookedAt: ["profile \(profile)"])
        }
        if let found = try EnvironmentKeys(in: context).key() { return found }
        if let found = try await IdentityToken(in: context).key() { return found }
        if let found = try await ProfileFile(in: context).key(ofProfile: nil) { return found }
        if let found = try await CredentialsFile(in: context).key(ofSection: nil) { return found }
        if let found = try await MachineRole(in: context).key() { return found }
        if let found = try await AddressOfKeys(in: context).key() { return found }
        throw UnusableCredentials.none(lookedAt: [
            "the environment", "OIDC", ProfileFile(in: context).path, CredentialsFile(in: context).path,
            "ECS metadata", "ALIBABA_CLOUD_CREDENTIALS_URI",
        ])
    }
}

/// What the places where credentials are found have around them.
package struct CredentialContext: Sendable {
    /// A variable of the environment that is set to something.
    let variable: @Sendable (String) -> String?
    let home: String
    let region: RegionID
    let transport: any Transport
    /// For addresses that answer at once or not at all.
    let impatient: any Transport
    let endpoints: Endpoints
    let time: ServerTime
    let localNow: @Sendable () -> Timestamp
    let userAgent: String

    package init(
        variable: @escaping @Sendable (String) -> String?, home: String, region: RegionID, transport: any Transport,
        impatient: any Transport, endpoints: Endpoints, time: ServerTime, localNow: @escaping @Sendable () -> Timestamp,
        userAgent: String
    ) {
        self.variable = variable
        self.home = home
        self.region = region
        self.transport = transport
        self.impatient = impatient
        self.endpoints = endpoints
        self.time = time
        self.localNow = localNow
        self.userAgent = userAgent
    }

    /// Where STS is asked for keys.
    var stsRegion: RegionID { variable("ALIBABA_CLOUD_STS_REGION").map(RegionID.init(rawValue:)) ?? region }

    func isSet(_ name: String) -> Bool { variable(name)?.lowercased() == "true" }
}
