import Testing

/// A year of an office, by thousands of requests, against a list of what was accepted.
@Suite struct OfficeYearTests {
    @Test(arguments: [1, 2] as [UInt64])
    func `every figure of a year equals the sum over what was accepted, by any route`(_ seed: UInt64) throws {
        var year = try OfficeYear(seed: seed)
        for _ in 0..<100 { try year.work() }
        try year.compareAll()
        try year.merge()
        for _ in 0..<110 { try year.work() }
        try year.compareAll()
        #expect(year.acceptedCount > 500, "\(year.acceptedCount) accepted")
        #expect(year.refusedCount > 60, "\(year.refusedCount) refused")
        #expect(year.closingsCount > 30, "\(year.closingsCount) closings")
        #expect(year.reopeningsCount > 2, "\(year.reopeningsCount) reopenings")
        #expect(year.replacementsCount > 5, "\(year.replacementsCount) replacements")
        #expect(year.reversalsCount > 5, "\(year.reversalsCount) reversals")
    }
}
