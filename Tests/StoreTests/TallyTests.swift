import Testing

@testable import Store
@testable import Verify

@Suite struct TallyTests {
    private static func tally(_ rows: [(Int64, [UInt8])], key: UInt64 = 7) -> Tally {
        var tally = Tally(key: key)
        for row in rows { tally.add([row.0, 1], row.1) }
        return tally
    }

    @Test func `the same rows in another order have equal tallies`() {
        #expect(Self.tally([(1, [1, 2]), (2, [])]) == Self.tally([(2, []), (1, [1, 2])]))
    }

    @Test(arguments: 0..<40) func `any changed, added or missing byte changes the tally`(_ index: Int) {
        let bytes = [UInt8](repeating: 65, count: 40)
        var changed = bytes
        changed[index] ^= 1
        #expect(Self.tally([(1, bytes)]) != Self.tally([(1, changed)]))
        #expect(Self.tally([(1, bytes)]) != Self.tally([(1, Array(bytes.prefix(index)))]))
        #expect(Self.tally([(1, bytes)]) != Self.tally([(1, bytes + [0])]))
    }

    @Test func `repeated rows and swapped numbers change the tally`() {
        #expect(Self.tally([(1, []), (1, [])]) != Self.tally([(1, [])]))
        var left = Tally(key: 7)
        left.add([1, 2])
        var right = Tally(key: 7)
        right.add([2, 1])
        #expect(left != right)
        #expect([left.count, right.count] == [1, 1])
    }
}
