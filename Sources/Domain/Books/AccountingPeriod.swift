/// A month of an owner's books (kỳ kế toán), open until accountant and approver have closed it.
///
/// A closed month takes no voucher, so its figures never change. Corrections are made in a later month.
///
/// - Source: DOMAIN §5: closed months refuse changes. Accounting law 88/2015/QH13, article 12.
package struct AccountingPeriod: RecordedEntity, Hashable {
    package typealias ID = Identifier<AccountingPeriod>

    package static let kind = EntityKind.accountingPeriod

    package enum State: String, CaseIterable, Sendable {
        case open
        /// The accountant has finished it.
        case submitted
        case closed
    }

    package enum Step: String, CaseIterable, Sendable {
        case submit
        case close
        case reopen
    }

    /// A calendar month.
    package struct Month: Hashable, Comparable, Sendable {
        /// Such as 202603.
        package let packed: Int64

        /// Nil unless it is a month of a year that dates may have.
        package init?(packed: Int64) {
            guard let year = Int(exactly: packed / 100),
                LocalDate(year: year, month: Int(packed % 100), day: 1) != nil
            else { return nil }
            self.packed = packed
        }

        package init(of day: LocalDate) { packed = Int64(day.packed / 100) }

        /// From `YYYY-MM`.
        package init?(text: String) {
            guard text.utf8.count == 7, let day = LocalDate(text + "-01") else { return nil }
            self.init(of: day)
        }

        package var text: String { String(firstDay.text.prefix(7)) }

        package var firstDay: LocalDate { LocalDate(packed: packed * 100 + 1) ?? .firstDay }

        package var lastDay: LocalDate {
            let last = (28...31).reversed().lazy.compactMap { LocalDate(packed: packed * 100 + $0) }.first
            return last ?? firstDay
        }

        package static func < (left: Self, right: Self) -> Bool { left.packed < right.packed }
    }

    /// What the owner held at the end of the last day, when the month was closed.
    package struct Closing: Hashable, Sendable {
        package let cash: Dong
        package let bank: Dong

        package init(cash: Dong, bank: Dong) {
            self.cash = cash
            self.bank = bank
        }
    }

    package let id: ID
    package let owner: FundOwner
    package let month: Month
    package private(set) var state: State
    package private(set) var submittedBy: User.ID?
    package private(set) var closedBy: User.ID?
    package private(set) var closing: Closing?
    /// Why it was opened again the last time; public.
    package private(set) var reason: String?
    package private(set) var recording: Recording

    package init(
        id: ID, owner: FundOwner, month: Month, state: State = .open, submittedBy: User.ID? = nil,
        closedBy: User.ID? = nil, closing: Closing? = nil, reason: String? = nil, recording: Recording
    ) {
        self.id = id
        self.owner = owner
        self.month = month
        self.state = state
        self.submittedBy = submittedBy
        self.closedBy = closedBy
        self.closing = closing
        self.reason = reason
        self.recording = recording
    }

    /// The month after the accountant has finished it, or the approver closes it.
    ///
    /// - Parameters:
    ///   - step: `submit` or `close`.
    ///   - person: who takes it.
    ///   - closing: what the owner holds at the end of the month.
    /// - Returns: the month with the next version.
    /// - Throws: `.invalidTransition`; `.samePerson` when whoever submitted it closes it.
    package func taking(
        _ step: Step, by person: User.ID, holding closing: Closing
    ) throws(Refusal) -> AccountingPeriod {
        var next = self
        switch (state, step) {
        case (.open, .submit):
            next.state = .submitted
            next.submittedBy = person
        case (.submitted, .close):
            guard person != submittedBy else {
                throw .samePerson(
                    first: Step.submit.rawValue, second: step.rawValue, of: .accountingPeriod)
            }
            next.state = .closed
            next.closedBy = person
            next.closing = closing
        case (.open, .close), (.open, .reopen), (.submitted, .submit), (.submitted, .reopen),
            (.closed, .submit),
            (.closed, .close), (.closed, .reopen):
            throw .invalidTransition(.accountingPeriod, step: step.rawValue, from: state.rawValue)
        }
        next.recording = recording.corrected
        return next
    }

    /// The month opened again, for a reason that everyone may read.
    ///
    /// - Throws: `.invalidTransition` when it is open.
    package func reopened(for reason: String) throws(Refusal) -> AccountingPeriod {
        switch state {
        case .open:
            throw .invalidTransition(
                .accountingPeriod, step: Step.reopen.rawValue, from: state.rawValue)
        case .submitted, .closed:
            var next = self
            next.state = .open
            next.submittedBy = nil
            next.closedBy = nil
            next.closing = nil
            next.reason = reason
            next.recording = recording.corrected
            return next
        }
    }
}
