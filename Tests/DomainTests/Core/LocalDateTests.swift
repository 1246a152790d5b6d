import Domain
import Testing

/// The dates from 1900-01-01 to 2100-12-31, counted one by one: no arithmetic is shared with the code under test.
private struct Calendar: Sequence, IteratorProtocol {
    private var year = 1900
    private var month = 1
    private var day = 0

    /// Every fourth year, except the centuries 1900 and 2100.
    private var isLeap: Bool { year % 4 == 0 && year != 1900 && year != 2100 }

    private var lastDay: Int {
        [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    mutating func next() -> (year: Int, month: Int, day: Int)? {
        day += 1
        if day > lastDay { (month, day) = (month + 1, 1) }
        if month > 12 { (year, month) = (year + 1, 1) }
        return year > 2100 ? nil : (year, month, day)
    }

    /// 1900-01-01 as a number of days relative to 1970-01-01.
    static let firstDay: Int64 = -25_567
}

@Suite struct LocalDateTests {
    @Test func `every date of two centuries keeps its year, month and day`() throws {
        var wrong: [LocalDate?] = []
        for (year, month, day) in Calendar() {
            let date = LocalDate(year: year, month: month, day: day)
            if date?.year != year || date?.month != month || date?.day != day { wrong.append(date) }
        }
        #expect(wrong.isEmpty)
    }

    @Test func `every date of two centuries round-trips through text and number`() throws {
        var wrong: [LocalDate] = []
        for (year, month, day) in Calendar() {
            let date = try #require(LocalDate(year: year, month: month, day: day))
            let isBack = LocalDate(date.text) == date && LocalDate(packed: Int64(date.packed)) == date
            if !isBack || Int(date.packed) != year * 10_000 + month * 100 + day { wrong.append(date) }
        }
        #expect(wrong.isEmpty)
    }

    @Test func `dates, their texts and their numbers sort the same way`() throws {
        let days = Calendar().compactMap { LocalDate(year: $0.year, month: $0.month, day: $0.day) }
        #expect(days.count == 73_414)
        let neighbours = zip(days, days.dropFirst())
        #expect(neighbours.allSatisfy { $0 < $1 && $0.text < $1.text && $0.packed < $1.packed })
    }

    @Test(arguments: [0, 1, 43_200_000, 86_399_999] as [Int64])
    func `every date of two centuries is derived from its instants`(_ millisecond: Int64) throws {
        var wrong: [LocalDate] = []
        for (index, (year, month, day)) in Calendar().enumerated() {
            let midnight = (Calendar.firstDay + Int64(index)) * 86_400_000 - 7 * 3_600_000
            let date = LocalDate(Instant(milliseconds: midnight + millisecond))
            if date != LocalDate(year: year, month: month, day: day) { wrong.append(date) }
        }
        #expect(wrong.isEmpty)
    }

    @Test(
        arguments: [
            (1_751_302_799_999, "2025-06-30"), (1_751_302_800_000, "2025-07-01"),
            (1_735_664_399_999, "2024-12-31"), (1_735_664_400_000, "2025-01-01"),
            (951_757_199_999, "2000-02-28"), (951_757_200_000, "2000-02-29"), (951_843_600_000, "2000-03-01"),
            (0, "1970-01-01"), (61_199_999, "1970-01-01"), (61_200_000, "1970-01-02"),
            (-1, "1970-01-01"), (-25_200_000, "1970-01-01"), (-25_200_001, "1969-12-31"),
            (-58_017_599_999, "1968-02-29"), (-2_208_988_800_000, "1900-01-01"),
            (-2_209_014_000_001, "1899-12-31"),
        ] as [(Int64, String)]
    )
    func `the date changes at 17:00 UTC`(_ milliseconds: Int64, _ day: String) {
        #expect(LocalDate(Instant(milliseconds: milliseconds)).text == day)
    }

    @Test func `the first and last dates of the calendar are valid`() throws {
        #expect(LocalDate("0001-01-01")?.packed == 10_101)
        #expect(LocalDate("9999-12-31")?.packed == 99_991_231)
        #expect(LocalDate(Instant(milliseconds: -62_135_596_800_000)).text == "0001-01-01")
        #expect(LocalDate(Instant(milliseconds: 253_402_275_599_999)).text == "9999-12-31")
    }

    @Test(arguments: [1600, 1904, 1996, 2000, 2004, 2024, 2400])
    func `a leap year has 29 February`(_ year: Int) {
        #expect(LocalDate(year: year, month: 2, day: 29)?.day == 29)
        #expect(LocalDate(year: year, month: 2, day: 30) == nil)
    }

    @Test(arguments: [1700, 1900, 1999, 2001, 2023, 2025, 2026, 2100, 2200])
    func `other years do not have 29 February`(_ year: Int) {
        #expect(LocalDate(year: year, month: 2, day: 28)?.day == 28)
        #expect(LocalDate(year: year, month: 2, day: 29) == nil)
    }

    @Test(arguments: [
        (2026, 2, 30), (2026, 4, 31), (2026, 6, 31), (2026, 9, 31), (2026, 11, 31), (2026, 1, 32),
        (2026, 12, 32),
        (2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 1, -1), (0, 1, 1), (-1, 1, 1), (10_000, 1, 1),
        (.max, .max, .max), (.min, .min, .min),
    ])
    func `a date that does not exist is refused`(_ year: Int, _ month: Int, _ day: Int) {
        #expect(LocalDate(year: year, month: month, day: day) == nil)
    }

    @Test(arguments: [
        "", "2026", "2026-11", "2026-2-3", "26-11-23", "2026-11-2", "2026-11-230", "02026-11-23", "20261123",
        "2026/11/23", "23-11-2026", "23/11/2026", "2026-11-23T00:00:00Z", " 2026-11-23", "2026-11-23 ",
        "2026-11-23\0", "+026-11-23", "-026-11-23", "2026-+1-23", "2026-11--3", "2026-1a-23", "x026-11-23",
        "2026_11-23", "2026-11_23", "2026‐11‐23", "２０２６-11-23", "٢٠٢٦-١١-٢٣", "0000-01-01", "2026-00-10",
        "2026-13-10", "2026-10-00", "2026-02-30", "2026-02-29", "1900-02-29", "2026-W48-1", "2026-327",
    ])
    func `any other format is refused`(_ text: String) {
        #expect(LocalDate(text) == nil)
    }

    @Test(arguments: [
        0, -1, 1, 101, 10_100, 10_001, 20_260_230, 20_261_301, 20_260_001, 20_260_100, 100_000_101,
        -20_261_123,
        Int64(Int32.max), Int64(Int32.max) + 1, .max, .min, 20_261_123 + (1 << 32),
    ])
    func `a number that encodes no date is refused`(_ packed: Int64) {
        #expect(LocalDate(packed: packed) == nil)
    }

    @Test(arguments: [
        ("2026-11-23", "23/11/2026"), ("2026-01-02", "02/01/2026"), ("0001-01-01", "01/01/0001"),
    ])
    func `the printed form is day, month, year`(_ text: String, _ printed: String) {
        #expect(LocalDate.sample(text).printed == printed)
    }
}
