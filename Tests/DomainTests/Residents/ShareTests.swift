import Domain
import Testing

@Suite struct ShareTests {
    @Test(arguments: [
        (Int64(6920), Int64(7000), Int64(9886)), (2, 3, 6667), (1, 3, 3333), (1, 1, 10_000), (0, 9, 0),
        (1, 20_000, 1), (1, 25_000, 1), (24_998, 24_999, 9_999), (0, 25_000, 0), (5, 5, 10_000),
        (98_855, 100_000, 9886), (98_854, 100_000, 9885),
    ]) func `percentages are rounded half up to two decimals`(
        part: Int64, whole: Int64, hundredths: Int64
    ) throws {
        #expect(try #require(Share(part, of: whole)).hundredthsOfPercent == hundredths)
    }

    @Test func `a share is in lowest terms, and a whole of zero has none`() throws {
        let share = try #require(Share(6920, of: 7000))
        #expect((share.numerator, share.denominator) == (173, 175))
        #expect(Share(0, of: 0) == nil)
        #expect(try #require(Share(0, of: 7)).denominator == 1)
    }

    @Test func `a rounded percentage is within half a hundredth of the share`() throws {
        for whole in 1...97 as ClosedRange<Int64> {
            for part in 0...whole {
                let shown = try #require(Share(part, of: whole)).hundredthsOfPercent
                // |shown / 10,000 − part / whole| ≤ 1 / 20,000, in integers.
                #expect(abs(2 * shown * whole - 20_000 * part) <= whole)
            }
        }
    }

    @Test func `the sum of consistent counts is consistent`() throws {
        let one = Consultation.Counts(
            eligible: 10, invited: 9, participated: 8, agreed: 5, disagreed: 2, invalid: 1)
        var sum = Consultation.Counts.zero
        for _ in 0..<7 { sum = sum.adding(one) }
        try sum.check()
        #expect(sum.agreement == one.agreement)
        #expect(sum.eligible == 70)
    }
}
