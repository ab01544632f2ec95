import Testing
import Workflow
import WorkflowTestKit

struct TextFuzzTests {
    @Test func `a time written with any offset, in either case, to any fraction, is read as the time it is`() {
        for seed in seeds(3000) {
            var generator = SeededGenerator(seed: seed)
            let offset = Int64.random(in: -1439...1439, using: &generator)
            let time = Timestamp(
                millisecondsSince1970: .random(in: -62_135_500_000_000...253_402_200_000_000, using: &generator))
            let local = time + .seconds(offset * 60)
            let digits = Int.random(in: 3...9, using: &generator)
            let finer = (3..<digits).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
            let clock = String(local.description.dropLast()) + finer + Self.offset(offset)
            #expect(Timestamp(clock) == time, "seed \(seed): \(clock)")
            #expect(Timestamp(clock.lowercased()) == time, "seed \(seed): \(clock)")
            #expect(Timestamp(time.rfc3339) == time.wholeSecond, "seed \(seed): \(time.rfc3339)")
        }
    }

    @Test func `whatever is read as a time is written and read back as the same`() {
        var read = 0
        for seed in seeds(20_000) {
            var generator = SeededGenerator(seed: seed)
            let text = changed("2021-04-28T23:59:59.5+08:00", by: "0123456789-+:.TtZz ２é\u{0}", &generator)
            guard let time = Timestamp(text) else { continue }
            read += 1
            #expect(Timestamp(time.description) == time, "seed \(seed): \(text)")
            #expect(time.description.count == 24, "seed \(seed): \(time.description)")
            #expect((Timestamp.earliest...Timestamp.latest).contains(time), "seed \(seed): \(text)")
        }
        #expect(read > 0)
    }

    @Test(arguments: ["1h30m", "PT1H30M", "P2DT4H0.5S", "1d2h3m4.5s6ms"])
    func `whatever is read as a duration is written and read back as the same, and is not longer than may be`(
        base: String
    ) {
        var read = 0
        for seed in seeds(5000) {
            var generator = SeededGenerator(seed: seed)
            let text = changed(base, by: "0123456789PTDHMSdhms.-+ e９é\u{0}", &generator)
            guard let duration = Duration(text: text) else { continue }
            read += 1
            #expect(Duration(text: duration.iso8601) == duration, "seed \(seed): \(text)")
            #expect((.zero ... .longestReadable).contains(duration), "seed \(seed): \(text)")
            let short = Duration(text: duration.short)
            #expect(short.map { $0 <= duration } == true, "seed \(seed): \(text) \(duration.short)")
        }
        #expect(read > 0)
    }

    @Test func `a duration of any parts in their order is their sum`() {
        for seed in seeds(3000) {
            var generator = SeededGenerator(seed: seed)
            let units: [(String, String, Int64)] = [
                ("d", "D", 86_400), ("h", "H", 3600), ("m", "M", 60), ("s", "S", 1),
            ]
            var short = ""
            var date = ""
            var time = ""
            var seconds: Int64 = 0
            for (unit, isoUnit, size) in units where Bool.random(using: &generator) {
                let amount = Int64.random(in: 0...700, using: &generator)
                short += "\(amount)\(unit)"
                if unit == "d" { date = "\(amount)\(isoUnit)" } else { time += "\(amount)\(isoUnit)" }
                seconds += amount * size
            }
            guard !short.isEmpty else { continue }
            #expect(Duration(text: short) == .seconds(seconds), "seed \(seed): \(short)")
            let iso = "P" + date + (time.isEmpty ? "" : "T" + time)
            #expect(Duration(text: iso) == .seconds(seconds), "seed \(seed): \(iso)")
        }
    }

    @Test func `arithmetic with any time and duration stays among the times that can be told`() {
        for seed in seeds(3000) {
            var generator = SeededGenerator(seed: seed)
            let time = Timestamp(millisecondsSince1970: .random(in: .min ... .max, using: &generator))
            let duration = Duration(
                secondsComponent: .random(in: .min ... .max, using: &generator),
                attosecondsComponent: .random(in: -999_999_999_999_999_999...999_999_999_999_999_999, using: &generator)
            )
            let sum = time + duration
            #expect((Timestamp.earliest...Timestamp.latest).contains(sum), "seed \(seed)")
            #expect(sum.description.count == 24, "seed \(seed): \(sum)")
            #expect(duration.short.isEmpty == false && duration.iso8601.isEmpty == false, "seed \(seed)")
            #expect((sum - time < .zero) == (sum < time), "seed \(seed)")
        }
    }

    private func seeds(_ count: UInt64) -> Range<UInt64> { Fuzzing.seeds(count) }

    /// A text with one to three of its characters taken away, doubled, or put in from `alphabet`.
    private func changed(_ text: String, by alphabet: String, _ generator: inout SeededGenerator) -> String {
        var characters = Array(text)
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            guard let position = characters.indices.randomElement(using: &generator) else { break }
            let character = alphabet.randomElement(using: &generator) ?? "0"
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: characters.remove(at: position)
            case 1: characters.insert(characters[position], at: position)
            case 2: characters.insert(character, at: position)
            default: characters[position] = character
            }
        }
        return String(characters)
    }

    /// Minutes from UTC as RFC 3339 writes them.
    private static func offset(_ minutes: Int64) -> String {
        let parts = [minutes.magnitude / 60, minutes.magnitude % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return (minutes < 0 ? "-" : "+") + parts.joined(separator: ":")
    }
}
