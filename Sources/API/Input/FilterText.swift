import Domain
import Store

// Filters as text, for cursors: two filters that differ have different texts. By hand, because printing a struct asks
// the runtime for its members' names and types: that was a fifth of the time of a list.

extension ContributionFilter {
    var text: String {
        filterText(
            fund?.number, household?.number, from.map { Int64($0.packed) }, to.map { Int64($0.packed) },
            words: method?.rawValue, state?.rawValue)
    }
}

extension ExpenditureFilter {
    var text: String {
        filterText(
            fund?.number, refundOf?.number, from.map { Int64($0.packed) }, to.map { Int64($0.packed) },
            isPaid ? 1 : nil, words: method?.rawValue, state?.rawValue)
    }
}

extension PledgeFilter {
    var text: String { filterText(fund?.number, household?.number, words: state?.rawValue) }
}

extension ModelFilter {
    var text: String {
        filterText(
            year, isPublic ? 1 : nil, words: state?.rawValue, area?.rawValue, kind?.rawValue, search)
    }
}

/// The parts with a bar before each; nothing between two bars is nil.
private func filterText(_ numbers: Int64?..., words: String?...) -> String {
    var text = ""
    for number in numbers {
        text += "|"
        if let number { text += String(number) }
    }
    for word in words {
        text += "|"
        if let word { text += word }
    }
    return text
}
