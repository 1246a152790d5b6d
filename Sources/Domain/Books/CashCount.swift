/// A count of the cash of a fund against its book, by two persons or more (biên bản kiểm kê quỹ tiền mặt).
///
/// The difference is posted by decision of both, or left visible as open.
///
/// - Source: DOMAIN §5: cash counts by two people against the book; a difference is recorded and visible.
package struct CashCount: RecordedEntity, Hashable {
    package typealias ID = Identifier<CashCount>

    package static let kind = EntityKind.cashCount

    package enum State: String, CaseIterable, Sendable {
        case recorded
        /// A second counter agreed.
        case confirmed
        /// It was wrong, and was withdrawn before a second counter agreed.
        case withdrawn
    }

    package enum Step: String, CaseIterable, Sendable {
        case confirm
        case withdraw
    }

    /// The notes in use, in đồng.
    ///
    /// - Source: State Bank of Vietnam, notes in circulation since 2003; older ones of 200 and 500 are valid.
    package enum Denomination: Int64, CaseIterable, Sendable {
        case d500000 = 500_000
        case d200000 = 200_000
        case d100000 = 100_000
        case d50000 = 50_000
        case d20000 = 20_000
        case d10000 = 10_000
        case d5000 = 5_000
        case d2000 = 2_000
        case d1000 = 1_000
        case d500 = 500
        case d200 = 200
    }

    /// A number of notes of one value.
    package struct Notes: Hashable, Sendable {
        package let denomination: Denomination
        package let count: Int64

        package init(denomination: Denomination, count: Int64) {
            self.denomination = denomination
            self.count = count
        }

        /// What they are worth, clamped to the range of 64 bits.
        package var amount: Dong { Dong(denomination.rawValue.multipliedClamped(by: count)) }
    }

    package static let notesMax: Int64 = 1_000_000
    package static let countersRange = 2...5

    package let id: ID
    package let owner: FundOwner
    package let fund: Fund.ID
    /// The evening of this day.
    package let on: LocalDate
    /// Most valuable first, without those that were not there.
    package let notes: [Notes]
    /// What the book held at the end of the day when the count was recorded.
    package let book: Dong
    /// Different persons, the recorder among them.
    package let countedBy: [User.ID]
    /// True when the counters decided to post the difference.
    package let postsDifference: Bool
    /// Private.
    package let note: String?
    package private(set) var state: State
    package private(set) var confirmedBy: User.ID?
    package private(set) var recording: Recording

    package init(
        id: ID, owner: FundOwner, fund: Fund.ID, on: LocalDate, notes: [Notes], book: Dong,
        countedBy: [User.ID],
        postsDifference: Bool, note: String?, state: State = .recorded, confirmedBy: User.ID? = nil,
        recording: Recording
    ) {
        self.id = id
        self.owner = owner
        self.fund = fund
        self.on = on
        self.notes = notes
        self.book = book
        self.countedBy = countedBy
        self.postsDifference = postsDifference
        self.note = note
        self.state = state
        self.confirmedBy = confirmedBy
        self.recording = recording
    }

    /// What was counted.
    package var counted: Dong {
        Dong(notes.sum { $0.amount.amount })
    }

    /// What was counted less what the book held.
    package var difference: Dong { counted.less(book) }

    /// The posting of the difference of a confirmed count; nil when there is none or it stays open.
    package var posting: Posting? {
        guard state == .confirmed, postsDifference, difference != .zero else { return nil }
        return difference > .zero
            ? Posting(fund: fund, debit: .cash, credit: .surplus, amount: difference, on: on)
            : Posting(
                fund: fund, debit: .shortage, credit: .cash, amount: Dong.zero.less(difference), on: on)
    }

    /// The count after `step` by `person`.
    ///
    /// - Throws: `.invalidTransition`; `.samePerson` when the recorder confirms; `BooksRefusal.notCounter`.
    package func taking(_ step: Step, by person: User.ID) throws(Refusal) -> CashCount {
        var next = self
        switch (state, step) {
        case (.recorded, .confirm):
            guard person != recording.by else {
                throw .samePerson(first: "count", second: step.rawValue, of: .cashCount)
            }
            guard countedBy.contains(person) else { throw .books(.notCounter) }
            next.state = .confirmed
            next.confirmedBy = person
        case (.recorded, .withdraw): next.state = .withdrawn
        case (.confirmed, .confirm), (.confirmed, .withdraw), (.withdrawn, .confirm), (.withdrawn, .withdraw):
            throw .invalidTransition(.cashCount, step: step.rawValue, from: state.rawValue)
        }
        next.recording = recording.corrected
        return next
    }
}

extension Int64 {
    /// The product, clamped to the range of 64 bits.
    fileprivate func multipliedClamped(by other: Int64) -> Int64 {
        let (product, overflowed) = multipliedReportingOverflow(by: other)
        return overflowed ? .max : product
    }
}
