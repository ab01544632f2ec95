extension Timestamp {
    /// The same time of the same day of the month, so many calendar months later; of a month that has no such day, its
    /// last day.
    ///
    /// - Parameter offset: how far the clocks by which the day is counted are ahead of UTC.
    public func adding(months: Int, countedAt offset: Duration) -> Self {
        let local: Self = self + offset
        let day = local.dayNumber
        let timeOfDay: Duration = local - Self(millisecondsSince1970: day * 86_400_000)
        let date = CalendarDate(daysSince1970: day)
        let month = date.year * 12 + date.month - 1 + Int64(months)
        let last = [date.day, 30, 29, 28].first { day in
            day <= date.day && CalendarDate(year: month / 12, month: month % 12 + 1, day: day) != nil
        }
        guard let last, let moved = CalendarDate(year: month / 12, month: month % 12 + 1, day: last) else {
            return .latest
        }
        let midnight = Self(millisecondsSince1970: moved.daysSince1970 * 86_400_000)
        return midnight + (timeOfDay - offset)
    }

    /// Days since 1970-01-01, in UTC.
    private var dayNumber: Int64 {
        let seconds = wholeSecond.millisecondsSince1970 / 1000
        return seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    }
}
