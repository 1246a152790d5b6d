/// A point in time, in milliseconds since 1970-01-01T00:00:00Z.
///
/// The store's clock supplies one per transaction.
package struct Instant: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Milliseconds of all instants whose year has four digits: 0001-01-01 to 9999-12-31 in UTC.
    package static let range: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    /// RFC 3339 in UTC with milliseconds, such as `2026-11-23T02:03:04.005Z`.
    ///
    /// - Source: RFC 3339 §5.6.
    package var text: String {
        let days = milliseconds.floorDivided(by: 86_400_000)
        let rest = Int(milliseconds - days * 86_400_000)
        let (year, month, day) = civil(daysSinceEpoch: days)
        var text = ShortText()
        text.append(year: year, month: month, day: day)
        text.append(UInt8(ascii: "T"))
        text.append(rest / 3_600_000, digits: 2)
        text.append(UInt8(ascii: ":"))
        text.append(rest / 60_000 % 60, digits: 2)
        text.append(UInt8(ascii: ":"))
        text.append(rest / 1000 % 60, digits: 2)
        text.append(UInt8(ascii: "."))
        text.append(rest % 1000, digits: 3)
        text.append(UInt8(ascii: "Z"))
        return text.text
    }

    /// The instant `days` × 24 hours later.
    package func adding(hours: Int) -> Instant {
        Instant(milliseconds: milliseconds.addingClamped(Int64(clamping: Int128(hours) * 3_600_000)))
    }

    package func adding(days: Int) -> Instant {
        Instant(milliseconds: milliseconds.addingClamped(Int64(clamping: Int128(days) * 86_400_000)))
    }

    package static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }
}

extension Int64 {
    /// The quotient rounded towards minus infinity, so that instants before 1970 fall on the right day.
    func floorDivided(by divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : (self - divisor + 1) / divisor
    }
}
