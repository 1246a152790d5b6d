import Domain
import Store

// Filters as text, for cursors: different filters have different texts. Written by hand, because printing a struct
// looks up the names and types of its members at run time, which took a fifth of the time of a list.

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

/// The parts, each preceded by a bar; a nil part is empty.
func filterText(_ numbers: Int64?..., words: String?...) -> String {
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
