/// What the public may know: the cell rule and the granularity of every public figure.
///
/// Public views ask here instead of deciding by themselves. Figures about 1 or 2 households, and figures from which
/// such a figure follows by subtraction, are suppressed. What moves with a single private act is not public at all:
/// sums of pledges, which change with one confirmation, and numbers of persons, which change with one birth.
///
/// - Source: DOMAIN §10; Law 91/2025/QH15.
package enum Disclosure {
    /// The smallest number of households about which a figure is public.
    package static let householdsMin: Int64 = 3

    /// True for a figure about no households or about at least 3.
    package static func shows(householdsCount count: Int64) -> Bool { count == 0 || count >= householdsMin }

    /// The parts of a whole that may be shown together with it.
    ///
    /// A part of 1 or 2 is suppressed. If what all suppressed parts have in common with the rest of the whole could be
    /// computed to 1 or 2, or to a single suppressed part, the smallest shown part is suppressed too.
    ///
    /// - Parameters:
    ///   - parts: the size of each part.
    ///   - whole: the size of the whole, which may exceed the sum of the parts.
    /// - Returns: whether each part is shown.
    package static func shownParts(_ parts: [Int64], of whole: Int64) -> [Bool] {
        var areShown = parts.map { shows(householdsCount: $0) }
        func hiddenSum() -> Int64 {
            zip(parts, areShown).filter { !$0.1 }.sum { $0.0 }
        }
        while areShown.contains(false) {
            let rest = whole.addingClamped(-parts.sum(of: \.self))
            // What subtracting the shown parts from the whole gives; at least two unknowns must be in it.
            let remainder = hiddenSum().addingClamped(max(rest, 0))
            let hiddenCount = areShown.count { !$0 }
            if remainder >= householdsMin, hiddenCount > 1 || rest >= householdsMin { break }
            guard
                let smallest = parts.indices.filter({ areShown[$0] && parts[$0] > 0 })
                    .min(by: { parts[$0] < parts[$1] })
            else { break }
            areShown[smallest] = false
        }
        return areShown
    }
}
