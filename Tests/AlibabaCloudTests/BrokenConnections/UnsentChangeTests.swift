import AlibabaWire
import RealtimeCompute
import Testing

@testable import AlibabaCloud

/// Changes that surely were not sent are surely not done.
struct UnsentChangeTests {
    private func failure(at endpoint: String, with key: AccessKey = Adapter.key) async throws -> CloudError? {
        try await withHTTP { http in
            let client = Adapter.client(
                over: http, endpoints: try Endpoints(arguments: [endpoint]) { _ in nil },
                credentials: FixedCredentials(key))
            return await #expect(throws: CloudError.self) {
                try await client.call(
                    .send("DELETE", ["api", "v2", "clusters", "c-1"], "DestroyCluster", in: "cn-beijing"))
            }
        }
    }

    @Test(arguments: ["", "HTTP/1.1 400 Bad Request\r\n\r\n", "\u{15}\u{3}\u{3}\u{0}\u{2}\u{2}\u{28}", "\u{0}"])
    func `a server that does not speak TLS is told nothing`(_ answer: String) async throws {
        try await HostileServer.run(isPatient: false) { server, port in
            server.answer(HostileServer.Answer(answer))
            let error = try #require(try await failure(at: "https://127.0.0.1:\(port)"))
            #expect(error.code == "Unreachable")
            #expect(Came.Meaning(error) == .notDone)
        }
    }

    @Test func `a host that has no address is told nothing`() async throws {
        let error = try #require(try await failure(at: "https://sluice.invalid"))
        #expect(error.code == "Unreachable")
        #expect(Came.Meaning(error) == .notDone)
    }

    @Test func `a key that cannot stand in a header is not sent`() async throws {
        try await HostileServer.run { server, port in
            let key = AccessKey(id: "with\r\nx: line", secret: "S3CRET")
            let error = try #require(try await failure(at: "http://127.0.0.1:\(port)", with: key))
            #expect(server.requests == 0)
            expectNoSecret(in: error)
            #expect(Came.Meaning(error).isNotDone)
        }
    }
}

extension Came.Meaning {
    fileprivate var isNotDone: Bool {
        switch self {
        case .notDone, .refused: true
        case .done, .unknown: false
        }
    }
}
