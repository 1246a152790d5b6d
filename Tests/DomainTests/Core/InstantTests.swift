import Domain
import Foundation
import TestSupport
import Testing

@Suite struct InstantTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1, "1970-01-01T00:00:00.001Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (86_399_999, "1970-01-01T23:59:59.999Z"), (86_400_000, "1970-01-02T00:00:00.000Z"),
            (-86_400_000, "1969-12-31T00:00:00.000Z"), (-86_400_001, "1969-12-30T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"), (951_868_799_999, "2000-02-29T23:59:59.999Z"),
            (1_751_302_799_999, "2025-06-30T16:59:59.999Z"), (1_795_399_384_005, "2026-11-23T02:03:04.005Z"),
            (-58_017_599_999, "1968-02-29T12:00:00.001Z"), (-2_208_988_800_000, "1900-01-01T00:00:00.000Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"), (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
            (4_133_980_799_999, "2100-12-31T23:59:59.999Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
            (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
        ] as [(Int64, String)]
    )
    func `an instant is formatted in UTC with milliseconds`(_ milliseconds: Int64, _ text: String) {
        #expect(Instant(milliseconds: milliseconds).text == text)
    }

    @Test func `Foundation formats two thousand random instants the same way`() {
        var generator = SeededGenerator(seed: 31)
        var wrong: [Instant] = []
        for _ in 0..<2000 {
            let seconds = Int64.random(in: -62_135_596_800...253_402_300_799, using: &generator)
            // Foundation switches to the Julian calendar before 1582-10-15; RFC 3339 does not.
            guard seconds > -12_219_292_800 else { continue }
            let instant = Instant(milliseconds: seconds * 1000)
            let expected = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
            if instant.text != expected.dropLast() + ".000Z" { wrong.append(instant) }
        }
        #expect(wrong.isEmpty)
    }

    @Test func `texts sort in the order of their instants`() {
        var generator = SeededGenerator(seed: 32)
        let moments = (0..<500)
            .map { _ in
                Instant(
                    milliseconds: Int64.random(in: -2_208_988_800_000...4_133_980_799_999, using: &generator)
                )
            }
        #expect(moments.sorted().map(\.text) == moments.map(\.text).sorted())
    }

    @Test func `adding a day adds 24 hours`() {
        #expect(Instant.sample.adding(days: 1).text == "2026-11-24T02:03:04.005Z")
        #expect(Instant.sample.adding(days: 365).text == "2027-11-23T02:03:04.005Z")
        #expect(Instant.sample.adding(days: -23).text == "2026-10-31T02:03:04.005Z")
        #expect(Instant.sample.adding(days: 0) == .sample)
    }

    @Test func `instants compare by their milliseconds`() {
        #expect(Instant(milliseconds: -1) < Instant(milliseconds: 0))
        #expect(!(Instant.sample < .sample))
    }
}
