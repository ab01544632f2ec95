import AlibabaWire
import Foundation
import NIOCore
import NIOPosix
import Testing
import Workflow

@testable import CloudEmulator

/// Requests of any bytes are answered or refused: nothing crashes, nothing hangs, and nobody else is kept from asking.
struct RequestFuzzTests {
    private static let rounds = ProcessInfo.processInfo.environment["SLUICE_TEST_LONG"] == nil ? 4_000 : 200_000

    @Test func `a request with anything altered has an answer of the protocol`() throws {
        var generator = SeededGenerator(seed: 10)
        for round in 0..<Self.rounds {
            let capture = try #require(Capture.all.randomElement(using: &generator))
            let emulator = try capture.emulator()
            let request = Self.mutate(capture.request, &generator)
            let response = emulator.answer(request).response
            #expect((200...599).contains(response.status), "round \(round) \(capture.name)")
            #expect(response.body.count < 1 << 20, "round \(round)")
        }
    }

    /// The verification stands before all actions: past it, parameters of any kind come.
    @Test func `an action with parameters of any kind has an answer of the protocol`() throws {
        var generator = SeededGenerator(seed: 11)
        let actions = Services.handlers.flatMap { service, actions in actions.keys.sorted().map { (service, $0) } }
            .sorted { ($0.0.rawValue, $0.1) < ($1.0.rawValue, $1.1) }
        let names = [
            "RegionId", "VpcId", "VSwitchId", "ZoneId", "CidrBlock", "PageNumber", "PageSize", "RoleName", "PolicyName",
            "PolicyType", "PolicyDocument", "AssumeRolePolicyDocument", "Marker", "MaxItems", "OrderId", "InstanceId",
            "RenewPeriod", "ProductCode", "clusterId", "projectName", "queueName", "maxVcore", "maxMemMB", "name",
            "pageIndex", "pageSize", "modelTargetCount", "instanceIds", "count", "payModel", "period", "masterSpec",
            "masterNum", "slaveSpec", "slaveNum", "region", "deployType", "DestinationResource", "Cores", "Memory",
            "DurationSeconds", "RoleArn", "RoleSessionName", "Policy", "CreateTimeStart", "CreateTimeEnd", "PageNum",
            "SecurityGroupId", "PortRange", "IpProtocol", "ClientToken",
        ]
        let values = [
            "", "0", "-1", "1", "9223372036854775807", "-9223372036854775808", "1e308", "NaN", "4.5", "cn-hangzhou",
            "cn-hangzhou-h", "vpc-1", "vsw-1", "10.0.0.0/8", "0.0.0.0/0", "172.16.8.0/32", "Custom", "System", "{}",
            "[]", "null", "v1", "pre", "post", "cell", "public", "Ecs_4c16g", "Ecs_8c32g", "InstanceType",
            "\u{0}", "\u{202E}", String(repeating: "a", count: 5_000), "2021-04-01T00:00:00Z", "9999-12-31T23:59:59Z",
            "acs:ram::1234567890123456:role/x", "1/65535", "65535/1", "tcp", #"{"Ecs_8c32g":9223372036854775807}"#,
            #"{"Version":"1","Statement":[]}"#,
        ]
        let emulator = try CloudEmulator.over(World.text, at: nil)
        for round in 0..<Self.rounds {
            let (service, action) = try #require(actions.randomElement(using: &generator))
            let parameters = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
                Parameter(
                    names.randomElement(using: &generator) ?? "", values.randomElement(using: &generator) ?? "")
            }
            var request = WireRequest(
                "POST", "/", query: parameters, headers: WireHeaders([Parameter("host", "127.0.0.1")]))
            request.sign(
                action: action, version: service.version, date: WireTime.iso8601(World.start),
                nonce: "round-\(round)", with: AccessKey(id: "testid", secret: "testsecret"))
            let response = emulator.answer(request).response
            #expect((200...499).contains(response.status), "round \(round) \(action) \(parameters)")
        }
    }

    @Test(.timeLimit(.minutes(10)))
    func `bytes that are no requests are refused, and others are served beside them`() async throws {
        let emulator = try CloudEmulator.over(World.text, at: nil)
        let server = try await RunningServer { _ in emulator }
        let number = server.port
        var generator = SeededGenerator(seed: 12)
        for round in 0..<(Self.rounds / 20) {
            _ = try await Self.exchange(Self.noise(round, &generator), port: number)
        }
        let answer = try await Self.exchange(
            Array("GET /nothing HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".utf8), port: number)
        #expect(answer.hasPrefix("HTTP/1.1 403 "), "an unsigned request is refused: \(answer.prefix(80))")
    }

    // MARK: - Bytes

    private static func mutate(_ request: WireRequest, _ generator: inout SeededGenerator) -> WireRequest {
        var request = request
        for _ in 0...Int.random(in: 0...3, using: &generator) {
            switch Int.random(in: 0..<6, using: &generator) {
            case 0:
                request.method = ["GET", "POST", "PUT", "DELETE", "PATCH", ""].randomElement(using: &generator) ?? ""
            case 1:
                let name = request.headers.names.randomElement(using: &generator) ?? "x"
                request.headers[name] = text(&generator)
            case 2:
                let name = request.headers.names.randomElement(using: &generator) ?? "x"
                request.headers[name] = nil
            case 3: request.body = Data(bytes(upTo: 200, &generator))
            case 4:
                let target = request.path + "?" + text(&generator)
                request = WireRequest(request.method, target: target, headers: request.headers, body: request.body)
            default:
                let target = "/" + text(&generator)
                request = WireRequest(request.method, target: target, headers: request.headers, body: request.body)
            }
        }
        return request
    }

    private static func text(_ generator: inout SeededGenerator) -> String {
        String(decoding: bytes(upTo: 60, &generator), as: UTF8.self)
    }

    private static func bytes(upTo count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        (0..<Int.random(in: 0...count, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    /// Bytes at random, or a head that is broken somewhere; they end, so that the server need not wait for more.
    private static func noise(_ round: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        guard round.isMultiple(of: 2) else { return bytes(upTo: 400, &generator) }
        var head = Array(
            "POST /?Action=DescribeVpcs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"
                .utf8)
        for _ in 0...Int.random(in: 0...4, using: &generator) {
            head[Int.random(in: head.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        }
        return head
    }

    /// Sends bytes, ends the sending side, and reads until the server closes.
    private static func exchange(_ bytes: [UInt8], port: Int) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        var answer = ""
        do {
            try await channel.executeThenClose { inbound, outbound in
                try await outbound.write(ByteBuffer(bytes: bytes))
                outbound.finish()
                for try await part in inbound { answer += String(buffer: part) }
            }
        } catch is IOError {
            // The server may have closed before all was sent.
        } catch is ChannelError {
        }
        return answer
    }
}
