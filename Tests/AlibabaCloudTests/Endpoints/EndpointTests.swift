import AlibabaWire
import RealtimeCompute
import Testing

@testable import AlibabaCloud

struct EndpointTests {
    @Test(arguments: [
        (VendorService.sts, "cn-beijing", "sts.cn-beijing.aliyuncs.com"),
        (.bss, "cn-beijing", "business.aliyuncs.com"),
        (.bss, "ap-southeast-1", "business.ap-southeast-1.aliyuncs.com"),
        (.bss, "eu-central-1", "business.ap-southeast-1.aliyuncs.com"),
        (.vpc, "cn-hangzhou", "vpc.cn-hangzhou.aliyuncs.com"),
        (.ecs, "cn-shanghai", "ecs.cn-shanghai.aliyuncs.com"),
        (.oss, "cn-shenzhen", "oss-cn-shenzhen.aliyuncs.com"),
        (.ram, "cn-beijing", "ram.aliyuncs.com"), (.ram, "ap-southeast-1", "ram.aliyuncs.com"),
        (.foas, "cn-beijing", "foas.cn-beijing.aliyuncs.com"),
        (.foas, "cn-hangzhou-finance", "foas.cn-hangzhou-finance.aliyuncs.com"),
        (.foas, "ap-southeast-3", "foas.ap-southeast-3.aliyuncs.com"),
        (.foas, "cn-huhehaote", "foas.aliyuncs.com"), (.foas, "eu-central-1", "foas.ap-northeast-1.aliyuncs.com"),
        (.foasconsole, "cn-beijing", "foasconsole.cn-beijing.aliyuncs.com"),
    ])
    func `every service has the vendor's host, by its region`(_ service: VendorService, region: String, host: String) {
        let endpoint = Endpoints().endpoint(of: service, in: RegionID(rawValue: region))
        #expect(endpoint == Endpoint(host: host))
        #expect(endpoint.description == "https://\(host)")
    }

    // MARK: - What is given

    private func endpoints(_ arguments: [String] = [], _ variables: [String: String] = [:]) throws -> Endpoints {
        try Endpoints(arguments: arguments) { variables[$0] }
    }

    private func hosts(_ endpoints: Endpoints) -> [String] {
        [VendorService.sts, .vpc, .foas].map { endpoints.endpoint(of: $0, in: "cn-beijing").host }
    }

    private let usual = ["sts.cn-beijing.aliyuncs.com", "vpc.cn-beijing.aliyuncs.com", "foas.cn-beijing.aliyuncs.com"]

    @Test func `nothing given leaves the vendor's hosts`() throws {
        #expect(try hosts(endpoints()) == usual)
    }

    @Test func `one address is for all services`() throws {
        #expect(try hosts(endpoints(["https://all"])) == ["all", "all", "all"])
        #expect(try hosts(endpoints([], ["SLUICE_ENDPOINT": "https://all"])) == ["all", "all", "all"])
    }

    @Test func `an address of one service is for that one`() throws {
        #expect(try hosts(endpoints(["vpc=https://one"])) == [usual[0], "one", usual[2]])
        #expect(try hosts(endpoints(["VPC=https://one"])) == [usual[0], "one", usual[2]])
        #expect(try hosts(endpoints([], ["SLUICE_ENDPOINT_VPC": "https://one"])) == [usual[0], "one", usual[2]])
    }

    @Test func `an address of one service goes before that of all, in any order`() throws {
        #expect(try hosts(endpoints(["https://all", "vpc=https://one"])) == ["all", "one", "all"])
        #expect(try hosts(endpoints(["vpc=https://one", "https://all"])) == ["all", "one", "all"])
        let variables = ["SLUICE_ENDPOINT": "https://all", "SLUICE_ENDPOINT_VPC": "https://one"]
        #expect(try hosts(endpoints([], variables)) == ["all", "one", "all"])
    }

    @Test func `the command line goes before the environment`() throws {
        let variables = ["SLUICE_ENDPOINT": "https://all", "SLUICE_ENDPOINT_VPC": "https://one"]
        #expect(try hosts(endpoints(["https://given"], variables)) == ["given", "given", "given"])
        #expect(try hosts(endpoints(["vpc=https://given"], variables)) == ["all", "given", "all"])
        #expect(try hosts(endpoints(["sts=https://given"], variables)) == ["given", "one", "all"])
    }

    @Test func `of several for the same, the last counts`() throws {
        #expect(try hosts(endpoints(["https://a", "https://b"])) == ["b", "b", "b"])
        #expect(try hosts(endpoints(["sts=https://a", "sts=https://b"])) == ["b", usual[1], usual[2]])
    }

    @Test(arguments: VendorService.allCases)
    func `every service has a variable of its own`(_ service: VendorService) throws {
        let name = "SLUICE_ENDPOINT_\(service.rawValue.uppercased())"
        let found = try endpoints([], [name: "https://one:8443"]).endpoint(of: service, in: "cn-beijing")
        #expect(found == Endpoint(host: "one", port: 8443))
    }

    @Test(arguments: ["unknown=https://host", "=https://host", "s3=https://host", "vpc=", "vpc=host", "vpc"])
    func `an argument that names no service or no address is refused`(_ argument: String) {
        #expect(throws: InvalidEndpoint.self) { try endpoints([argument]) }
    }

