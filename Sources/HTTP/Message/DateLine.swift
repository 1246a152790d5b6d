/// The Date header line of a response, made once a second (RFC 9110 §6.6.1).
package enum DateLine {
    /// The header line, such as "Date: Sun, 06 Nov 1994 08:49:37 GMT", with its CRLF (IMF-fixdate, RFC 9110
    /// §5.6.7).
    ///
    /// - Parameter seconds: seconds since 1970-01-01T00:00:00Z; not negative.
    /// - Returns: the bytes of the line.
    package static func bytes(secondsSince1970 seconds: Int) -> [UInt8] {
        let days = seconds / 86_400
        let date = civil(daysSince1970: days)
        let second = seconds % 86_400
        let time = "\(twoDigits(second / 3_600)):\(twoDigits(second / 60 % 60)):\(twoDigits(second % 60))"
        let day = "\(weekdays[(days + 4) % 7]), \(twoDigits(date.day)) \(months[date.month - 1]) \(date.year)"
        return Array("Date: \(day) \(time) GMT\r\n".utf8)
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// Converts days since 1970 to a Gregorian date.
    ///
    /// Years are counted from 1 March, so that the leap day comes last.
    /// - Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
    private static func civil(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }
}
