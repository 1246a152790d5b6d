/// A calendar date in Vietnam (UTC+07:00 all year), from 0001-01-01 to 9999-12-31.
///
/// - Source: ISO 8601 calendar dates, proleptic Gregorian. Date arithmetic from Howard Hinnant,
///   "chrono-Compatible Low-Level Date Algorithms".
package struct LocalDate: Hashable, Comparable, Sendable {
    /// The digits of the date as one number, such as 20261123: compact, and sorts by date.
    package let packed: Int32

    package var year: Int { Int(packed) / 10_000 }
    package var month: Int { Int(packed) / 100 % 100 }
    package var day: Int { Int(packed) % 100 }

    /// The date, or nil when it does not exist (2026-02-30).
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= LocalDate.daysCount(year: year, month: month)
        else { return nil }
        packed = Int32(year * 10_000 + month * 100 + day)
    }

    /// The date that `packed` encodes, or nil when it does not exist.
    package init?(packed: Int64) {
        guard let packed = Int(exactly: packed), packed > 0 else { return nil }
        self.init(year: packed / 10_000, month: packed / 100 % 100, day: packed % 100)
    }

    /// A date literal in the source code, known to be valid.
    init(unchecked packed: Int32) { self.packed = packed }

    /// 0001-01-01.
    package static let firstDay = LocalDate(unchecked: 10_101)

    /// 1945-09-02, the day of independence: no record of an office is older.
    package static let earliestRecorded = LocalDate(unchecked: 19_450_902)

    /// 2100-12-31: what is planned for later is a typing error.
    package static let latestPlanned = LocalDate(unchecked: 21_001_231)

    /// The date written as `YYYY-MM-DD`, or nil for any other format.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = LocalDate.number(bytes[0..<4]), let month = LocalDate.number(bytes[5..<7]),
            let day = LocalDate.number(bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The date in Vietnam at `instant`.
    package init(_ instant: Instant) {
        let local = instant.milliseconds + 7 * 3_600_000
        let days = local.floorDivided(by: 86_400_000)
        let (year, month, day) = civil(daysSinceEpoch: days)
        packed = Int32(clamping: year * 10_000 + month * 100 + day)
    }

    /// `YYYY-MM-DD`.
    package var text: String {
        var text = ShortText()
        text.append(year: year, month: month, day: day)
        return text.text
    }

    /// `dd/MM/yyyy`, as printed on Vietnamese documents.
    package var printed: String {
        var text = ShortText()
        text.append(day, digits: 2)
        text.append(UInt8(ascii: "/"))
        text.append(month, digits: 2)
        text.append(UInt8(ascii: "/"))
        text.append(year, digits: 4)
        return text.text
    }

    /// The same day of the month `months` later, or the last day of that month when it is shorter; the day itself when
    /// that lies outside of the calendar.
    ///
    /// - Source: Civil Code 91/2015/QH13, article 148: how a term in months ends.
    package func adding(months: Int) -> LocalDate {
        let count = year * 12 + (month - 1) + months
        let (year, month) = (count / 12, count % 12 + 1)
        let last = LocalDate.daysCount(year: year, month: month)
        return LocalDate(year: year, month: month, day: min(day, last)) ?? self
    }

    /// The following day, or nil after the last date of the calendar.
    package var next: LocalDate? {
        LocalDate(year: year, month: month, day: day + 1)
            ?? LocalDate(year: year, month: month + 1, day: 1) ?? LocalDate(year: year + 1, month: 1, day: 1)
    }

    /// The preceding day, or nil before the first date of the calendar.
    package var previous: LocalDate? {
        if day > 1 { return LocalDate(year: year, month: month, day: day - 1) }
        guard month > 1 else { return LocalDate(year: year - 1, month: 12, day: 31) }
        return LocalDate(
            year: year, month: month - 1, day: LocalDate.daysCount(year: year, month: month - 1))
    }

    package static func < (left: LocalDate, right: LocalDate) -> Bool { left.packed < right.packed }

    private static func daysCount(year: Int, month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var number = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return number
    }
}

/// The year, month and day of a day number counted from 1970-01-01.
func civil(daysSinceEpoch days: Int64) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (Int(year), Int(month), Int(day))
}
