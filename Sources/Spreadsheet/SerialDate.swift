/// A day as spreadsheets count it.
///
/// - Source: ECMA-376 part 1 §18.17.4.1 (1900, with a leap day that never was; 1904).
enum SerialDate {
    /// The text of a day.
    ///
    /// - Parameters:
    ///   - serial: days, the time as a fraction.
    ///   - is1904: whether day 0 is 1904-01-01.
    ///   - hasTime: whether the time is shown.
    /// - Returns: such as `2026-12-31`, with the time when there is one; nil when it is no day.
    static func text(of serial: Double, is1904: Bool, hasTime: Bool) -> String? {
        guard serial >= 0, serial < 2_958_466 else { return nil }
        // To the second, which programs keep.
        var seconds = Int((serial * 86_400).rounded())
        let time = seconds % 86_400
        seconds -= time
        let day = seconds / 86_400
        guard let date = date(ofDay: day, is1904: is1904) else { return nil }
        return hasTime && time > 0 ? date + " " + clock(time) : date
    }

    /// The time of a day as `07:30:00`, for a serial below 1; nil when it rounds to a day.
    static func time(of serial: Double) -> String? {
        let seconds = Int((serial * 86_400).rounded())
        return (0..<86_400).contains(seconds) ? clock(seconds) : nil
    }

    private static func clock(_ seconds: Int) -> String {
        [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
    }

    private static func date(ofDay day: Int, is1904: Bool) -> String? {
        // Days since 1970-01-01.
        if is1904 { return isoDate(ofDay: day - 24_107) }
        // 1 is 1900-01-01, 60 the day that never was, 61 is 1900-03-01.
        guard day > 0, day != 60 else { return nil }
        return isoDate(ofDay: day - (day < 60 ? 25_568 : 25_569))
    }

    /// - Source: Howard Hinnant, chrono-compatible low-level date algorithms, `civil_from_days`.
    private static func isoDate(ofDay day: Int) -> String? {
        let shifted = day + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * month + 2) / 5 + 1
        let civilMonth = month < 10 ? month + 3 : month - 9
        let year = yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0)
        guard year <= 9999 else { return nil }
        return Spreadsheet.isoDate(year, civilMonth, dayOfMonth)
    }
}

/// A day as `2026-12-31`.
func isoDate(_ year: Int, _ month: Int, _ day: Int) -> String {
    padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
}

/// `number` with zeros before it, up to `width` digits.
func padded(_ number: Int, _ width: Int) -> String { String(number).paddedCode(width) }

extension String {
    /// The text with zeros before it, up to `width` bytes.
    package func paddedCode(_ width: Int) -> String {
        String(repeating: "0", count: max(0, width - utf8.count)) + self
    }
}
