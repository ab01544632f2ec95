import Testing

@testable import Workflow

struct CalendarTests {
    @Test(arguments: [
        ("2021-01-31T01:00:00Z", 1, "2021-02-28T01:00:00Z"), ("2020-01-31T01:00:00Z", 1, "2020-02-29T01:00:00Z"),
        ("2021-04-01T01:00:00Z", 12, "2022-04-01T01:00:00Z"),
        ("2021-12-15T01:00:00.500Z", 1, "2022-01-15T01:00:00.500Z"),
        // 31 March, 04:00, in China.
        ("2021-03-30T20:00:00Z", 1, "2021-04-29T20:00:00Z"), ("2021-03-31T20:00:00Z", 1, "2021-04-30T20:00:00Z"),
        ("9999-12-01T00:00:00Z", 1, "9999-12-31T23:59:59.999Z"),
    ])
    func `a month later is the same day, or the month's last`(from: String, months: Int, to: String) throws {
        let time = try #require(Timestamp(from))
        #expect(time.adding(months: months, countedAt: .seconds(8 * 3600)) == Timestamp(to))
    }
}
