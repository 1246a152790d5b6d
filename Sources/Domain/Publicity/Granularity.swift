/// The day as of which a figure is public.
package enum Granularity: String, CaseIterable, Sendable {
    /// At once: a single act that changes it is public itself.
    case live
    /// As of the end of the last month, because a figure of each day would tell a single private act.
    case monthEnd
    /// As of the end of the last year.
    case yearEnd

    /// The last day, of those up to `day`, of which figures are public today; nil when there is none.
    package func day(onOrBefore day: LocalDate, today: LocalDate) -> LocalDate? {
        let last = min(day, today.previous ?? today)
        switch self {
        case .live: return min(day, today)
        case .monthEnd:
            let isMonthEnd = last.next.map { $0.month != last.month } ?? true
            return isMonthEnd ? last : LocalDate(year: last.year, month: last.month, day: 1)?.previous
        case .yearEnd:
            let isYearEnd = last.month == 12 && last.day == 31
            return isYearEnd ? last : LocalDate(year: last.year, month: 1, day: 1)?.previous
        }
    }
}
