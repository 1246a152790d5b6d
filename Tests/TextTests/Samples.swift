import TestSupport
import Testing

@testable import Text

/// Hostile texts: spaces, marks in any order, digits, controls, emoji, Hangul, unassigned scalars.
struct HostileTexts {
    private var generator: SeededGenerator
    private let pool: [Unicode.Scalar]

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
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
        var first = SeededGenerator(seed: 7)
        var second = SeededGenerator(seed: 7)
        #expect((0..<5).map { _ in first.next() } == (0..<5).map { _ in second.next() })
    }

    @Test func `the nfd helper decomposes letters`() {
        #expect(scalars(nfd("ế")) == [0x65, 0x302, 0x301])
    }
}
