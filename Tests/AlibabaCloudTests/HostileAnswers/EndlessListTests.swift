import AlibabaWire
import RealtimeCompute
import Testing

@testable import AlibabaCloud

struct EndlessListTests {
    @Test func `a list of buckets that never ends is given up`() async throws {
        let page = """
            <ListAllMyBucketsResult><IsTruncated>true</IsTruncated><NextMarker>more</NextMarker><Buckets/>\
            </ListAllMyBucketsResult>
            """
        let count = Counter()
        let most = 5000
        let transport = ScriptedTransport { _ in
            guard count.next() < most else { throw NoAnswer(.interrupted, "enough") }
            return WireResponse(200, page)
        }
        let error = try await #require(throws: CloudError.self) {
            try await Adapter.cloud(over: transport).buckets(in: "cn-beijing")
        }
        #expect(count.current < most)
        #expect(error.code == "IncompleteList")
    }

    @Test func `entities that are made of entities do not grow without end`() async throws {
        let definitions = (1...20).map { #"<!ENTITY e\#($0) "\#(String(repeating: "&e\($0 - 1);", count: 10))">"# }
        let bomb = #"<!DOCTYPE Error [<!ENTITY e0 "sluice">\#(definitions.joined())]><Error><Code>&e20;</Code></Error>"#
        let transport = ScriptedTransport(always: WireResponse(400, bomb))
        let error = try await #require(throws: CloudError.self) {
            try await Adapter.cloud(over: transport).bucket("udf", in: "cn-beijing")
        }
        #expect(error.code.utf8.count < 1 << 20)
    }

    @Test func `an entity that is elsewhere is not read`() async throws {
        let file = #"<!DOCTYPE Error [<!ENTITY e SYSTEM "file:///etc/passwd">]><Error><Code>&e;</Code></Error>"#
        let transport = ScriptedTransport(always: WireResponse(400, file))
        let error = try await #require(throws: CloudError.self) {
            try await Adapter.cloud(over: transport).bucket("udf", in: "cn-beijing")
        }
        #expect(!"\(error)".contains("root:"))
    }
}
