import Domain
import SQLite
import Store

extension Verifier {
    /// Adds the postings of the opening balances, transfers, interest, fees, debts and hand-over slips of one
    /// owner.
    ///
    /// The rows themselves are verified with all entities that are ordered by id.
    func addMoneyMoves(into books: inout OwnerBooks) throws {
        try addMoves(openingsOfOwner, into: &books) { (opening: OpeningBalance) in opening.state == .voided }
        try addMoves(transfersOfOwner, into: &books) { (transfer: FundTransfer) in
            transfer.state == .voided
        }
        try addMoves(entriesOfOwner, into: &books) { (entry: BankEntry) in entry.state == .voided }
        try addMoves(slipsOfOwner, into: &books) { (slip: HandOverSlip) in slip.state == .voided }
        try addMoves(payablesOfOwner, into: &books) { (payable: Payable) in payable.state == .voided }
    }

    private func addMoves<Move: MoneyMove & StoredEntity>(
        _ query: Query, into books: inout OwnerBooks, isVoided: (Move) -> Bool
    ) throws {
        let columns = Move.table.columns.count
        try connection.forEachReadable(query, books.owner) { row in
            let move = try Move.read(row, in: reading)
            let (position, posted) = (row.integer(columns), row.optionalInteger(columns + 1))
            try row.check()
            // What was never confirmed was never posted.
            guard let posted else { return }
            for (index, posting) in move.postings.enumerated() {
                let line = Int64(index) + 1
                add(posting, at: posted, line: line, to: &books)
                if isVoided(move) { add(posting.reversal, at: position, line: line, to: &books) }
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
