import AlibabaWire
import RealtimeCompute

/// A call of one of the vendor's APIs.
struct APICall: Sendable {
    /// How the vendor wants it.
    enum Style: Equatable, Sendable {
        /// Everything in the query, to `/`.
        case rpc
        /// Everything in a form, to `/`.
        case form
        /// A resource and a verb; what is sent goes into the query of a look, and into the body of a change.
        case roa(method: String, path: [String])
    }

    let service: VendorService
    let action: String
    let style: Style
    let region: RegionID
    let parameters: [Parameter]
    /// Whether it changes something; everything else only looks.
    let isChange: Bool
    /// The action that RAM has to grant for it.
    let permission: String

    /// A look by RPC.
    static func look(
        _ service: VendorService, _ action: String, in region: RegionID, _ parameters: [(String, String?)] = []
    ) -> Self {
        Self(service, action, .rpc, region, parameters, isChange: false)
    }

    /// A change by RPC.
    static func change(
        _ service: VendorService, _ action: String, in region: RegionID, _ parameters: [(String, String?)]
    ) -> Self {
        Self(service, action, .rpc, region, parameters, isChange: true)
    }

    /// A call of fully managed Flink that is sent as a form.
    static func form(
        _ action: String, in region: RegionID, _ parameters: [(String, String?)], isChange: Bool
    ) -> Self {
        Self(.foasconsole, action, .form, region, parameters, isChange: isChange)
    }

    /// A look at a resource of Realtime Compute.
    static func get(
        _ path: [String], _ action: String, in region: RegionID, _ parameters: [(String, String?)] = []
    ) -> Self {
        Self(.foas, action, .roa(method: "GET", path: path), region, parameters, isChange: false)
    }

    /// A change of a resource of Realtime Compute.
    static func send(
        _ method: String, _ path: [String], _ action: String, in region: RegionID,
        _ parameters: [(String, String?)] = []
    ) -> Self {
        Self(.foas, action, .roa(method: method, path: path), region, parameters, isChange: true)
    }

    private init(
        _ service: VendorService, _ action: String, _ style: Style, _ region: RegionID,
        _ parameters: [(String, String?)], isChange: Bool
    ) {
        self.service = service
        self.action = action
        self.style = style
        self.region = region
        self.parameters = parameters.compactMap { name, value in value.map { Parameter(name, $0) } }
        self.isChange = isChange
        permission = service.action(of: action)
    }

    /// The request, before it is signed.
    func request(to endpoint: Endpoint, from userAgent: String) -> WireRequest {
        var headers = WireHeaders([
            Parameter("host", endpoint.authority), Parameter("accept", "application/json"),
            Parameter("user-agent", userAgent),
        ])
        switch style {
        case .rpc:
            return WireRequest("POST", "/", query: parameters, headers: headers)
        case .form:
            headers.append("content-type", "application/x-www-form-urlencoded")
            return WireRequest("POST", "/", headers: headers, body: FormEncoding.data(parameters))
        case .roa(let method, let path):
            // The vendor's metadata has the region as a header of every action of Realtime Compute.
            headers.append("x-acs-region-id", region.rawValue)
            let path = "/" + path.map { PercentEncoding.encode($0) }.joined(separator: "/")
            guard isChange, method != "DELETE" else {
                return WireRequest(method, path, query: parameters, headers: headers)
            }
            if !parameters.isEmpty { headers.append("content-type", "application/x-www-form-urlencoded") }
            return WireRequest(method, path, headers: headers, body: FormEncoding.data(parameters))
        }
    }
}
