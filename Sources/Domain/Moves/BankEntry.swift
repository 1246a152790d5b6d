import Text

/// Interest that the bank paid to a fund, or a fee that it took (lãi, phí ngân hàng).
///
/// Interest belongs to the fund whose money earned it.
package struct BankEntry: VoidableMove, Hashable {
    package typealias ID = Identifier<BankEntry>

    package static let kind = EntityKind.bankEntry

    package enum Kind: String, CaseIterable, Sendable {
        case interest
        case fee
    }

    package let id: ID
    package let owner: FundOwner
    package let fund: Fund.ID
    package let kind: Kind
    package let amount: Dong
    package let on: LocalDate
    /// The bank's reference, used once in a fund for each kind; nil when the bank gives none.
    package let reference: String?
    package let recordedBy: User.ID
    package let recordedAt: Instant
    package var voiding: Contribution.Voiding?
    package var version: Int64

    package init(
        id: ID, owner: FundOwner, fund: Fund.ID, kind: Kind, amount: Dong, on day: LocalDate,
        reference: String?, recordedBy: User.ID, recordedAt: Instant,
        voiding: Contribution.Voiding? = nil, version: Int64 = 1
    ) {
        self.id = id
        self.owner = owner
        self.fund = fund
        self.kind = kind
        self.amount = amount
        on = day
        self.reference = reference
        self.recordedBy = recordedBy
        self.recordedAt = recordedAt
        self.voiding = voiding
        self.version = version
    }

    package var postings: [Posting] {
        switch kind {
        case .interest: [Posting(fund: fund, debit: .bank, credit: .interest, amount: amount, on: on)]
        case .fee: [Posting(fund: fund, debit: .fees, credit: .bank, amount: amount, on: on)]
        }
    }

    /// By which references are compared; empty without one.
    package var referenceKey: String { reference?.codeKey ?? "" }
}
