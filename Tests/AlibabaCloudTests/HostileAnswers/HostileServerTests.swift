import AlibabaWire
import RealtimeCompute
import Testing
import Workflow
import WorkflowTestKit

@testable import AlibabaCloud

/// A server that does not keep to HTTP: a change is sent once, and what became of it is open.
@Suite(.serialized) struct HostileServerTests {
    /// An answer that says that a cluster is destroyed.
    private static let body = #"{"RequestId":"R"}"#

    private static func answer(_ headers: String, _ body: String = body, first: String = "HTTP/1.1 200 OK") -> String {
        "\(first)\r\n\(headers)\r\n\(body)"
    }

    /// Lets a change be answered with each of these, and checks that it is sent once every time.
    private func ask(
        _ answers: [HostileServer.Answer], _ timeouts: HTTPTransport.Timeouts = .patient,
        _ judge: @Sendable (HostileServer.Answer, CloudError?) -> Void
    ) async throws {
        try await HostileServer.run { server, port in
            try await withHTTP(timeouts) { http in
                let cloud = Adapter.cloud(
                    over: http, endpoints: try Endpoints(arguments: ["http://127.0.0.1:\(port)"]) { _ in nil })
                for (index, answer) in answers.enumerated() {
                    server.answer(answer)
                    do {
                        _ = try await cloud.destroyCluster("c-1", in: "cn-beijing")
                        judge(answer, nil)
                    } catch let error as CloudError {
                        judge(answer, error)
                    }
                    #expect(server.requests == index + 1)
                }
            }
        }
    }

    @Test(arguments: [
        answer("Content-Length: 17\r\n"), answer("content-length:17\r\nConnection: close\r\n"),
        answer("Transfer-Encoding: chunked\r\n", "11\r\n\(body)\r\n0\r\n\r\n"), answer("Connection: close\r\n"),
        answer("Content-Length: 17\r\n", first: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK"),
    ])
    func `an answer that is whole is one`(_ text: String) async throws {
        try await ask([HostileServer.Answer(text)]) { _, error in #expect(error == nil) }
    }

    @Test(arguments: [
        "", "\r\n\r\n", "HTTP/1.1", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n\(body)",
        "ICY 200 OK\r\n\r\n\(body)", "\(body)", "HTTP/1.1 OK\r\nContent-Length: 17\r\n\r\n\(body)",
        "HTTP/1.1 99999 OK\r\nContent-Length: 17\r\n\r\n\(body)", answer("Content-Length: 18\r\n"),
        answer("Content-Length: 16\r\n"), answer("Content-Length: 0\r\n"), answer("Content-Length: -1\r\n"),
        answer("Content-Length: 99999999999999999999\r\n"), answer("Content-Length: 9223372036854775807\r\n"),
        answer("Content-Length: many\r\n"), answer("Content-Length: 17\r\nContent-Length: 16\r\n"),
        answer("Transfer-Encoding: chunked\r\nContent-Length: 17\r\n", "zz\r\n\(body)\r\n0\r\n\r\n"),
        answer("Transfer-Encoding: chunked\r\n", "11\r\n\(body)\r\n"),
        answer("Transfer-Encoding: chunked\r\n", "ffffffffffffffffff\r\n\(body)\r\n0\r\n\r\n"),
        answer("Transfer-Encoding: chunked\r\n", "10\r\n\(body)\r\n0\r\n\r\n"),
        answer("Content-Encoding: gzip\r\nContent-Length: 3\r\n", "\u{1f}\u{1}\u{2}"),
        answer("Content-Length: 17\r\n", first: "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/"),
        answer("Content-Length: 17\r\n", first: "HTTP/1.1 301 Moved\r\nLocation: /"),
        answer("Upgrade: other\r\nConnection: upgrade\r\n", "", first: "HTTP/1.1 101 Switching"),
        answer("", "", first: "HTTP/1.1 204 No Content"), answer("", "", first: "HTTP/1.1 304 Not Modified"),
        answer("Name\0: x\r\nContent-Length: 17\r\n"), answer(": x\r\nContent-Length: 17\r\n"),
    ])
    func `an answer that is none leaves open what became of a change`(_ text: String) async throws {
        try await ask([HostileServer.Answer(text)]) { _, error in
            #expect(error.map(Came.Meaning.init) == .unknown)
        }
    }

    @Test(arguments: [
        HostileServer.Answer(answer("Transfer-Encoding: chunked\r\n", ""), endlessly: "8000\r\n" + filling + "\r\n"),
        HostileServer.Answer(answer("Content-Length: 1000000000000\r\n", "{"), endlessly: filling),
        HostileServer.Answer(answer("Connection: close\r\n", "{"), endlessly: filling),
        HostileServer.Answer("HTTP/1.1 200 OK\r\nX: ", endlessly: filling),
        HostileServer.Answer("HTTP/1.1 200 OK\r\n", endlessly: "X-Name: value\r\n"),
        HostileServer.Answer("HTTP/1.1 ", endlessly: filling),
        HostileServer.Answer(
            answer("Transfer-Encoding: chunked\r\n", "11\r\n\(body)\r\n0\r\n"), endlessly: "X-Name: value\r\n"),
    ])
    func `an answer without end is cut off`(_ answer: HostileServer.Answer) async throws {
        try await ask([answer]) { _, error in
            #expect(error.map(Came.Meaning.init) == .unknown)
            #expect(error?.code == "NoWholeAnswer")
        }
    }

    @Test func `answers that only tell to wait are not waited for without end`() async throws {
        var timeouts = HTTPTransport.Timeouts()
        (timeouts.read, timeouts.answer) = (.milliseconds(500), .milliseconds(500))
        try await ask([HostileServer.Answer("", endlessly: "HTTP/1.1 100 Continue\r\n\r\n")], timeouts) { _, error in
            #expect(error.map(Came.Meaning.init) == .unknown)
        }
    }

    @Test(arguments: Fuzzing.seeds(4))
    func `no bytes at all make the adapter fall, or send a change again`(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let good = Array(Self.answer("Content-Length: 17\r\nx-acs-request-id: R\r\n").utf8)
        let answers = (0..<40).map { _ -> HostileServer.Answer in
            var bytes = good
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in .random(in: 0...255, using: &random) }
            case 1: bytes = Array(bytes.prefix(Int.random(in: 0..<good.count, using: &random)))
            case 2: bytes[Int.random(in: 0..<good.count, using: &random)] = .random(in: 0...255, using: &random)
            default:
                bytes.insert(.random(in: 0...255, using: &random), at: Int.random(in: 0...good.count, using: &random))
            }
            return HostileServer.Answer(bytes)
        }
        try await ask(answers) { _, error in
            guard let error else { return }
            #expect(error.fate == .unknown || error.refusal != nil || error.isTransient)
        }
    }

    private static let filling = String(repeating: "x", count: 0x8000)
}
