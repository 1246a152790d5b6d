import Testing

@testable import Text

@Suite struct LetterTests {
    private static let everyScalar = (UInt32(0)...0x2FFF).compactMap { Unicode.Scalar($0) }

    @Test func `the alphabet with f j w z has 33 letters`() {
        let ranks = Set(Self.everyScalar.compactMap { Letter($0)?.rank })
        #expect(ranks == Set(0..<33))
    }

    @Test func `twelve vowels have six tones in two cases and 21 letters have none`() {
        let letters = Self.everyScalar.compactMap { Letter($0) }.filter { $0.tone < 6 }
        #expect(letters.count == 12 * 6 * 2 + 21 * 2)
    }

    @Test func `the base is the base of the canonical decomposition`() {
        for scalar in Self.everyScalar {
            guard let letter = Letter(scalar), letter.tone < 6, scalar != "đ", scalar != "Đ" else { continue }
            let base = scalar.nfd.first?.properties.lowercaseMapping
            #expect(base == String(Unicode.Scalar(letter.base)), "\(scalar)")
        }
    }

    @Test func `an uppercase letter differs from its lowercase letter only in case`() throws {
        for scalar in Self.everyScalar {
            guard let letter = Letter(scalar), letter.isUppercase else { continue }
            let smallScalar = try #require(scalar.properties.lowercaseMapping.unicodeScalars.first)
            let small = try #require(Letter(smallScalar))
            #expect(!small.isUppercase)
            #expect(
                [small.base, small.rank, small.tone] == [letter.base, letter.rank, letter.tone],
                "\(scalar)"
            )
        }
    }

    @Test(arguments: zip("aàảãáạ".unicodeScalars, UInt8(0)...5))
    func `tones are numbered from ngang to nặng`(_ scalar: Unicode.Scalar, _ tone: UInt8) {
        #expect(Letter(scalar)?.tone == tone)
    }

    @Test(arguments: ["1", " ", "-", "ç", "ü", "æ", "\u{301}", "б", "漢", "\u{1EFA}", "\u{1E9F}", "\u{257}"])
    func `no other scalar is a letter`(_ scalar: Unicode.Scalar) {
        #expect(Letter(scalar) == nil)
    }
}
