/// The owner of a set of books (chủ quỹ): a hamlet, a commune or an organisation.
///
/// Funds, receipts, payments, totals, voucher series, accounts and their entity tags are kept per owner.
package enum FundOwner: Hashable, Sendable {
    case hamlet(Hamlet.ID)
    /// A commune in one validity of its code: state support comes to it, and it keeps funds outside the budget.
    case commune(AdministrativeUnit.ID)
    /// A union, front or branch with money of its own, such as a scrap fund.
    case organisation(Organisation.ID)

    package var hamlet: Hamlet.ID? {
        switch self {
        case .hamlet(let hamlet): hamlet
        case .commune, .organisation: nil
        }
    }

    package var commune: AdministrativeUnit.ID? {
        if case .commune(let unit) = self { unit } else { nil }
    }

    package var organisation: Organisation.ID? {
        if case .organisation(let organisation) = self { organisation } else { nil }
    }

    /// An order of owners: hamlets by number, then communes, then organisations.
    package func sortsBefore(_ other: FundOwner) -> Bool { rank < other.rank }

    private var rank: (Int, Int64) {
        switch self {
        case .hamlet(let hamlet): (0, hamlet.number)
        case .commune(let unit): (1, unit.number)
        case .organisation(let organisation): (2, organisation.number)
        }
    }

    /// A short text that is unique among owners, for rows, keys and entity tags: `h1`, `c1`, `o1`.
    package var text: String {
        switch self {
        case .hamlet(let hamlet): "h\(hamlet.number)"
        case .commune(let unit): "c\(unit.number)"
        case .organisation(let organisation): "o\(organisation.number)"
        }
    }

    /// The owner with this text; nil when it is none, or not as `text` writes it.
    package init?(text: String) {
        guard let letter = text.utf8.first, let number = Int64(text.dropFirst()) else { return nil }
        self.init(letter: letter, number: number)
        guard self.text == text else { return nil }
    }

    /// The owner of the kind of the letter; nil when it is none's.
    package init?(letter: UInt8, number: Int64) {
        switch letter {
        case UInt8(ascii: "h"): self = .hamlet(Identifier(number))
        case UInt8(ascii: "c"): self = .commune(Identifier(number))
        case UInt8(ascii: "o"): self = .organisation(Identifier(number))
        default: return nil
        }
    }
}
