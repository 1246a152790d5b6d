/// A posting with the voucher that it comes from: one line of the journal of money (sổ nhật ký).
package struct LedgerEntry: Hashable, Sendable {
    /// What made the posting.
    package enum Origin: Hashable, Sendable {
        case receipt(Contribution.ID)
        case payment(Expenditure.ID)
        /// An event of another kind, such as `reorganisation.recorded`.
        case other(event: String, subject: Int64)
    }

    /// The voucher (chứng từ) as it was printed.
    package struct Document: Hashable, Sendable {
        package let number: String
        package let partyName: String
        package let reason: String
        /// Why it was voided; nil while it stands.
        package let voidReason: String?

        package init(number: String, partyName: String, reason: String, voidReason: String?) {
            self.number = number
            self.partyName = partyName
            self.reason = reason
            self.voidReason = voidReason
        }
    }

    /// The journal row whose effect the posting is, and its number among the postings of the row.
    package let position: Int64
    package let line: Int64
    package let on: LocalDate
    package let fund: Fund.ID
    package let debit: LedgerAccount.Kind
    package let credit: LedgerAccount.Kind
    /// The item of the estimate; empty for incoming money.
    package let item: String
    /// Negative for the reversal of a voided voucher.
    package let amount: Dong
    package let origin: Origin
    /// Nil for a posting without a voucher.
    package let document: Document?

    package init(
        position: Int64, line: Int64, on: LocalDate, fund: Fund.ID, debit: LedgerAccount.Kind,
        credit: LedgerAccount.Kind, item: String, amount: Dong, origin: Origin, document: Document?
    ) {
        self.position = position
        self.line = line
        self.on = on
        self.fund = fund
        self.debit = debit
        self.credit = credit
        self.item = item
        self.amount = amount
        self.origin = origin
        self.document = document
    }

    package var isReversal: Bool { amount < .zero }

    /// What comes into `account`; negative when that is taken back.
    package func inflow(into account: LedgerAccount.Kind) -> Dong { debit == account ? amount : .zero }

    /// What goes out of `account`; negative when that is taken back.
    package func outflow(from account: LedgerAccount.Kind) -> Dong { credit == account ? amount : .zero }
}