    @Test func `a variable that is no address is refused, though an argument goes before it`() {
        #expect(throws: InvalidEndpoint.self) { try endpoints([], ["SLUICE_ENDPOINT": "nowhere"]) }
        #expect(throws: InvalidEndpoint.self) { try endpoints([], ["SLUICE_ENDPOINT_OSS": "http://10.0.0.1"]) }
        #expect(throws: InvalidEndpoint.self) { try endpoints(["https://all"], ["SLUICE_ENDPOINT_OSS": "nowhere"]) }
    }

    // MARK: - Addresses

    @Test(
        arguments: [
            ("https://vpc.example.com", "vpc.example.com", nil, true), ("https://host:8443", "host", 8443, true),
            ("https://host/", "host", nil, true), ("https://10.1.2.3:1", "10.1.2.3", 1, true),
            ("https://[2001:db8::1]:65535", "[2001:db8::1]", 65535, true), ("https://[::1]", "[::1]", nil, true),
            ("http://127.0.0.1:8080", "127.0.0.1", 8080, false), ("http://127.8.9.1", "127.8.9.1", nil, false),
            ("http://localhost:80", "localhost", 80, false), ("http://[::1]:9", "[::1]", 9, false),
        ] as [(String, String, Int?, Bool)])
    func `an address has a host, perhaps a port, and encryption`(
        _ text: String, host: String, port: Int?, isSecure: Bool
    ) throws {
        let endpoint = try Endpoint(text)
        #expect(endpoint == Endpoint(host: host, port: port, isSecure: isSecure))
        #expect(try Endpoint(endpoint.description) == endpoint)
    }

    @Test(arguments: [
        "http://vpc.cn-beijing.aliyuncs.com", "http://10.0.0.1:80", "http://192.168.0.1", "http://0.0.0.0",
        "http://localhost.example.com", "http://127.0.0.1.example.com", "http://127.0.0.256", "http://127.1",
        "http://[::2]", "http://[::ffff:127.0.0.1]", "http://1270.0.0.1",
    ])
    func `without encryption only this machine is spoken to`(_ text: String) throws {
        let error = try #require(throws: InvalidEndpoint.self) { try Endpoint(text) }
        #expect(error == InvalidEndpoint(text, isInTheClear: true))
        #expect("\(error.message)".contains("http is allowed for this machine only"))
    }

    @Test(arguments: [
        "", "host", "host:443", "//host", "ftp://host", "HTTPS://host", "https:/host", "https://", "https:///",
        "https://:443", "https://host:", "https://host:0", "https://host:65536", "https://host:-1", "https://host:port",
        "https://host:80:80", "https://host/path", "https://host?query", "https://host#part", "https://user@host",
        "https://user:secret@host", "https://ho st", "https://host\r\nx: y", "https://høst", "https://host//",
        "https://[::1]x", "https://[::1]80", "https://https://host", " https://host", "https://host ",
        "https://host%2f", "https://host\u{0}",
    ])
    func `what is no address is refused`(_ text: String) throws {
        let error = try #require(throws: InvalidEndpoint.self) { try Endpoint(text) }
        #expect("\(error.message)".contains("is no address of a service"))
        #expect("\(error.hint)".contains("https://HOST[:PORT]"))
        #expect(!"\(error.message)".contains("\r"))
    }

    @Test(arguments: ["https://[::1", "https://[", "https://[]", "https://ho]st", "https://[host]"])
    func `a host with brackets that hold no address is refused`(_ text: String) {
        #expect(throws: InvalidEndpoint.self) { try Endpoint(text) }
    }

    // MARK: - What is sent there

    @Test func `a bucket stands before a host, and in the path of an address`() async throws {
        let transport = ScriptedTransport(always: WireResponse(404, "<Error><Code>NoSuchBucket</Code></Error>"))
        func sent(to argument: String?) async throws -> ScriptedTransport.Sent? {
            let given = try endpoints(argument.map { [$0] } ?? [])
            let found = try await Adapter.cloud(over: transport, endpoints: given).bucket("udf", in: "cn-beijing")
            #expect(found.value == nil)
            return transport.sent.last
        }
        let usual = try await sent(to: nil)
        #expect(usual?.endpoint.description == "https://udf.oss-cn-beijing.aliyuncs.com")
        #expect(usual?.request.path == "/")
        #expect(usual?.request.headers["host"] == "udf.oss-cn-beijing.aliyuncs.com")
        let named = try await sent(to: "oss=https://storage.example.com:8443")
        #expect(named?.endpoint.description == "https://udf.storage.example.com:8443")
        for address in [
            "http://127.0.0.1:8080", "http://localhost:8080", "https://[2001:db8::1]:9", "https://10.0.0.1",
        ] {
            let sent = try await sent(to: "oss=\(address)")
            #expect(sent?.endpoint.description == address)
            #expect(sent?.request.path == "/udf/")
        }
    }

    @Test func `every call goes to the endpoint of its service and names it as its host`() async throws {
        let transport = ScriptedTransport(always: WireResponse(400, #"{"Code":"InvalidParameter"}"#))
        let cloud = Adapter.cloud(over: transport, endpoints: try endpoints(["foas=https://one:1", "https://all"]))
        await #expect(throws: CloudError.self) { try await cloud.clusters(in: "cn-hangzhou") }
        await #expect(throws: CloudError.self) { try await cloud.vpcs(in: "cn-hangzhou") }
        #expect(transport.sent.map(\.endpoint.description) == ["https://one:1", "https://all"])
        #expect(transport.sent.map { $0.request.headers["host"] } == ["one:1", "all"])
    }
}
