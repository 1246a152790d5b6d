package import Domain
import SQLite
import Text

/// Accumulates what contributions add to an owner's totals, so that the totals are written once for all of them.
///
/// A single receipt and an import of a million rows use the same code; the import just writes the totals less often.
package struct ContributionSums {
    fileprivate struct Moved {
        var amount = Dong.zero
        var vouchersCount: Int64 = 0
    }

    fileprivate struct Participation: Hashable {
        let year: Int
        let household: Household.ID
    }

    package let owner: FundOwner
    /// The position of the first voiding of the job, when its posting follows the receipts; nil otherwise.
    package var unposted: Int64?
    fileprivate var moved: [LedgerSum: Moved] = [:]
    fileprivate var participations: Set<Participation> = []
    /// The last number taken from each series.
    fileprivate var numbers: [Voucher.Series: Voucher.Last] = [:]
    /// The books of the owner by the names asked for, each looked up once.
    fileprivate var books: [String: VoucherBooks.Use] = [:]

    package init(owner: FundOwner) { self.owner = owner }

    /// A sum over the limit is refused when it is saved: it is an error of all rows together, not of the last one.
    fileprivate mutating func add(_ contribution: Contribution) {
        precondition(contribution.owner == owner, "the sums are another owner's")
        let posting = contribution.posting
        var sum = moved[LedgerSum(posting)] ?? Moved()
        sum.amount = Dong(sum.amount.amount.addingClamped(posting.amount.amount))
        sum.vouchersCount += 1
        moved[LedgerSum(posting)] = sum
        if owner.hamlet != nil, let household = contribution.participant {
            participations.insert(
                Participation(year: contribution.receivedOn.year, household: household))
        }
    }
}

extension WriteTransaction {
    /// The book of the owner of `sums` that `name` names, or the default one.
    ///
    /// - Throws: `VoucherRefusal.bookNotRegistered`, `.bookClosed`.
    package borrowing func book(
        _ name: String?, byDefault: String, adding sums: inout ContributionSums
    ) throws -> VoucherBooks.Use {
        if let book = sums.books[name ?? byDefault] { return book }
        let book = try voucherBooks(of: sums.owner, byDefault: byDefault).use(name)
        sums.books[name ?? byDefault] = book
        return book
    }

    /// The next number of `series`, for a receipt of `day`; for a later line of a receipt, that of the line before.
    ///
    /// `sums` knows the last one once a receipt was recorded with it, so that it is read only once. A receipt that is
    /// refused leaves its number to the next one.
    ///
    /// - Throws: `VoucherRefusal.dateBeforeSeries` when the last receipt is of a later date.
    package borrowing func nextNumber(
        in series: Voucher.Series, on day: LocalDate, after sums: ContributionSums,
        for line: Voucher.Line = .only
    ) throws -> Int64 {
        if !line.isFirst, let last = sums.numbers[series] { return last.number }
        return try number(after: sums.numbers[series] ?? lastVoucher(of: series), in: series, on: day)
    }

    /// Records a contribution with its receipt, posting and journal row, and adds its amounts to `sums`.
    ///
    /// - Parameters:
    ///   - contribution: new, with a voucher number from `nextNumber(in:on:after:)`.
    ///   - commune: the code of the owner's commune, or of the organisation's unit.
    ///   - sums: the totals of the same owner. They must be saved in the same job.
    /// - Throws: `Refusal.bankReferenceUsed` when a valid receipt has the bank reference; `.amountTooLarge`.
    package borrowing func record(
        _ contribution: Contribution, in commune: AdministrativeUnit.Code, adding sums: inout ContributionSums
    ) throws {
        // A request that replaces a receipt does not name its day.
        let isNew = contribution.replaces == nil
        try checkOpen(
            contribution.receivedOn, of: contribution.owner, named: isNew ? .receivedOn : nil,
            taking: isNew ? nil : BooksRefusal.Step("replace", of: .contribution))
        try checkBankReference(of: contribution)
        let position = try journal(.recorded, contribution, owner: contribution.owner)
        try insert(contribution, in: commune, position: position)
        sums.numbers[contribution.voucher.series] = contribution.voucher.last
        try insert(
            contribution.posting, of: contribution.owner, position: position, unposted: sums.unposted)
        sums.add(contribution)
    }

    /// Checks that no valid receipt of the owner, or of one before it, has the bank reference.
    ///
    /// References are compared by `codeKey`; the account stays the same when hamlets are reorganised. The books of a
    /// closed hamlet stay as they are, so its wrong receipt is refunded whole, not voided, and then lets go of its
    /// reference.
    private borrowing func checkBankReference(of contribution: Contribution) throws {
        // All lines of a receipt have the reference of the one transfer.
        guard contribution.voucher.line.isFirst, let reference = contribution.bankReference else { return }
        // `coalesce` keeps SQLite from reading all receipts of the owner: few have the key in any books.
        let used = try connection.first(
            """
            WITH RECURSIVE line (id) AS (
                SELECT ?3
                UNION
                SELECT predecessor FROM reorganisation_hamlet JOIN line ON successor = line.id
            )
            SELECT contribution.id, contribution.owner, coalesce(issued_on, received_on), book, number, names_book,
                coalesce(hamlet.name, '')
            FROM contribution JOIN fund_owner ON fund_owner.owner = contribution.owner
                LEFT JOIN hamlet ON hamlet.id = fund_owner.hamlet
            WHERE (coalesce(contribution.owner, '') = ?1 OR fund_owner.hamlet IN (SELECT id FROM line))
                AND bank_key = ?2
                AND bank_key IS NOT NULL AND voided_ms IS NULL
                AND (hamlet.valid_to IS NULL OR refunded_dong < amount_dong)
            ORDER BY contribution.id
            """, contribution.owner, reference.codeKey, contribution.owner.hamlet
        ) { row in
            let day = row.date(2)
            let series = Voucher.Series(
                owner: row.owner(1), kind: .receipt, year: day.year, book: row.text(3))
            return UsedBankReference(
                reference: reference, contribution: row.id(0),
                receipt: series.printed(row.integer(4), namingBook: row.boolean(5)), book: series.book,
                on: day,
                closedHamlet: series.owner == contribution.owner ? nil : row.text(6))
        }
        if let used { throw Refusal.bankReferenceUsed(used) }
    }

    /// Writes the accumulated totals.
    ///
    /// - Throws: `Refusal.amountTooLarge` when a total would exceed `Dong.documentMax`.
    package borrowing func save(_ sums: ContributionSums) throws {
        for (sum, moved) in sums.moved {
            try add(sum, amount: moved.amount.amount, count: moved.vouchersCount, of: sums.owner)
        }
        guard let hamlet = sums.owner.hamlet else { return }
        for participation in sums.participations {
            try addParticipant(participation.household, in: participation.year, of: hamlet)
        }
    }
}
