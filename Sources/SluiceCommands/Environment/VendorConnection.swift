import AlibabaCloud
import RealtimeCompute
import SimulatedCloud
import Workflow
import WorkflowEngine

/// What connects a command with the vendor's APIs.
struct VendorConnection {
    let client: APIClient
    let chain: CredentialChain
    let region: RegionID
    private let transports: [HTTPTransport]

    /// - Throws: ``InvalidEndpoint``.
    init(to region: RegionID, _ options: GlobalOptions, in surroundings: Surroundings) throws {
        let variable: @Sendable (String) -> String? = { surroundings.value($0) }
        let endpoints = try Endpoints(arguments: options.endpoint, variable: variable)
        let transport = HTTPTransport(proxies: ProxySettings(variable: variable))
        var impatience = HTTPTransport.Timeouts()
        (impatience.connect, impatience.read, impatience.answer) = (.seconds(1), .seconds(1), .seconds(2))
        let impatient = HTTPTransport(timeouts: impatience)
        let localNow: @Sendable () -> Timestamp = { .systemTime }
        let time = ServerTime(localNow: localNow)
        let userAgent = "sluice/\(Sluice.release)"
        chain = CredentialChain(
            in: CredentialContext(
                variable: variable, home: surroundings.home, region: region, transport: transport,
                impatient: impatient, endpoints: endpoints, time: time, localNow: localNow, userAgent: userAgent),
            profile: options.profile)
        client = APIClient(
            transport: transport, endpoints: endpoints, credentials: chain, time: time, localNow: localNow,
            userAgent: userAgent)
        self.region = region
        transports = [transport, impatient]
    }

    func close() async throws {
        for transport in transports { try await transport.close() }
    }
}
