/// An amount in whole đồng, never floating-point.
///
/// Vouchers and pledges require a positive amount; balances do not.
package struct Dong: Hashable, Comparable, Sendable {
    package let amount: Int64

    package init(_ amount: Int64) { self.amount = amount }

    package static let zero = Dong(0)

    /// The largest amount on one document: 2^53−1, which every JSON parser preserves exactly.
    ///
    /// - Source: RFC 8259 §6: integers in [−2^53+1, 2^53−1] are interoperable.
    package static let documentMax = Dong(9_007_199_254_740_991)

    package static func < (left: Dong, right: Dong) -> Bool { left.amount < right.amount }

    /// The sum, or nil when it leaves the range of 64 bits.
    package func adding(_ other: Dong) -> Dong? {
        let (sum, overflowed) = amount.addingReportingOverflow(other.amount)
        return overflowed ? nil : Dong(sum)
    }

    /// The difference, or nil when it leaves the range of 64 bits.
    package func subtracting(_ other: Dong) -> Dong? {
        let (difference, overflowed) = amount.subtractingReportingOverflow(other.amount)
        return overflowed ? nil : Dong(difference)
    }
}
