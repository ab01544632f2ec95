import Foundation
import Testing
import Workflow
import WorkflowTestKit

struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0),
        ("2021-04-01T09:00:00+08:00", 1_617_238_800_000),
        ("2021-04-28T00:00:00.5+08:00", 1_619_539_200_500),
        ("2000-02-29T23:59:59.999Z", 951_868_799_999),
        ("1969-12-31T23:59:59.999Z", -1),
        ("0001-01-01T00:00:00Z", -62_135_596_800_000),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        ("2021-04-01t01:00:00.123456789z", 1_617_238_800_123),
    ])
    func `RFC 3339 is read`(text: String, milliseconds: Int64) {
        #expect(Timestamp(text)?.millisecondsSince1970 == milliseconds)
    }

    @Test(arguments: [
        "", "2021-04-01", "2021-04-01T01:00:00", "2021-04-01 01:00:00Z", "2021-02-29T00:00:00Z", "2021-13-01T00:00:00Z",
        "2021-00-01T00:00:00Z", "2021-04-31T00:00:00Z", "2021-04-01T24:00:00Z", "2021-04-01T00:60:00Z",
        "2021-04-01T00:00:60Z", "2021-04-01T00:00:00+24:00", "2021-04-01T00:00:00.Z", "0000-01-01T00:00:00Z",
        "2021-04-01T00:00:00.1234567891Z", "２021-04-01T00:00:00Z", "2021-04-01T00:00:00Zx",
    ])
    func `what is no time is not read`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func `every time is written as Foundation writes it, and read back`() {
        var generator = SeededGenerator(seed: 1)
        let formatter = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        for _ in 0..<2000 {
            let time = Timestamp(
                millisecondsSince1970: .random(in: -62_135_596_800_000...253_402_300_799_999, using: &generator))
            #expect(Timestamp(time.description) == time)
            // Foundation keeps to the Julian calendar before 1582.
            guard time.millisecondsSince1970 > -12_219_292_800_000 else { continue }
            let date = Date(timeIntervalSince1970: Double(time.millisecondsSince1970 / 1000))
            let expected = date.formatted(Date.ISO8601FormatStyle())
            guard time.millisecondsSince1970 % 1000 == 0 || time.millisecondsSince1970 > 0 else { continue }
            #expect(time.rfc3339 == expected, "\(formatter.format(date))")
        }
    }

    @Test func `written times sort as the times do`() {
        var generator = SeededGenerator(seed: 2)
        let times = (0..<500).map { _ in
            Timestamp(millisecondsSince1970: .random(in: 0...4_000_000_000_000, using: &generator))
        }
        #expect(times.sorted().map(\.description) == times.map(\.description).sorted())
    }

    @Test func `arithmetic stops at the ends of time`() {
        #expect(Timestamp.latest + .seconds(Int64.max / 4) == .latest)
        #expect(Timestamp.earliest + .seconds(-5) == .earliest)
        #expect(Timestamp(millisecondsSince1970: 1500) - Timestamp(millisecondsSince1970: 500) == .seconds(1))
    }

    @Test func `whole seconds are found on either side`() {
        let time = Timestamp(millisecondsSince1970: 1500)
        #expect(time.wholeSecond.millisecondsSince1970 == 1000)
        #expect(time.nextWholeSecond.millisecondsSince1970 == 2000)
        #expect(time.wholeSecond.nextWholeSecond == time.wholeSecond)
        #expect(Timestamp(millisecondsSince1970: -1500).wholeSecond.millisecondsSince1970 == -2000)
    }
}

struct DurationTextTests {
    @Test(arguments: [
        ("30m", 1800), ("1h30m", 5400), ("2d", 172_800), ("45s", 45), ("PT30M", 1800), ("PT1H30M", 5400),
        ("P2D", 172_800), ("P1DT1H", 90_000), ("0s", 0), ("1d2h3m4s", 93_784),
    ])
    func `both forms are read`(text: String, seconds: Int) {
        #expect(Duration(text: text) == .seconds(seconds))
    }

    @Test func `parts of a second are read to the millisecond`() {
        #expect(Duration(text: "500ms") == .milliseconds(500))
        #expect(Duration(text: "1.5s") == .milliseconds(1500))
        #expect(Duration(text: "PT0.025S") == .milliseconds(25))
    }

    @Test(arguments: [
        "", "30", "m", "-30m", "30m1h", "1h1h", "1.5h", "P", "PT", "P1M", "P1Y", "PT1D", "P1H", "1w", "1 h", "PT30M ",
        "1h ", "P1DT", "99999d", "9999999999s", "1.2345s", "..5s", "３0m",
    ])
    func `what is no duration, or has no one length, or is too long, is not read`(text: String) {
        #expect(Duration(text: text) == nil)
    }

    @Test func `ISO 8601 is written and read back`() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<1000 {
            let duration = Duration.milliseconds(Int64.random(in: 0...300_000_000_000, using: &generator))
            #expect(Duration(text: duration.iso8601) == duration, "\(duration.iso8601)")
        }
        #expect(Duration.seconds(5400).iso8601 == "PT1H30M")
        #expect(Duration.zero.iso8601 == "PT0S")
        #expect(Duration.milliseconds(1500).iso8601 == "PT1.500S")
    }

    @Test(arguments: [(5400, "1h30m"), (45, "45s"), (0, "0s"), (187_260, "2d4h"), (3600, "1h"), (86_460, "1d")])
    func `people read the two largest units`(seconds: Int, text: String) {
        #expect(Duration.seconds(seconds).short == text)
    }
}

struct BackoffTests {
    private let backoff = Backoff(first: .seconds(2), longest: .seconds(120))

    @Test(arguments: [(1, 2), (2, 4), (3, 8), (6, 64), (7, 120), (8, 120), (1000, 120)])
    func `delays double up to the longest`(attempt: Int, seconds: Int) {
        #expect(backoff.delay(afterAttempt: attempt, chance: 0) == .seconds(seconds))
    }

    @Test func `chance strays a fifth either way, and no further`() {
        #expect(backoff.delay(afterAttempt: 1, chance: 1) == .milliseconds(2400))
        #expect(backoff.delay(afterAttempt: 1, chance: -1) == .milliseconds(1600))
        #expect(backoff.delay(afterAttempt: 1, chance: 9) == .milliseconds(2400))
    }
}

struct WorkflowIDTests {
    @Test func `an id is a ULID that sorts by the time of its making`() {
        var generator = SeededGenerator(seed: 4)
        // The time and its characters are the example of the ULID project's own documentation.
        let early = WorkflowID(madeAt: Timestamp(millisecondsSince1970: 1_469_918_176_385), using: &generator)
        let later = WorkflowID(madeAt: Timestamp(millisecondsSince1970: 1_469_918_176_386), using: &generator)
        #expect(early.rawValue.count == 26)
        #expect(early.rawValue.hasPrefix("01ARYZ6S41"))
        #expect(early.rawValue < later.rawValue)
        #expect(early.rawValue.allSatisfy { "0123456789ABCDEFGHJKMNPQRSTVWXYZ".contains($0) })
    }
}
