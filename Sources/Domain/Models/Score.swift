/// An exact appraisal score: a fraction in lowest terms, from 0 to 100.
///
/// The denominator divides `CriteriaSet.denominatorMax` times the number of appraisals, so 64 bits are sufficient for
/// every value that the service writes.
package struct Score: Hashable, Comparable, Sendable {
    package let numerator: Int64
    /// Positive.
    package let denominator: Int64

    package static let zero = Score(0, 1)

    package init(_ numerator: Int64, _ denominator: Int64) {
        self.init(wide: Int128(numerator), Int128(denominator))
    }

    /// Clamped to the range of 64 bits, which only the points of a damaged file exceed.
    init(wide numerator: Int128, _ denominator: Int128) {
        let (numerator, denominator) = (max(0, numerator), max(1, denominator))
        let divisor = greatestCommonDivisor(numerator, denominator)
        self.numerator = Int64(clamping: numerator / divisor)
        self.denominator = Int64(clamping: denominator / divisor)
    }

    package func adding(_ other: Score) -> Score {
        // Products of two 64-bit numbers, and sums of two of them, fit into 128 bits.
        let (left, right) = (Int128(denominator), Int128(other.denominator))
        let divisor = greatestCommonDivisor(left, right)
        return Score(
            wide: Int128(numerator) * (right / divisor) + Int128(other.numerator) * (left / divisor),
            left / divisor * right)
    }

    /// The mean of `scores`, or nil when there are none.
    package static func mean(of scores: [Score]) -> Score? {
        guard !scores.isEmpty else { return nil }
        let sum = scores.reduce(Score.zero) { $0.adding($1) }
        return Score(wide: Int128(sum.numerator), Int128(sum.denominator) * Int128(scores.count))
    }

    /// Hundredths of a point, rounded half up: 83 1/3 is 8333, 0.005 is 1.
    package var hundredths: Int64 {
        let (numerator, denominator) = (Int128(numerator), Int128(denominator))
        return Int64(clamping: (200 * numerator + denominator) / (2 * denominator))
    }

    /// True when the score is at least `pass`, compared exactly: 79.996 displays as 80.00 but is below 80.
    package func reaches(_ pass: Int64) -> Bool {
        Int128(numerator) >= Int128(pass) * Int128(denominator)
    }

    package static func < (left: Score, right: Score) -> Bool {
        Int128(left.numerator) * Int128(right.denominator) < Int128(right.numerator)
            * Int128(left.denominator)
    }
}

/// The greatest common divisor.
///
/// `second` must be positive.
func greatestCommonDivisor<Value: BinaryInteger>(_ first: Value, _ second: Value) -> Value {
    var (first, second) = (first, second)
    while first != 0 { (first, second) = (second % first, first) }
    return second
}

/// The least common multiple.
///
/// Both must be positive.
func leastCommonMultiple(_ first: Int64, _ second: Int64) -> Int64 {
    first / greatestCommonDivisor(first, second) * second
}
