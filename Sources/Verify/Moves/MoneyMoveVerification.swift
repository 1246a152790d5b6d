import Domain
import SQLite
import Store

extension Verifier {
    /// Adds the postings of the opening balances, transfers, interest, fees, debts and hand-over slips of one
    /// owner.
    ///
    /// The rows themselves are verified with all entities that are ordered by id.
    func addMoneyMoves(into books: inout OwnerBooks) throws {
        try addMoves(of: OpeningBalance.self, openingsOfOwner, into: &books)
        try addMoves(of: FundTransfer.self, transfersOfOwner, into: &books)
        try addMoves(of: BankEntry.self, entriesOfOwner, into: &books)
        try addMoves(of: HandOverSlip.self, slipsOfOwner, into: &books)
        try addMoves(of: Payable.self, payablesOfOwner, into: &books)
    }

    private func addMoves<Move: MoneyMove & StoredEntity>(
        of type: Move.Type, _ query: Query, into books: inout OwnerBooks
    ) throws {
        let columns = Move.table.columns.count
        try connection.forEachReadable(query, books.owner) { row in
            let move = try Move.read(row, in: reading)
            let (position, posted) = (row.integer(columns), row.optionalInteger(columns + 1))
            try row.check()
            // What was never confirmed was never posted.
            guard let posted else { return }
            for (postings, position) in [(move.postings, posted), (move.voidingPostings, position)] {
                for (index, posting) in postings.enumerated() {
                    add(posting, at: position, line: Int64(index) + 1, to: &books)
                }
            }
        } onUnreadable: { _, _ in
            // Already reported with the row.
        }
    }
}

private let openingsOfOwner = Query(
    "SELECT \(OpeningBalance.table.columns), position, posted_position FROM opening_balance WHERE owner = ?1 ORDER BY id"
)

private let transfersOfOwner = Query(
    "SELECT \(FundTransfer.table.columns), position, posted_position FROM fund_transfer WHERE owner = ?1 ORDER BY id"
)

private let entriesOfOwner = Query(
    "SELECT \(BankEntry.table.columns), position, posted_position FROM bank_entry WHERE owner = ?1 ORDER BY id"
)

private let payablesOfOwner = Query(
    "SELECT \(Payable.table.columns), position, posted_position FROM payable WHERE owner = ?1 ORDER BY id"
)

private let slipsOfOwner = Query(
    "SELECT \(HandOverSlip.table.columns), position, posted_position FROM hand_over_slip WHERE owner = ?1 ORDER BY id"
)
