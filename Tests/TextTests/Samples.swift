import Testing

@testable import Text

/// SplitMix64: the same numbers on every run.
///
/// - Source: Steele, Lea, Flood, OOPSLA 2014.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Hostile texts: spaces, marks in any order, digits, controls, emoji, Hangul, unassigned scalars.
struct HostileTexts {
    private var generator: SeededGenerator
    private let pool: [Unicode.Scalar]

    init(seed: UInt64) {
        generator = SeededGenerator(state: seed)
        let marks = (0x300...0x36F).compactMap { Unicode.Scalar($0) }
        let letters = (0x1EA0...0x1EF9).compactMap { Unicode.Scalar($0) }
        let others = Array(
            "aAăÂeêiOôơuƯyđĐfjwz 0012399 \t\r\n\u{A0}\u{200B}\u{FEFF}\u{200D}\0-/.ƀÐčŏİßК한👨₫".unicodeScalars
        )
        pool = marks + letters + others + others + others
    }

    mutating func next() -> String {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...9, using: &generator) {
            scalars.append(pool.randomElement(using: &generator) ?? "a")
        }
        return String(scalars)
    }
}

/// The scalars of a text, because Swift's `==` treats NFC and NFD as equal.
func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

/// The canonical decomposition, for tests that need the other normalisation form.
func nfd(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(contentsOf: scalar.nfd) }
    return String(result)
}

@Suite struct SampleTests {
    @Test func `the seeded generator is deterministic`() {
        var first = SeededGenerator(state: 7)
        var second = SeededGenerator(state: 7)
        #expect((0..<5).map { _ in first.next() } == (0..<5).map { _ in second.next() })
    }

    @Test func `the nfd helper decomposes letters`() {
        #expect(scalars(nfd("ế")) == [0x65, 0x302, 0x301])
    }
}
