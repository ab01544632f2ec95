import AlibabaWire
import Documents
import Foundation
import RealtimeCompute
import Testing
import Workflow

@testable import AlibabaCloud

/// Answers that are known to make the process fall; each is asked for in one of its own.
struct FatalAnswerTests {
    @Test func `a name of XML that is no UTF-8 makes the answer unreadable`() async throws {
        await #expect(processExitsWith: .success) {
            _ = WireXML(reading: Data([0x3C, 0x61, 0xE3, 0x79, 0x2F, 0x3E]))
        }
    }

    @Test func `the largest number of vcores is an error, or a number of compute units`() async throws {
        await #expect(processExitsWith: .success) {
            _ = try? ComputeUnitsReading.read(#"{"TotalVirtualCores":9223372036854775807}"#)
        }
    }

    @Test func `a clock that runs too fast to be reckoned with is not believed`() async throws {
        await #expect(processExitsWith: .success) { _ = ClockReading.now(afterSpeed: "1e300") }
    }
}

private enum ComputeUnitsReading {
    static func read(_ text: String) throws -> Int {
        let body = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        let field = AnswerField(body, at: "GetClusterResource", ofChange: false)["TotalVirtualCores"]
        return try ComputeUnits(vcores: field).count
    }
}

private enum ClockReading {
    /// The time that is told a second after an answer said how fast it runs.
    static func now(afterSpeed speed: String) -> Timestamp {
        let moment = Counter()
        let time = ServerTime { Adapter.now + .seconds(moment.next()) }
        _ = time.note(WireResponse(200, "", [ServerTime.header: "2021-04-01T01:00:00Z;speed=\(speed)"]))
        return time.now
    }
}
