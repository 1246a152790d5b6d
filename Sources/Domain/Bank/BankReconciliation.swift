/// What an owner's books had at the bank at the end of a month, against what the banks stated (đối chiếu số dư tiền gửi).
///
/// A difference is explained by credits on which no receipt was issued by then, or stays open and visible.
package struct BankReconciliation: RecordedEntity, Hashable {
    package typealias ID = Identifier<BankReconciliation>

    package static let kind = EntityKind.bankReconciliation

    package enum State: String, CaseIterable, Sendable {
        case recorded
        /// A second person agreed.
        case confirmed
        /// It was wrong, and was withdrawn before a second person agreed.
        case withdrawn
    }

    package enum Step: String, CaseIterable, Sendable {
        case confirm
        case withdraw
    }

    /// The balance of an account at the end of the month, as its bank stated it.
    package struct Balance: Hashable, Sendable {
        package let account: BankAccount.ID
        package let amount: Dong

        package init(account: BankAccount.ID, amount: Dong) {
            self.account = account
            self.amount = amount
        }
    }

    /// A credit that the bank had and the book had not, and the part of it without receipts by the end of the month.
    package struct OpenCredit: Hashable, Sendable {
        package let credit: BankCredit.ID
        package let amount: Dong

        package init(credit: BankCredit.ID, amount: Dong) {
            self.credit = credit
            self.amount = amount
        }
    }

    /// More accounts than any owner has.
    package static let accountsMax = 20
    /// Of more credits the first are listed, and the rest of the difference stays open.
    package static let creditsMax = 500

    package let id: ID
    package let owner: FundOwner
    package let month: AccountingPeriod.Month
    /// One for each account that the owner held at the end of the month, in the order of their ids.
    package let balances: [Balance]
    /// Oldest first.
    package let credits: [OpenCredit]
    /// What the funds of the owner had at the bank when the reconciliation was recorded.
    package let book: Dong
    /// Private.
    package let note: String?
    package private(set) var state: State
    package private(set) var confirmedBy: User.ID?
    package private(set) var recording: Recording

    package init(
        id: ID, owner: FundOwner, month: AccountingPeriod.Month, balances: [Balance], credits: [OpenCredit],
        book: Dong, note: String?, state: State = .recorded, confirmedBy: User.ID? = nil, recording: Recording
    ) {
        self.id = id
        self.owner = owner
        self.month = month
        self.balances = balances
        self.credits = credits
        self.book = book
        self.note = note
        self.state = state
        self.confirmedBy = confirmedBy
        self.recording = recording
    }

    /// The sum of the balances that the banks stated.
    package var stated: Dong { Dong(balances.sum { $0.amount.amount }) }

    /// What was stated less what the book had.
    package var difference: Dong { stated.less(book) }

    /// What the listed credits explain of the difference.
    package var explained: Dong { Dong(credits.sum { $0.amount.amount }) }

    /// What nothing explains of the difference.
    package var unexplained: Dong { difference.less(explained) }

    /// True when `held` are the accounts whose balances it has.
    package func covers(_ held: [BankAccount]) -> Bool { Set(balances.map(\.account)) == Set(held.map(\.id)) }

    /// The reconciliation after `step` by `person`.
    ///
    /// - Throws: `.invalidTransition`; `.samePerson` when the recorder confirms.
    package func taking(_ step: Step, by person: User.ID) throws(Refusal) -> BankReconciliation {
        var next = self
        switch (state, step) {
        case (.recorded, .confirm):
            guard person != recording.by else {
                throw .samePerson(first: "reconcile", second: step.rawValue, of: .bankReconciliation)
            }
            next.state = .confirmed
            next.confirmedBy = person
        case (.recorded, .withdraw): next.state = .withdrawn
        case (.confirmed, .confirm), (.confirmed, .withdraw), (.withdrawn, .confirm), (.withdrawn, .withdraw):
            throw .invalidTransition(.bankReconciliation, step: step.rawValue, from: state.rawValue)
        }
        next.recording = recording.corrected
        return next
    }
}

extension BankAccount {
    /// True when it was in use on some day of the month.
    package func isValid(in month: AccountingPeriod.Month) -> Bool {
        isValid(from: month.firstDay, to: month.lastDay)
    }

    /// True when it was in use on some day of a period.
    package func isValid(from first: LocalDate, to last: LocalDate) -> Bool {
        opening.on <= last && closing.map { first <= $0.on } ?? true
    }

    /// True when it was still in use at the end of a day: on its last day the holder after it has the balance.
    package func isHeld(atEndOf day: LocalDate) -> Bool {
        opening.on <= day && closing.map { day < $0.on } ?? true
    }
}
