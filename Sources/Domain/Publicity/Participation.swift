/// How many of a hamlet's households contributed in a year.
package struct Participation: Hashable, Sendable {
    package let count: Int64
    /// The hamlet's households at the end of the year, as it was known then.
    package let householdsCount: Int64
    /// True when every household that contributed is named on a public receipt.
    package let namesAll: Bool

    package init(count: Int64, of householdsCount: Int64, namesAll: Bool) {
        self.count = count
        self.householdsCount = householdsCount
        self.namesAll = namesAll
    }

    /// The households that did not contribute; fewer than none where some moved away meanwhile.
    package var restCount: Int64 { householdsCount - count }

    /// True when the number names no anonymous donor.
    ///
    /// Where all households contributed, or all but 1 or 2, who is not named on a receipt is the anonymous one, or one of
    /// a few. Without an anonymous donor the number follows from the names.
    var isShown: Bool {
        Disclosure.shows(householdsCount: count) && (namesAll || restCount >= Disclosure.householdsMin)
    }
}

extension Disclosure {
    /// The number of households that contributed, in a hamlet or in several together.
    ///
    /// - Parameters:
    ///   - count: their number.
    ///   - parts: that of each hamlet, since subtracting the others from the sum would show it; nil before the year has
    ///     ended.
    /// - Returns: the cell; nil when it is suppressed.
    package static func participation(_ count: Int64, parts: [Participation]?) -> DisclosedCell<Int64>? {
        guard let parts, parts.allSatisfy(\.isShown) else { return nil }
        return cell(count, sizes: [count])
    }
}
