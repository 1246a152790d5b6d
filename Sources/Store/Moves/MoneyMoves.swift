package import Domain
import JSON
import SQLite

/// What the rows of all moves have in common.
extension Row {
    /// The reason, person and moment of a voiding in three columns from `index` on; nil when all are NULL.
    ///
    /// The day of its correction is in the column `reversed`, where the table has one, and later than `day`.
    func voiding(_ index: Int32, of day: LocalDate? = nil, reversed: Int32? = nil) -> Contribution.Voiding? {
        let reason = optionalText(index)
        validate(
            (optionalInteger(index + 1) != nil) == (reason != nil)
                && (optionalInteger(index + 2) != nil) == (reason != nil), "a voiding is whole")
        let reversedOn = reversed.flatMap { optionalDate($0) }
        validate(
            reversedOn.map { reversed in reason != nil && day.map { reversed > $0 } ?? true } ?? true,
            "only what was voided is reversed, later")
        guard let reason else { return nil }
        return Contribution.Voiding(
            reason: reason, by: id(index + 1), at: instant(index + 2), reversedOn: reversedOn)
    }
}

extension FieldWriter {
    /// Writes the members of a voiding; null while there is none.
    mutating func member(_ voiding: Contribution.Voiding?) {
        member("void_reason", voiding?.reason)
        member("voided_by", voiding?.by)
        member("voided_at", voiding?.at)
    }
}

extension Reading where Self: ~Copyable {
    /// Checks that the books of `owner` have nothing that a successor cannot take over: debts are settled in the books
    /// in which they arose, collectors hand their cash over, and money of others goes to them.
    ///
    /// - Throws: `PayableRefusal.open`; `CollectorRefusal.cashInHand`; `BooksRefusal.othersMoneyHeld`.
    package borrowing func checkBooksMayEnd(of owner: FundOwner) throws {
        let owed = try openPayables(of: owner)
        guard owed.isEmpty else { throw Refusal.payable(.open(owed)) }
        // Only 9999-12-31 has no following day.
        let inHand = try opening(of: owner, fund: nil, before: today.next ?? today).inHand
        guard inHand == .zero else { throw Refusal.collector(.cashInHand(inHand)) }
        for fund in try funds(of: owner, after: nil, limit: Int.max) where fund.passThrough != nil {
            let held = try balances(of: fund)
            let unpaid = try unpaidExpenditures(of: owner).filter { $0.fund == fund.id }
            let requested = unpaid.reduce(Int64(0)) { $0.addingClamped($1.amount.amount) }
            let all = Dong(held.cash.amount.addingClamped(held.bank.amount).addingClamped(requested))
            guard all == .zero else { throw Refusal.books(.othersMoneyHeld(fund.id, all)) }
        }
    }
}

extension WriteTransaction {
    /// Posts `move`, whose day the request names at `field`, as an effect of the journal row at `position`.
    ///
    /// - Throws: those of `post(_:of:position:line:named:taking:)`.
    borrowing func post(_ move: some MoneyMove, position: Int64, named field: Field) throws {
        try post(move.postings, of: move.owner, position: position, named: field, taking: nil)
    }

    /// Posts `move`, which was recorded before, by `step`.
    ///
    /// - Throws: those of `post(_:of:position:line:named:taking:)`.
    borrowing func post<Move: MoneyMove>(_ move: Move, position: Int64, taking step: String) throws {
        try post(
            move.postings, of: move.owner, position: position, named: nil,
            taking: BooksRefusal.Step(step, of: Move.kind))
    }

    /// Reverses or corrects what `move` posted, which was voided by the journal row at `position`.
    ///
    /// - Throws: `Refusal.balanceTooLow`, `.balanceTooLowOnDate` when the money was already spent.
    borrowing func reverse<Move: MoneyMove>(_ move: Move, position: Int64) throws {
        try post(
            move.voidingPostings, of: move.owner, position: position, named: nil,
            taking: BooksRefusal.Step("void", of: Move.kind))
    }

    private borrowing func post(
        _ postings: [Posting], of owner: FundOwner, position: Int64, named field: Field?,
        taking step: BooksRefusal.Step?
    ) throws {
        for (index, posting) in postings.enumerated() {
            try post(
                posting, of: owner, position: position, line: Int64(index) + 1, named: field, taking: step)
        }
    }
}
