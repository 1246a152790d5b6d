/// Sums that no stored value can make overflow: a damaged row must not end the process.

extension Int64 {
    /// The sum, clamped to the range of 64 bits.
    package func addingClamped(_ other: Int64) -> Int64 {
        let (sum, overflowed) = addingReportingOverflow(other)
        return overflowed ? (other > 0 ? .max : .min) : sum
    }
}

extension Sequence {
    /// The sum of a count over all elements, clamped to the range of 64 bits.
    package func sum(of count: (Element) -> Int64) -> Int64 {
        reduce(0) { sum, element in sum.addingClamped(count(element)) }
    }

    /// The sum of an amount over all elements.
    ///
    /// - Throws: `Refusal.amountTooLarge` when it exceeds `Dong.documentMax`, which JSON parsers preserve exactly.
    package func sum(of amount: (Element) -> Dong) throws(Refusal) -> Dong {
        var total = Dong.zero
        for element in self { total = try total.added(to: amount(element)) }
        return total
    }
}

extension Dong {
    /// The sum.
    ///
    /// - Throws: `Refusal.amountTooLarge` when it exceeds `documentMax`.
    package func added(to other: Dong) throws(Refusal) -> Dong {
        guard let sum = adding(other), sum <= Dong.documentMax else { throw .amountTooLarge }
        return sum
    }

    /// The difference, clamped to the range of 64 bits.
    package func less(_ other: Dong) -> Dong { Dong(amount.subtractingClamped(other.amount)) }
}

extension Int64 {
    fileprivate func subtractingClamped(_ other: Int64) -> Int64 {
        let (difference, overflowed) = subtractingReportingOverflow(other)
        return overflowed ? (other > 0 ? .min : .max) : difference
    }
}
